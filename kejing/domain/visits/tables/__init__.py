"""How this module's rows and figures are shown."""

from kejing.domain.visits.tables.contacts import crossed_table
from kejing.domain.visits.tables.field import field_strip, field_table
from kejing.domain.visits.tables.figures import board_figures, queue_figures, rate_figures
from kejing.domain.visits.tables.findings import finding_table, whose_filters
from kejing.domain.visits.tables.logs import log_table, person_logs, queue_table
from kejing.domain.visits.tables.people import internal_table
from kejing.domain.visits.tables.team import team_table
from kejing.domain.visits.tables.time_use import development_table, time_figures, time_table, type_table
from kejing.domain.visits.tables.visits import month_filters, state_filters, visit_table

__all__ = [
    "board_figures",
    "crossed_table",
    "development_table",
    "field_strip",
    "field_table",
    "finding_table",
    "internal_table",
    "log_table",
    "month_filters",
    "person_logs",
    "queue_figures",
    "queue_table",
    "rate_figures",
    "state_filters",
    "team_table",
    "time_figures",
    "time_table",
    "type_table",
    "visit_table",
    "whose_filters",
]
