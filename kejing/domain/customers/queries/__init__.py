"""Everything this module reads for others."""

from kejing.domain.customers.queries.balances import Balances, balances
from kejing.domain.customers.queries.catalogue import product_lines, profile_fields
from kejing.domain.customers.queries.lists import (
    CustomerCard,
    CustomerList,
    any_customer,
    cards,
    customer_card,
    customer_list,
    customers_by_unit,
    find_customers,
    holder_customers,
    pool_customers,
    visible_ids,
)
from kejing.domain.customers.queries.pages import (
    Assignment,
    CustomerPage,
    HoldingRow,
    OwnershipRow,
    assignment,
    customer_page,
    holding_ids,
)
from kejing.domain.customers.queries.snapshots import SNAPSHOT_VIEWS, SUBJECTS

__all__ = [
    "SNAPSHOT_VIEWS",
    "SUBJECTS",
    "Assignment",
    "Balances",
    "CustomerCard",
    "CustomerList",
    "CustomerPage",
    "HoldingRow",
    "OwnershipRow",
    "any_customer",
    "assignment",
    "balances",
    "cards",
    "customer_card",
    "customer_list",
    "customer_page",
    "customers_by_unit",
    "find_customers",
    "holder_customers",
    "holding_ids",
    "pool_customers",
    "product_lines",
    "profile_fields",
    "visible_ids",
]
