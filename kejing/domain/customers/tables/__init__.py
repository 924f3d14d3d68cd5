"""How this module's rows and figures are shown."""

from kejing.domain.customers.tables.customers import (
    RISK_STATES,
    customer_table,
    holding_table,
    key_figures,
    local,
    ownership_table,
    risk_mark,
    transaction_table,
)
from kejing.domain.customers.tables.duplicates import (
    field_table,
    merged_line,
    pair_states,
    pair_table,
    search_progress,
)

__all__ = [
    "RISK_STATES",
    "customer_table",
    "field_table",
    "holding_table",
    "key_figures",
    "local",
    "merged_line",
    "ownership_table",
    "pair_states",
    "pair_table",
    "risk_mark",
    "search_progress",
    "transaction_table",
]
