"""What people are told of: the kinds, how their subjects are named at reading, who is told when something happens.

A new kind takes three steps, all of them here: declare it, say whom `told` tells of which event, and list that handler
in `subscriptions.py`; a subject that has a resolver already needs nothing more.
"""

from collections.abc import Callable, Collection, Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.public import CustomersAssigned, UnlockAsked, cards
from kejing.domain.org import public as org
from kejing.domain.relations.public import SignalRaised
from kejing.domain.visits.public import LogReviewed
from kejing.engines.interchange.public import ExportDecided
from kejing.engines.notices.public import (
    Shown,
    Urgency,
    Whereabouts,
    declare,
    register_subject,
    register_whereabouts,
    tell,
)
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import current_actor, current_line

LOG_REVIEWED = declare("logs.reviewed", neutral=_("A log of yours was reviewed."), subject="log")
CUSTOMERS_ASSIGNED = declare(
    "customers.assigned",
    neutral=_("Customers came to you."),
    text=_("%(subject)s came to you."),
    many=_("%(n)s customers came to you."),
    subject="customer",
    place="customers:customer_list",
)
UNLOCK_ASKED = declare(
    "customers.unlock_asked",
    neutral=_("A request to unlock a customer waits for you."),
    text=_("Unlocking %(subject)s waits for your decision."),
    subject="locked_customer",
)
EXPORT_DECIDED = declare("exports.decided", neutral=_("An export of yours was decided on."), subject="export")
COVER_ARRANGED = declare(
    "org.cover_arranged",
    neutral=_("You act for a colleague."),
    text=_("You act for %(subject)s."),
    subject="cover",
    urgency=Urgency.URGENT,
)
ABSENCE_ASKED = declare(
    "org.absence_asked",
    neutral=_("A request for leave waits for you."),
    text=_("%(subject)s asks for leave."),
    subject="absence",
)
ABSENCE_DECIDED = declare("org.absence_decided", neutral=_("Your leave was decided on."), subject="absence")
SIGNAL_RAISED = declare(
    "relations.signal_raised",
    neutral=_("A risk signal was raised for a customer."),
    text=_("A risk signal was raised for %(subject)s."),
    subject="customer",
    urgency=Urgency.URGENT,
)


def log_reviewed(event: LogReviewed) -> None:
    told(LOG_REVIEWED, [event.staff_id], event.log_id, key=f"{event.log_id}-{current_line()}")


def customers_assigned(event: CustomersAssigned) -> None:
    n = len(event.from_holders)
    told(
        CUSTOMERS_ASSIGNED,
        [event.to_staff_id],
        next(iter(event.from_holders)) if n == 1 else None,
        key=f"{current_line()}-{event.to_holder_id}",
        n=n,
    )


def unlock_asked(event: UnlockAsked) -> None:
    _tell(
        UNLOCK_ASKED,
        org.deciders("customers.lock", event.unit_id),
        event.customer_id,
        key=str(event.request_id),
    )


def export_decided(event: ExportDecided) -> None:
    _tell(EXPORT_DECIDED, [event.taker_id], event.export_id, key=str(event.export_id))


def cover_arranged(event: org.CoverArranged) -> None:
    told(COVER_ARRANGED, [event.deputy_id], event.cover_id)


def absence_asked(event: org.AbsenceAsked) -> None:
    told(ABSENCE_ASKED, [event.superior_id], event.absence_id)


def absence_decided(event: org.AbsenceDecided) -> None:
    told(ABSENCE_DECIDED, [event.staff_id], event.absence_id)


def signal_raised(event: SignalRaised) -> None:
    """Whoever holds the customer, and the one she reports to."""
    card = cards(actor=_actor(), ids=[event.customer_id]).get(event.customer_id)
    holder = org.holder_cards([card.holder_id]).get(card.holder_id) if card else None
    if holder and holder.staff_id:
        told(
            SIGNAL_RAISED,
            [holder.staff_id, org.superior_of(holder.staff_id)],
            event.customer_id,
            key=str(event.signal_id),
        )


def told(
    kind: str, staff: Iterable[int | None], subject_id: int | None, *, key: str | None = None, n: int = 1
) -> None:
    """Tell people by their staff ids; the key is the subject's id where an event has no number of its own."""
    accounts = org.user_ids(pk for pk in staff if pk)
    _tell(kind, accounts.values(), subject_id, key=key or str(subject_id), n=n)


def _tell(kind: str, to: Iterable[int], subject_id: int | None, *, key: str, n: int = 1) -> None:
    tell(_actor(), kind=kind, to=to, subject_id=subject_id, key=key, n=n)


def _actor() -> Actor:
    actor = current_actor()
    assert actor is not None  # events are published inside an action
    return actor


def page_of(route: str) -> Callable[[Actor, Collection[int]], Mapping[int, Shown]]:
    """A subject that is not named, only opened; its page judges the reader's rights."""
    return lambda _reader, ids: {pk: Shown("", reverse(route, args=[pk])) for pk in ids}


def _customers(reader: Actor, ids: Collection[int]) -> dict[int, Shown]:
    found = cards(actor=reader, ids=ids)
    return {pk: Shown(card.name, reverse("customers:customer_page", args=[pk])) for pk, card in found.items()}


def _locked(reader: Actor, ids: Collection[int]) -> dict[int, Shown]:
    found = cards(actor=reader, ids=ids)
    return {pk: Shown(card.name, reverse("customers:unlock_list")) for pk, card in found.items()}


def _covers(reader: Actor, ids: Collection[int]) -> dict[int, Shown]:
    found = org.covers_named(actor=reader, ids=ids)
    return {pk: Shown(name, reverse("org:cover_page", args=[pk])) for pk, name in found.items()}


def _absences(reader: Actor, ids: Collection[int]) -> dict[int, Shown]:
    found = org.absences_named(actor=reader, ids=ids)
    return {pk: Shown(name, reverse("org:absence_page", args=[pk])) for pk, name in found.items()}


def _whereabouts(user_ids: Collection[int]) -> dict[int, Whereabouts]:
    return {pk: Whereabouts(zone, back) for pk, (zone, back) in org.whereabouts(user_ids).items()}


SUBJECTS = {
    "log": page_of("visits:log_page"),
    "customer": _customers,
    "locked_customer": _locked,
    "export": page_of("exports:export_page"),
    "cover": _covers,
    "absence": _absences,
}


def connect() -> None:
    for subject, resolver in SUBJECTS.items():
        register_subject(subject, resolver)
    register_whereabouts(_whereabouts)
