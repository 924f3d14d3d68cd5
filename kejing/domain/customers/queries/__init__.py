"""Everything this module reads for others."""

from kejing.domain.customers.queries.balances import Balances, balances
from kejing.domain.customers.queries.filters import CustomerFilter, read_filter
from kejing.domain.customers.queries.lists import (
    CustomerCard,
    CustomerList,
    any_customer,
    cards,
    chosen,
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
from kejing.domain.customers.queries.unmasking import (
    AskedField,
    Detail,
    Details,
    asked_field,
    detail,
    details,
    unmaskings,
)

__all__ = [
    "SNAPSHOT_VIEWS",
    "SUBJECTS",
    "AskedField",
    "Assignment",
    "Balances",
    "CustomerCard",
    "CustomerFilter",
    "CustomerList",
    "CustomerPage",
    "Detail",
    "Details",
    "HoldingRow",
    "OwnershipRow",
    "any_customer",
    "asked_field",
    "assignment",
    "balances",
    "cards",
    "chosen",
    "customer_card",
    "customer_list",
    "customer_page",
    "customers_by_unit",
    "detail",
    "details",
    "find_customers",
    "holder_customers",
    "holding_ids",
    "pool_customers",
    "read_filter",
    "unmaskings",
    "visible_ids",
]
