"""Changing customers."""

from kejing.domain.customers.actions.assignment import assign_customer, assign_customers
from kejing.domain.customers.actions.duplicates import (
    ask_duplicate,
    decide_pair,
    request_duplicates,
    search_duplicates,
)
from kejing.domain.customers.actions.merging import merge_customers, unmerge_customer

__all__ = [
    "ask_duplicate",
    "assign_customer",
    "assign_customers",
    "decide_pair",
    "merge_customers",
    "request_duplicates",
    "search_duplicates",
    "unmerge_customer",
]
