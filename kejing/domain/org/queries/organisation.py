"""The organisation as its administrator sees it."""

from dataclasses import dataclass

from kejing.domain.org.models import Appointment, Unit
from kejing.domain.org.queries.posts import Seat, seats
from kejing.domain.org.queries.units import UnitRow, unit_tree
from kejing.domain.org.queries.waiting import PlannedMove, planned_moves
from kejing.domain.org.vocabulary import MANAGE
from kejing.foundation.identity.public import Role
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.sql import in_force
from kejing.foundation.ui.formats import local


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the administrator sees first: how much there is, and the people."""

    units: int
    tree: list[UnitRow]
    people: list[Seat]
    moves: list[PlannedMove]
    roles: list[tuple[str, str]]
    unit_choices: list[tuple[str, str]]


def organisation(*, actor: Actor) -> Organisation:
    """Raises Forbidden without the right to change the organisation."""
    actor.require(MANAGE)
    units = Unit.objects.order_by("code").values_list("code", "name", "name_en")
    roles = Role.objects.order_by("id").values_list("code", "label_zh", "label_en")
    return Organisation(
        units=Unit.objects.count(),
        tree=unit_tree(),
        people=seats(),
        moves=planned_moves(),
        roles=[(code, local(label_zh, label_en)) for code, label_zh, label_en in roles],
        unit_choices=[(code, f"{local(name, name_en)} ({code})") for code, name, name_en in units[:2_000]],
    )


def has_begun(*, actor: Actor) -> tuple[bool, bool]:
    """Whether there is a unit besides head office, and a person besides the first administrator.

    Raises Forbidden without the right to change the organisation.
    """
    actor.require(MANAGE)
    return Unit.objects.count() > 1, Appointment.objects.filter(in_force(clock.today()))[:2].count() > 1
