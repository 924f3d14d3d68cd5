"""How this module's rows and figures are shown."""

from kejing.domain.customers.tables.customers import (
    RISK_STATES,
    customer_table,
    filter_chips,
    holding_table,
    key_figures,
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
from kejing.domain.customers.tables.locks import package_table, unlock_table
from kejing.domain.customers.tables.master import gap_table, group_figures, node_table, tagged_table
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
from kejing.domain.customers.tables.unmasking import field_label, unmasking_table
from kejing.domain.customers.tables.words import why

__all__ = [
    "RISK_STATES",
    "area_table",
    "collaborator_table",
    "customer_table",
    "field_label",
    "field_table",
    "filter_chips",
    "gap_table",
    "group_figures",
    "held_table",
    "holding_table",
    "key_figures",
    "left_table",
    "merged_line",
    "node_table",
    "ownership_table",
    "package_table",
    "pair_states",
    "pair_table",
    "pool_table",
    "preview_table",
    "recycling_table",
    "risk_mark",
    "rotation_table",
    "search_progress",
    "stretch_table",
    "tagged_table",
    "territory_table",
    "transaction_table",
    "unlock_table",
    "unmasking_table",
    "why",
]
