"""The door of `customers`."""

from kejing.domain.customers.actions import assign_customer, assign_customers
from kejing.domain.customers.events import CustomerAssigned
from kejing.domain.customers.queries import (
    SNAPSHOT_VIEWS,
    SUBJECTS,
    CustomerCard,
    FoundCustomer,
    any_customer,
    cards,
    customer_card,
    customers_by_unit,
    find_customers,
    holder_customers,
    holding_ids,
    ids_in_sight,
    member_ids,
    pool_customers,
    search_customers,
    shown_with,
    visible_ids,
)
from kejing.domain.customers.vocabulary import FoundBy

__all__ = [
    "SNAPSHOT_VIEWS",
    "SUBJECTS",
    "CustomerAssigned",
    "CustomerCard",
    "FoundBy",
    "FoundCustomer",
    "any_customer",
    "assign_customer",
    "assign_customers",
    "cards",
    "customer_card",
    "customers_by_unit",
    "find_customers",
    "holder_customers",
    "holding_ids",
    "ids_in_sight",
    "member_ids",
    "pool_customers",
    "search_customers",
    "shown_with",
    "visible_ids",
]
