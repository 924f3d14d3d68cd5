"""Who sees and who may change which checks. The only door to their rows; migration 0002 says the same in SQL."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from kejing.domain.checks.models import Coaching, Inspection, Question, SpotCheck
from kejing.domain.checks.vocabulary import (
    CLOSE,
    COACH,
    INSPECT,
    SPOT,
    CheckRefusal,
    InspectionKind,
    InspectionState,
)
from kejing.domain.org.public import Member, is_in_team, team
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused

CHECKED = ("account_manager", "market_manager")
"""Whose handbook is inspected and who is coached; those called without notice are the account managers."""


M = TypeVar("M", bound=Model)


class NotYours(Refused):
    """In sight, but for another to do."""

    status = 403


def author(actor: Actor) -> int:
    """Whose name stands under an entry. Raises Refused for an actor in no post."""
    if actor.staff_id is None:
        raise Refused(CheckRefusal.NO_POST)
    return actor.staff_id


def member(actor: Actor, staff_id: int) -> Member:
    """A person of the actor's team who is not herself. Raises NotVisible (404), Refused."""
    if staff_id == actor.staff_id:
        raise Refused(CheckRefusal.NOT_ONESELF)
    if is_in_team(actor, staff_id, clock.today()):
        for found in team(actor, clock.today(), CHECKED, most=None):
            if found.staff_id == staff_id:
                return found
    raise NotVisible


NONE = Q(pk__in=[])
ALL = ~NONE
"""An empty Q() would vanish beside an "or"."""


def own(actor: Actor) -> Q:
    return Q(staff_id=actor.staff_id) if actor.staff_id else NONE


def _others(actor: Actor) -> Q:
    return ~Q(staff_id=actor.staff_id) if actor.staff_id else ALL


def _scope(actor: Actor) -> Q:
    if actor.sees_all:
        return ALL
    scope = Q(holder_id__in=actor.holders) if actor.holders else NONE
    return scope | Q(unit_id__in=actor.units) if actor.units else scope


def _within(actor: Actor, *permissions: str) -> Q:
    """Rows of the actor's scope, if one of the rights is hers; all rows for whoever sees all."""
    if actor.sees_all or any(actor.may(permission) for permission in permissions):
        return _scope(actor)
    return NONE


def visible_spots(actor: Actor) -> QuerySet[SpotCheck]:
    """Checks done, of her own and of her scope; and those still to be made for those who may make them."""
    done = Q(done_at__isnull=False) & (own(actor) | _within(actor, SPOT, INSPECT))
    return SpotCheck.objects.filter(done | _callable(actor))


def callable_spots(actor: Actor) -> QuerySet[SpotCheck]:
    """What the actor may record the result of: other people's, in her scope."""
    return SpotCheck.objects.filter(_callable(actor))


def _callable(actor: Actor) -> Q:
    return _others(actor) & _scope(actor) if actor.may(SPOT) else NONE


def visible_inspections(actor: Actor) -> QuerySet[Inspection]:
    """Her own, a surprise only once it is done; and those of her scope."""
    told = Q(kind=InspectionKind.PLANNED) | Q(state=InspectionState.DONE)
    return Inspection.objects.filter(own(actor) & told | _others(actor) & _within(actor, INSPECT))


def visible_coaching(actor: Actor) -> QuerySet[Coaching]:
    by_her = Q(coach_id=actor.staff_id) if actor.staff_id else NONE
    return Coaching.objects.filter(own(actor) | by_her | _within(actor, COACH))


def visible_questions(actor: Actor) -> QuerySet[Question]:
    return Question.objects.filter(own(actor) | _within(actor, CLOSE))


def one(rows: QuerySet[M], pk: int) -> M:
    """Raises NotVisible (404)."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def locked(rows: QuerySet[M], pk: int) -> M:
    """The row, locked. Raises NotVisible (404)."""
    return one(rows.select_for_update(of=("self",)), pk)
