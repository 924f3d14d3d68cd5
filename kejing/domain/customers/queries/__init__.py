"""Everything this module reads for others."""

from kejing.domain.customers.queries.balances import Balances, balances
from kejing.domain.customers.queries.contact_cards import (
    ContactCard,
    contact_cards,
    ownership_happenings,
)
from kejing.domain.customers.queries.lines import HeldLine, LinesHeld, held_lines, lines_held, risk_marks
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
    "ContactCard",
    "CustomerCard",
    "CustomerList",
    "CustomerPage",
    "HeldLine",
    "HoldingRow",
    "LinesHeld",
    "OwnershipRow",
    "any_customer",
    "assignment",
    "balances",
    "cards",
    "contact_cards",
    "customer_card",
    "customer_list",
    "customer_page",
    "customers_by_unit",
    "find_customers",
    "held_lines",
    "holder_customers",
    "holding_ids",
    "lines_held",
    "ownership_happenings",
    "pool_customers",
    "risk_marks",
    "visible_ids",
]
