"""What waits in the organisation: moves of units that lie ahead, people without a password."""

from dataclasses import dataclass
from datetime import date

from kejing.domain.org.models import Appointment, UnitMove
from kejing.domain.org.vocabulary import MANAGE
from kejing.foundation.identity.public import MANAGE as ACCOUNTS
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui.formats import local

AT_ONCE = 500
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A unit that will stand below another one from a day on; `overdue` when the tree changed and forbids it."""

    unit: str
    parent: str
    moves_on: date
    asked_by: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class WaitingPerson:
    user_id: int
    name: str
    username: str
    unit: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """The secret of a one-time link, to be shown once."""

    name: str
    username: str
    unit: str
    secret: str


def planned_moves() -> list[PlannedMove]:
    found = UnitMove.objects.filter(done_at=None).select_related("unit", "parent").order_by("moves_on", "pk")
    return [
        PlannedMove(
            unit=local(move.unit.name, move.unit.name_en),
            parent=local(move.parent.name, move.parent.name_en),
            moves_on=move.moves_on,
            asked_by=move.asked_by_name,
            overdue=move.moves_on < clock.today(),
        )
        for move in found[:_SHOWN]
    ]


def waiting_people(*, actor: Actor) -> list[WaitingPerson]:
    """Those in a post now or later whose account has no password yet, the first `AT_ONCE` of them.

    Raises Forbidden without the rights to change the organisation and accounts.
    """
    for right in (MANAGE, ACCOUNTS):
        actor.require(right)
    found = (
        Appointment.objects.filter(
            valid_to=None,
            staff__user__password__startswith="!",  # noqa: S106  # the mark of an account without one
            staff__user__is_active=True,
        )
        .select_related("staff__user", "position__unit")
        .order_by("staff__number", "pk")
    )
    people = {
        one.staff.user_id: WaitingPerson(
            one.staff.user_id or 0,
            local(one.staff.name, one.staff.name_en),
            one.staff.user.username,
            local(one.position.unit.name, one.position.unit.name_en),
        )
        for one in found[:AT_ONCE]
        if one.staff.user is not None
    }
    return list(people.values())
