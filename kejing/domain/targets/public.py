"""The door of `targets`."""

from kejing.domain.targets.actions import cascade_target, change_target, refresh, set_target
from kejing.domain.targets.events import TargetCascaded, TargetSet
from kejing.domain.targets.queries import (
    MeasureCard,
    TargetRow,
    ThemeCard,
    ThemeWork,
    measures,
    targets_of,
    themes,
)
from kejing.domain.targets.rules import Source, Span, span_of
from kejing.domain.targets.vocabulary import ACTUALS, THEME_WORK

__all__ = [
    "ACTUALS",
    "THEME_WORK",
    "MeasureCard",
    "Source",
    "Span",
    "TargetCascaded",
    "TargetRow",
    "TargetSet",
    "ThemeCard",
    "ThemeWork",
    "cascade_target",
    "change_target",
    "measures",
    "refresh",
    "set_target",
    "span_of",
    "targets_of",
    "themes",
]
