"""The columns of this module's lists."""

from kejing.domain.segments.tables.answers import late_table
from kejing.domain.segments.tables.due import overdue_table, people_overdue
from kejing.domain.segments.tables.load import before_after, load_table, move_table
from kejing.domain.segments.tables.segments import member_table, segment_table, trial_table
from kejing.domain.segments.tables.targets import (
    coverage_table,
    list_figures,
    list_table,
    prospect_table,
    target_table,
)

__all__ = [
    "before_after",
    "coverage_table",
    "late_table",
    "list_figures",
    "list_table",
    "load_table",
    "member_table",
    "move_table",
    "overdue_table",
    "people_overdue",
    "prospect_table",
    "segment_table",
    "target_table",
    "trial_table",
]
