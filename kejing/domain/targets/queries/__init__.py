"""Everything this module reads."""

from kejing.domain.targets.queries.catalogue import (
    Found,
    Setting,
    ThemeCard,
    find_target_people,
    find_target_units,
    measures,
    products,
    setting,
    themes,
)
from kejing.domain.targets.queries.division import Division, division
from kejing.domain.targets.queries.pages import (
    Progress,
    TargetPage,
    changing,
    dividing,
    my_targets,
    own_progress,
    panel_targets,
    progress_of,
    target_page,
    targets_of,
)
from kejing.domain.targets.queries.rollup import Themes, ThemeWork, theme_page
from kejing.domain.targets.queries.rows import MeasureCard, TargetRow
from kejing.domain.targets.queries.tree import Node, Tree, parts_page, tree
from kejing.domain.targets.queries.why import explain_target

__all__ = [
    "Division",
    "Found",
    "MeasureCard",
    "Node",
    "Progress",
    "Setting",
    "TargetPage",
    "TargetRow",
    "ThemeCard",
    "ThemeWork",
    "Themes",
    "Tree",
    "changing",
    "dividing",
    "division",
    "explain_target",
    "find_target_people",
    "find_target_units",
    "measures",
    "my_targets",
    "own_progress",
    "panel_targets",
    "parts_page",
    "products",
    "progress_of",
    "setting",
    "target_page",
    "targets_of",
    "theme_page",
    "themes",
    "tree",
]
