"""Contacts inside the house, and the first one with a person outside."""

from datetime import date, datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.public import contact_cards
from kejing.domain.visits import access
from kejing.domain.visits.actions.visits import open_plan
from kejing.domain.visits.models import FirstMeeting, InternalContact, Visit
from kejing.domain.visits.queries.duty import rhythm
from kejing.domain.visits.queries.fieldwork import fieldwork
from kejing.domain.visits.rules import earliest_day
from kejing.domain.visits.vocabulary import PLAN, RECORD, Channel, VisitRefusal
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused


@action(
    "visits.log_internal", label=_("Record an internal contact"), permission=RECORD, subject="internal_contact",
    private=("topic", "agreed"), day="happened_at",
)  # fmt: skip
def log_internal(
    *, actor: Actor, department: str, happened_at: datetime, topic: str, agreed: str = "",
    channel: str = Channel.VISIT, minutes: int | None = None, idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Record a contact with a department of one's own house. Item A3.12.

    Raises Refused for a moment to come or too long ago, and in a closed month.
    """
    day = localtime(happened_at).date()
    if happened_at > clock.now():
        raise Refused(VisitRefusal.VISIT_IN_FUTURE, field="happened_at")
    settings = rhythm()
    first = earliest_day(clock.today(), settings)
    if day < first:
        raise Refused(VisitRefusal.TOO_LONG_AGO, field="happened_at", days=settings.max_days_back, day=first)
    staff = access.author(actor)
    assert actor.unit_id is not None  # whoever is in a post is in a unit
    return InternalContact.objects.create(
        staff_id=staff, holder_id=actor.holder_id, unit_id=actor.unit_id, day=day, happened_at=happened_at,
        department=department, channel=channel, topic=topic, result=agreed, minutes=minutes,
    ).pk  # fmt: skip


@action(
    "visits.prepare_first_contact", label=_("Prepare a first contact"), permission=PLAN, subject="visit",
    private=("preparation",),
)  # fmt: skip
def prepare_first_contact(
    *, actor: Actor, visit_id: int, version: int, contact_id: int, preparation: str,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Mark an open plan as the first contact with a person, with what was prepared. Item A3.10.

    Raises NotVisible for a plan or a person out of sight, NotYours (403), Refused for a plan not open, once
    somebody has arrived, and without preparation; Stale.
    """
    visit = open_plan(actor, visit_id, version, {})
    if visit.arrived_at is not None:
        raise Refused(VisitRefusal.THERE_ALREADY)
    if not preparation:
        raise Refused(VisitRefusal.PREPARATION_MISSING, field="preparation")
    if contact_id not in {card.id for card in contact_cards(actor=actor, customer_id=visit.customer_id)}:
        raise NotVisible
    FirstMeeting.objects.update_or_create(
        visit=visit,
        defaults={"contact_id": contact_id, "preparation": preparation, "prepared_at": clock.now()},
    )
    return visit.pk


def check_follow_up(visit: Visit, day: date, next_step_on: date | None) -> None:
    """A first contact is followed up within the pack's days: its next step is a plan by then. Item A3.10."""
    if visit.planned_for is None or not FirstMeeting.objects.filter(visit=visit).exists():
        return
    latest = max(day, clock.today()) + timedelta(days=fieldwork().follow_up_days)
    if next_step_on is None or next_step_on > latest:
        raise Refused(VisitRefusal.FOLLOW_UP_MISSING, field="next_step_on", day=latest)
