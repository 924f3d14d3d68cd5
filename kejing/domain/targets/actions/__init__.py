"""Every change this module makes."""

from kejing.domain.targets.actions.attainment import refresh
from kejing.domain.targets.actions.cascade import cascade_target
from kejing.domain.targets.actions.targets import change_target, explain_difference, set_target

__all__ = ["cascade_target", "change_target", "explain_difference", "refresh", "set_target"]
