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
from kejing.domain.customers.tables.master import gap_table, group_figures, node_table, tagged_table

__all__ = [
    "RISK_STATES",
    "customer_table",
    "gap_table",
    "group_figures",
    "holding_table",
    "key_figures",
    "local",
    "node_table",
    "ownership_table",
    "risk_mark",
    "tagged_table",
    "transaction_table",
]
