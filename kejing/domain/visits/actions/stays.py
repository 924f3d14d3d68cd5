"""Arriving at a customer and leaving: moments of the server's clock, which nobody types."""

from datetime import timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kejing.domain.visits import access
from kejing.domain.visits.actions.visits import new_plan, open_plan, own_customer, save, sign
from kejing.domain.visits.models import Place, Visit
from kejing.domain.visits.queries.fieldwork import fieldwork
from kejing.domain.visits.rules import coarse
from kejing.domain.visits.vocabulary import NIGHTLY, RECORD, VisitRefusal, VisitState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.ui import formats

WHERE = ("latitude", "longitude")
"""Where somebody was is in no journal."""


@action("visits.check_in", label=_("Check in"), permission=RECORD, subject="visit", private=WHERE)
def check_in(
    *, actor: Actor, visit_id: int, version: int, latitude: Decimal | None = None, longitude: Decimal | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Arrive for a planned visit, now. Whoever does becomes its author: a deputy, or the customer's new holder.

    A place is kept only if given, to about a kilometre and for the pack's `place_days`. Raises NotVisible (404);
    Refused for a customer the actor does not act for, while she is checked in elsewhere, for a second check-in;
    Stale for a plan changed meanwhile.
    """
    visit = open_plan(actor, visit_id, version, {}, own=False)
    if visit.arrived_at is not None:
        raise Refused(VisitRefusal.THERE_ALREADY)
    return _arrived(actor, visit, visit.customer_id, latitude, longitude)


@action(
    "visits.drop_in", label=_("Check in without a plan"), permission=RECORD, subject="visit", private=WHERE
)
def drop_in(
    *, actor: Actor, customer_id: int, latitude: Decimal | None = None, longitude: Decimal | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Arrive at a customer nobody had planned to visit; gives the visit's id. Raises as `check_in`."""
    visit = new_plan(clock.today(), goal="")
    visit.drop_in = True
    return _arrived(actor, visit, customer_id, latitude, longitude)


@action("visits.check_out", label=_("Check out"), permission=RECORD, subject="visit")
def check_out(*, actor: Actor, visit_id: int, idempotency_key: str | None = None) -> int:
    """Leave, now; what was said is recorded later. Recording at once leaves by itself.

    Raises NotVisible, NotYours (403); Refused where nobody is checked in, and on a later day.
    """
    visit = access.get_changeable(actor, visit_id)
    if visit.arrived_at is None or visit.left_at is not None or visit.state != VisitState.PLANNED:
        raise Refused(VisitRefusal.NOT_THERE)
    arrived = localtime(visit.arrived_at)
    if arrived.date() != clock.today():
        raise Refused(VisitRefusal.MINUTES_MISSING, day=formats.day(arrived.date()))
    visit.left_at = clock.now()
    save(visit)
    return visit.pk


@action("visits.forget_places", label=_("Forget old places"), permission=NIGHTLY, subject="place")
def forget_places(*, actor: Actor) -> int:
    """Delete the places whose days are over; returns how many."""
    gone, _by_table = Place.objects.filter(forget_on__lte=clock.today()).delete()
    return gone


def _arrived(
    actor: Actor, visit: Visit, customer_id: int, latitude: Decimal | None, longitude: Decimal | None
) -> int:
    _check_nowhere_else(actor)
    sign(visit, actor, own_customer(actor, customer_id))
    visit.arrived_at = clock.now()
    try:
        with transaction.atomic():
            save(visit)
    except IntegrityError as error:  # two presses in two shops at the same moment
        raise Refused(VisitRefusal.SOMEWHERE_ELSE, since=formats.day(visit.arrived_at)) from error
    _keep_place(visit, latitude, longitude)
    return visit.pk


def _check_nowhere_else(actor: Actor) -> None:
    there = access.own_visits(actor).filter(
        state=VisitState.PLANNED, arrived_at__isnull=False, left_at__isnull=True
    )
    if other := there.first():
        raise Refused(VisitRefusal.SOMEWHERE_ELSE, since=formats.day(other.arrived_at))


def _keep_place(visit: Visit, latitude: Decimal | None, longitude: Decimal | None) -> None:
    """Consent is giving it: the page asks each time, and nothing is kept without."""
    if latitude is None and longitude is None:
        return
    place = coarse(latitude, longitude) if latitude is not None and longitude is not None else None
    if place is None:
        raise Refused(VisitRefusal.PLACE_INCOMPLETE, field="latitude")
    until = clock.today() + timedelta(days=fieldwork().place_days)
    Place.objects.create(visit=visit, latitude=place[0], longitude=place[1], forget_on=until)
