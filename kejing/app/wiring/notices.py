"""What people are told of: the kinds, how their subjects are named at reading, who is told when something happens.

A new kind takes three steps, all of them here: declare it, say whom `told` tells of which event, and list that handler
in `subscriptions.py`; a subject that has a resolver already needs nothing more.
"""

from collections.abc import Callable, Collection, Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kejing.domain.checks.public import (
    CoachingRecorded,
    InspectionDone,
    QuestionRaised,
    SpotCheckDrawn,
)
from kejing.domain.customers.public import CustomersAssigned, UnlockAsked, cards
from kejing.domain.meetings.public import ActionAgreed
from kejing.domain.org import public as org
from kejing.domain.plans.public import PlanDecided
from kejing.domain.relations.public import SignalRaised
from kejing.domain.targets.public import TargetCascaded
from kejing.domain.visits.public import FindingDue, FindingEscalated, LogReviewed
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
PLAN_DECIDED = declare("plans.decided", neutral=_("A plan of yours was decided on."), subject="plan")
TARGETS_SET = declare(
    "targets.set", neutral=_("Targets of yours were set."), subject="target", place="targets:my_targets"
)
SPOT_CHECK_DRAWN = declare(
    "checks.spot_drawn",
    neutral=_("A spot check is to be made now."),
    subject="spot_check",
    urgency=Urgency.URGENT,
)
INSPECTED = declare("checks.inspected", neutral=_("Your handbook was inspected."), subject="inspection")
COACHED = declare("checks.coached", neutral=_("There is a coaching record for you."), subject="coaching")
QUESTION_RAISED = declare(
    "checks.question_raised", neutral=_("There is a question to you about your entries."), subject="question"
)
ACTION_AGREED = declare(
    "meetings.action_agreed",
    neutral=_("A meeting agreed on something for you to do."),
    subject="agreed_action",
)
FINDING_ESCALATED = declare(
    "visits.finding_escalated", neutral=_("A finding waits for your answer."), subject="finding"
)
FINDING_DUE = declare("visits.finding_due", neutral=_("A finding is due to be checked."), subject="finding")


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


def plan_decided(event: PlanDecided) -> None:
    told(PLAN_DECIDED, [event.staff_id], event.plan_id, key=f"{event.plan_id}-{current_line()}")


def targets_set(event: TargetCascaded) -> None:
    told(TARGETS_SET, event.staff_ids, None, key=f"{event.target_id}-{current_line()}")


def spot_check_drawn(event: SpotCheckDrawn) -> None:
    """Whoever may call; whom to call stands on the page, for them alone."""
    to = org.deciders("checks.spot", event.unit_id)
    _tell(SPOT_CHECK_DRAWN, to, event.spot_check_id, key=str(event.spot_check_id))


def inspected(event: InspectionDone) -> None:
    told(INSPECTED, [event.staff_id], event.inspection_id)


def coaching_recorded(event: CoachingRecorded) -> None:
    told(COACHED, [event.staff_id], event.coaching_id)


def question_raised(event: QuestionRaised) -> None:
    told(QUESTION_RAISED, [event.staff_id], event.question_id)


def action_agreed(event: ActionAgreed) -> None:
    told(ACTION_AGREED, [event.owner_id], event.action_id)


def finding_escalated(event: FindingEscalated) -> None:
    told(FINDING_ESCALATED, [event.superior_id], event.finding_id, key=f"{event.finding_id}-{event.due_on}")


def finding_due(event: FindingDue) -> None:
    told(FINDING_DUE, [event.staff_id], event.finding_id, key=f"{event.finding_id}-{event.due_on}")


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
    "plan": page_of("plans:plan_page"),
    "target": page_of("targets:target_page"),
    "spot_check": page_of("checks:spot_page"),
    "inspection": page_of("checks:inspection_page"),
    "coaching": page_of("checks:coaching_page"),
    "question": page_of("checks:question_page"),
    "agreed_action": page_of("meetings:settle_action"),
    "finding": page_of("visits:finding_page"),
}


def connect() -> None:
    for subject, resolver in SUBJECTS.items():
        register_subject(subject, resolver)
    register_whereabouts(_whereabouts)
