"""Changing the organisation: units, posts and people; covers; leave."""

from kejing.domain.org.actions.covers import arrange_cover, end_cover
from kejing.domain.org.actions.leave import (
    ask_absence,
    cancel_absence,
    decide_absence,
    end_absence,
    enter_absence,
)
from kejing.domain.org.actions.units import (
    add_person,
    add_pool,
    add_position,
    add_unit,
    appoint,
    invite_waiting,
    move_due_units,
    set_unit_place,
)

__all__ = [
    "add_person",
    "add_pool",
    "add_position",
    "add_unit",
    "appoint",
    "arrange_cover",
    "ask_absence",
    "cancel_absence",
    "decide_absence",
    "end_absence",
    "end_cover",
    "enter_absence",
    "invite_waiting",
    "move_due_units",
    "set_unit_place",
]
