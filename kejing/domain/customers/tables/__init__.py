"""How this module's rows and figures are shown."""

from kejing.domain.customers.tables.customers import (
    RISK_STATES,
    customer_table,
    filter_chips,
    holding_table,
    key_figures,
    local,
    ownership_table,
    risk_mark,
    transaction_table,
)
from kejing.domain.customers.tables.unmasking import field_label, unmasking_table

__all__ = [
    "RISK_STATES",
    "customer_table",
    "field_label",
    "filter_chips",
    "holding_table",
    "key_figures",
    "local",
    "ownership_table",
    "risk_mark",
    "transaction_table",
    "unmasking_table",
]
