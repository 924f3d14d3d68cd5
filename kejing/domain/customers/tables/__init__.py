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

__all__ = [
    "RISK_STATES",
    "customer_table",
    "holding_table",
    "key_figures",
    "local",
    "ownership_table",
    "risk_mark",
    "transaction_table",
]
