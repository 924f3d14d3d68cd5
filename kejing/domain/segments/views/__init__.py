"""HTTP ↔ one action or query each."""

from kejing.domain.segments.views.due import (
    apply_standard,
    explain_overdue,
    my_overdue_panel,
    overdue_list,
    service_panel,
    standards,
)
from kejing.domain.segments.views.load import balance_unit, explain_load, load_board
from kejing.domain.segments.views.segments import (
    apply_segments,
    define_segment,
    draft_rule,
    explain_membership,
    segment_list,
    segment_page,
    segments_panel,
    trial_page,
    try_version,
)
from kejing.domain.segments.views.targets import (
    explain_coverage,
    make_list,
    mark_target,
    move_prospect,
    my_targets_panel,
    prospect_list,
    target_list,
    target_lists,
)

__all__ = [
    "apply_segments",
    "apply_standard",
    "balance_unit",
    "define_segment",
    "draft_rule",
    "explain_coverage",
    "explain_load",
    "explain_membership",
    "explain_overdue",
    "load_board",
    "make_list",
    "mark_target",
    "move_prospect",
    "my_overdue_panel",
    "my_targets_panel",
    "overdue_list",
    "prospect_list",
    "segment_list",
    "segment_page",
    "segments_panel",
    "service_panel",
    "standards",
    "target_list",
    "target_lists",
    "trial_page",
    "try_version",
]
