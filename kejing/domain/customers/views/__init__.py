"""HTTP ↔ one query or one action each."""

from kejing.domain.customers.views.customers import (
    assign_customer,
    balance_panel,
    customer_list,
    customer_page,
    pick_customer,
)
from kejing.domain.customers.views.duplicates import (
    check_duplicate,
    decide_pair,
    duplicate_pair,
    duplicate_progress,
    duplicate_queue,
    merges_panel,
    request_duplicates,
    unmerge_customer,
)

__all__ = [
    "assign_customer",
    "balance_panel",
    "check_duplicate",
    "customer_list",
    "customer_page",
    "decide_pair",
    "duplicate_pair",
    "duplicate_progress",
    "duplicate_queue",
    "merges_panel",
    "pick_customer",
    "request_duplicates",
    "unmerge_customer",
]
