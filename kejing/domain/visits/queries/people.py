"""Contacts inside the house, and the first one with a person outside."""

from dataclasses import dataclass
from datetime import datetime

from kejing.domain.customers.public import ContactCard, contact_cards
from kejing.domain.visits import access
from kejing.domain.visits.models import FirstMeeting
from kejing.domain.visits.queries.names import name_of
from kejing.domain.visits.queries.visits import VisitRow, visit_rows
from kejing.domain.visits.vocabulary import PLAN, RECORD, Channel, VisitRefusal, VisitState
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.paging import Page, page

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class InternalRow:
    id: int
    happened_at: datetime
    department: str
    channel: Channel
    topic: str
    result: str
    minutes: int | None
    staff: str


@dataclass(frozen=True, slots=True)
class Preparing:
    """For the form of a first contact: the plan, and the customer's contact persons."""

    visit: VisitRow
    contacts: tuple[ContactCard, ...]
    contact_id: int | None
    preparation: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a visit's page says of a first contact. `contact` is empty where she is out of sight."""

    contact: str
    preparation: str
    prepared_at: datetime | None
    may_prepare: bool


def internal_list(*, actor: Actor, cursor: str | None = None) -> Page[InternalRow]:
    """One's own and the team's, the newest first."""
    rows = access.internal_in_scope(actor).select_related("staff")
    found = page(rows, ("-day", "-id"), cursor, PAGE_SIZE)
    shown = [
        InternalRow(
            row.pk, row.happened_at, row.department, Channel(row.channel), row.topic, row.result, row.minutes,
            name_of(row.staff),
        )
        for row in found.rows
    ]  # fmt: skip
    return Page(shown, found.next, found.previous)


def logging_internal(*, actor: Actor) -> None:
    """Raises Forbidden (403) for whoever records no contacts."""
    actor.require(RECORD)


def preparing(*, actor: Actor, visit_id: int) -> Preparing:
    """Raises Forbidden, NotVisible, NotYours (403)."""
    actor.require(PLAN)
    visit = access.get_visible(actor, visit_id)
    if visit.staff_id != actor.staff_id:
        raise access.NotYours(VisitRefusal.NOT_YOUR_VISIT)
    known = FirstMeeting.objects.filter(visit=visit).first()
    contacts = contact_cards(actor=actor, customer_id=visit.customer_id)
    (row,) = visit_rows(actor, [visit])
    return Preparing(
        row, tuple(contacts), known.contact_id if known else None, known.preparation if known else ""
    )


def prepared_for(*, actor: Actor, visit_id: int) -> Prepared | None:
    """What a visit's page says of a first contact; None where there is nothing to say. Raises NotVisible (404)."""
    visit = access.get_visible(actor, visit_id)
    known = FirstMeeting.objects.filter(visit=visit).first()
    may = actor.may(PLAN) and visit.staff_id == actor.staff_id and visit.state == VisitState.PLANNED
    may = may and visit.arrived_at is None
    if known is None:
        return Prepared("", "", None, may) if may else None
    names = {card.id: card.name for card in contact_cards(actor=actor, customer_id=visit.customer_id)}
    return Prepared(names.get(known.contact_id, ""), known.preparation, known.prepared_at, may)
