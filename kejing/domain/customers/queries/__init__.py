"""Everything this module reads for others."""

from kejing.domain.customers.queries.balances import Balances, balances
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
from kejing.domain.customers.queries.duplicates import (
    DuplicateQueue,
    Likenesses,
    PairPage,
    PairRow,
    duplicate_pair,
    duplicate_queue,
)
from kejing.domain.customers.queries.merging import MergeRow, member_ids, merged_away, merges, shown_with
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
    "DuplicateQueue",
    "HoldingRow",
    "Likenesses",
    "MergeRow",
    "OwnershipRow",
    "PairPage",
    "PairRow",
    "any_customer",
    "assignment",
    "balances",
    "cards",
    "customer_card",
    "customer_list",
    "customer_page",
    "customers_by_unit",
    "duplicate_pair",
    "duplicate_queue",
    "find_customers",
    "holder_customers",
    "holding_ids",
    "member_ids",
    "merged_away",
    "merges",
    "pool_customers",
    "shown_with",
    "visible_ids",
]
