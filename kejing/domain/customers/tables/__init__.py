"""How this module's rows and figures are shown."""

from kejing.domain.customers.tables.customers import (
    RISK_STATES,
    customer_table,
    holding_table,
    key_figures,
    ownership_table,
    risk_mark,
    transaction_table,
)
from kejing.domain.customers.tables.locks import package_table, unlock_table
from kejing.domain.customers.tables.ownership import (
    collaborator_table,
    held_table,
    left_table,
    preview_table,
    rotation_table,
    stretch_table,
)
from kejing.domain.customers.tables.pool import pool_table, recycling_table
from kejing.domain.customers.tables.territory import area_table, territory_table
from kejing.domain.customers.tables.words import local, why

__all__ = [
    "RISK_STATES",
    "area_table",
    "collaborator_table",
    "customer_table",
    "held_table",
    "holding_table",
    "key_figures",
    "left_table",
    "local",
    "ownership_table",
    "package_table",
    "pool_table",
    "preview_table",
    "recycling_table",
    "risk_mark",
    "rotation_table",
    "stretch_table",
    "territory_table",
    "transaction_table",
    "unlock_table",
    "why",
]
