"""Every change this module makes."""

from kejing.domain.segments.actions.load import pass_proposal
from kejing.domain.segments.actions.segments import (
    apply_segments,
    count_version,
    define_segment,
    draft_rule,
    evaluate_all,
    evaluate_segments,
    try_version,
)
from kejing.domain.segments.actions.standards import apply_standard, draft_standard
from kejing.domain.segments.actions.targets import (
    add_prospect,
    make_list,
    mark_target,
    move_prospect,
)

__all__ = [
    "add_prospect",
    "apply_segments",
    "apply_standard",
    "count_version",
    "define_segment",
    "draft_rule",
    "draft_standard",
    "evaluate_all",
    "evaluate_segments",
    "make_list",
    "mark_target",
    "move_prospect",
    "pass_proposal",
    "try_version",
]
