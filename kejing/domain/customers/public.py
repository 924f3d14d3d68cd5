"""The door of `customers`."""

from kejing.domain.customers.actions import assign_customer, assign_customers
from kejing.domain.customers.events import CustomerAssigned
from kejing.domain.customers.queries import (
    SNAPSHOT_VIEWS,
    SUBJECTS,
    CustomerCard,
    any_customer,
    cards,
    customer_card,
    customers_by_unit,
    find_customers,
    holder_customers,
    holding_ids,
    pool_customers,
    product_lines,
    profile_fields,
    visible_ids,
)

__all__ = [
    "SNAPSHOT_VIEWS",
    "SUBJECTS",
    "CustomerAssigned",
    "CustomerCard",
    "any_customer",
    "assign_customer",
    "assign_customers",
    "cards",
    "customer_card",
    "customers_by_unit",
    "find_customers",
    "holder_customers",
    "holding_ids",
    "pool_customers",
    "product_lines",
    "profile_fields",
    "visible_ids",
]
