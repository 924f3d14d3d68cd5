"""Everything this module reads for pages and for others."""

from kejing.domain.segments.queries.answers import explain_answer, hours_to_answer, late_list
from kejing.domain.segments.queries.due import explain_overdue, overdue_list, serving
from kejing.domain.segments.queries.load import balance_unit, explain_load, load_board
from kejing.domain.segments.queries.meetings import meeting_figures
from kejing.domain.segments.queries.membership import customer_segments, explain_membership, segments_of
from kejing.domain.segments.queries.prospects import prospect_list, prospect_page
from kejing.domain.segments.queries.segments import rule_form, segment_list, segment_page, trial_page
from kejing.domain.segments.queries.standards import standards
from kejing.domain.segments.queries.targets import (
    explain_coverage,
    list_form,
    my_targets,
    target_list,
    target_lists,
    target_page,
)

__all__ = [
    "balance_unit",
    "customer_segments",
    "explain_answer",
    "explain_coverage",
    "explain_load",
    "explain_membership",
    "explain_overdue",
    "hours_to_answer",
    "late_list",
    "list_form",
    "load_board",
    "meeting_figures",
    "my_targets",
    "overdue_list",
    "prospect_list",
    "prospect_page",
    "rule_form",
    "segment_list",
    "segment_page",
    "segments_of",
    "serving",
    "standards",
    "target_list",
    "target_lists",
    "target_page",
    "trial_page",
]
