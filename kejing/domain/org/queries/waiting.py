"""What waits in the organisation: moves of units that lie ahead, people without a password."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from kejing.domain.org.models import Appointment, Staff, Unit, UnitMove
from kejing.domain.org.vocabulary import MANAGE
from kejing.foundation.identity.public import MANAGE as ACCOUNTS
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor

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


def _local(named: Unit | Staff) -> str:
    """The name in the reader's language; the Chinese one where there is no other."""
    english = (get_language() or "").startswith("en")
    return (english and named.name_en) or named.name


def planned_moves() -> list[PlannedMove]:
    found = UnitMove.objects.filter(done_at=None).select_related("unit", "parent").order_by("moves_on", "pk")
    return [
        PlannedMove(
            unit=_local(move.unit),
            parent=_local(move.parent),
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
            one.staff.user_id or 0, _local(one.staff), one.staff.user.username, _local(one.position.unit)
        )
        for one in found[:AT_ONCE]
        if one.staff.user is not None
    }
    return list(people.values())
