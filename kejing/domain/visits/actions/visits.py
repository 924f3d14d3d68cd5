"""Changing visits: plan, hold, move, cancel, correct."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.public import CustomerCard, working_card
from kejing.domain.visits import access
from kejing.domain.visits.events import VisitCorrected, VisitRecorded
from kejing.domain.visits.models import Visit
from kejing.domain.visits.queries.duty import rhythm
from kejing.domain.visits.rules import earliest_day
from kejing.domain.visits.vocabulary import PLAN, RECORD, Channel, Reached, VisitRefusal, VisitState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.events import publish
from kejing.foundation.kernel.versions import check_version

PRIVATE = ("goal", "result", "observations", "next_step")
"""What was said stays out of the journal; the row's own history has it. Not `result`: there that word means what
the action returns."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is entered of a visit held."""

    direction: str
    channel: str
    goal: str
    reached: str
    result: str
    observations: str
    next_step: str
    next_step_on: date | None
    minutes: int | None


@action("visits.plan_visit", label=_("Plan a visit"), permission=PLAN, subject="visit", private=PRIVATE)
def plan_visit(
    *, actor: Actor, customer_id: int, day: date, goal: str, at: time | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Plan a visit for today or later.

    Raises NotVisible (404) for a customer out of sight; Refused for one the actor does not act for and for a
    day that is over.
    """
    customer = _own_customer(actor, customer_id)
    if day < clock.today():
        raise Refused(VisitRefusal.PLAN_IN_THE_PAST, field="day")
    return _planned(actor, customer, day, goal, at).pk


@action(
    "visits.record_visit",
    label=_("Record a visit"),
    permission=RECORD,
    subject="visit",
    private=PRIVATE,
    day="happened_at",
)
def record_visit(
    *, actor: Actor, customer_id: int, happened_at: datetime, direction: str, channel: str = Channel.VISIT,
    goal: str = "", reached: str = Reached.NONE, result: str = "", observations: str = "", next_step: str = "",
    next_step_on: date | None = None, minutes: int | None = None, idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Record a visit that nobody had planned. A next step with a day becomes a plan. Item A2.3, A9.1.

    Raises NotVisible (404) for a customer out of sight; Refused for one the actor does not act for, a moment
    that has not come or lies too far back, a closed month, a goal judged but not set.
    """
    said = Said(direction, channel, goal, reached, result, observations, next_step, next_step_on, minutes)
    return _hold(actor, _own_customer(actor, customer_id), Visit(), happened_at, said)


@action(
    "visits.record_planned",
    label=_("Record a planned visit"),
    permission=RECORD,
    subject="visit",
    private=PRIVATE,
    day="happened_at",
)
def record_planned(
    *, actor: Actor, visit_id: int, version: int, happened_at: datetime, direction: str,
    channel: str = Channel.VISIT, goal: str = "", reached: str = Reached.NONE, result: str = "",
    observations: str = "", next_step: str = "", next_step_on: date | None = None, minutes: int | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Turn a plan into a visit held. Whoever holds it becomes its author: a deputy, or the customer's new holder.

    Raises as `record_visit`; Refused for a plan that is not open any more, Stale for one changed meanwhile.
    """
    said = Said(direction, channel, goal, reached, result, observations, next_step, next_step_on, minutes)
    visit = _open_plan(actor, visit_id, version, {"goal": goal}, own=False)
    return _hold(actor, _own_customer(actor, visit.customer_id), visit, happened_at, said)


@action("visits.reschedule_visit", label=_("Move a plan"), permission=PLAN, subject="visit", private=PRIVATE)
def reschedule_visit(
    *, actor: Actor, visit_id: int, version: int, day: date, goal: str, at: time | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Move a plan to another day. Raises NotVisible, NotYours (403), Refused for a past day, Stale."""
    visit = _open_plan(actor, visit_id, version, {"planned_for": day, "planned_at": at, "goal": goal})
    if day < clock.today():
        raise Refused(VisitRefusal.PLAN_IN_THE_PAST, field="day")
    visit.planned_for = visit.day = day
    visit.planned_at, visit.goal = at, goal
    _save(visit)
    return visit.pk


@action("visits.cancel_visit", label=_("Cancel a plan"), permission=PLAN, subject="visit")
def cancel_visit(
    *, actor: Actor, visit_id: int, version: int, reason: str, idempotency_key: str | None = None
) -> int:
    """Give a plan up, saying why. Raises NotVisible, NotYours (403), Refused, Stale."""
    visit = _open_plan(actor, visit_id, version, {"cancel_reason": reason})
    visit.state, visit.cancel_reason = VisitState.CANCELLED, reason
    _save(visit)
    return visit.pk


@action(
    "visits.correct_visit", label=_("Correct a visit"), permission=RECORD, subject="visit", private=PRIVATE
)
def correct_visit(
    *, actor: Actor, visit_id: int, version: int, direction: str, channel: str, goal: str, reached: str,
    result: str, observations: str, next_step: str, minutes: int | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Correct what was recorded of a visit held; its day and customer stay, as does any log drafted from it.

    Raises NotVisible, NotYours (403), Refused for a plan and in a closed month, Stale.
    """
    visit = access.get_changeable(actor, visit_id)
    said = {
        "direction": direction, "channel": channel, "goal": goal, "reached": reached, "result": result,
        "observations": observations, "next_step": next_step, "minutes": minutes,
    }  # fmt: skip
    check_version(visit, version, said)
    if visit.state != VisitState.DONE:
        raise Refused(VisitRefusal.NOT_HELD)
    _check_goal(goal, reached)
    for name, value in said.items():
        setattr(visit, name, value)
    _save(visit)
    publish(VisitCorrected(visit.pk, visit.customer_id, visit.day))
    return visit.pk


def _own_customer(actor: Actor, customer_id: int) -> CustomerCard:
    """A customer the actor holds, works on, or acts for: by cover, by her team, by her units."""
    customer = working_card(actor=actor, customer_id=customer_id)
    if not acts_for(actor, customer):
        raise Refused(VisitRefusal.NOT_YOUR_CUSTOMER, field="customer_id")
    return customer


def acts_for(actor: Actor, customer: CustomerCard) -> bool:
    by_scope = customer.holder_id in actor.holders or customer.unit_id in actor.units
    return by_scope or customer.id in actor.shared


def _open_plan(
    actor: Actor, visit_id: int, version: int, changes: dict[str, object], *, own: bool = True
) -> Visit:
    """The plan, locked. `own` False lets somebody else who acts for its customer take it over."""
    if own:
        visit = access.get_changeable(actor, visit_id)
    else:
        access.get_visible(actor, visit_id)
        visit = Visit.objects.select_for_update().get(pk=visit_id)
    if visit.state != VisitState.PLANNED:
        raise Refused(VisitRefusal.NOT_PLANNED)
    check_version(visit, version, changes)
    return visit


def _planned(
    actor: Actor,
    customer: CustomerCard,
    day: date,
    goal: str,
    at: time | None = None,
    follows: Visit | None = None,
) -> Visit:
    visit = Visit(
        state=VisitState.PLANNED, day=day, planned_for=day, planned_at=at, goal=goal, follows=follows
    )  # fmt: skip
    _sign(visit, actor, customer)
    visit.save()
    return visit


def _hold(actor: Actor, customer: CustomerCard, visit: Visit, happened_at: datetime, said: Said) -> int:
    """Make the row a visit held, plan its next step, announce it."""
    day = localtime(happened_at).date()
    _check_moment(happened_at, day)
    _check_goal(said.goal, said.reached)
    _check_next_step(said.next_step, said.next_step_on)
    for name, value in asdict(said).items():
        setattr(visit, name, value)
    visit.state, visit.happened_at, visit.day = VisitState.DONE, happened_at, day
    _sign(visit, actor, customer)
    _save(visit)
    plan = (
        _planned(actor, customer, said.next_step_on, said.next_step, follows=visit)
        if said.next_step_on
        else None
    )
    publish(VisitRecorded(visit.pk, customer.id, visit.staff_id, day, plan.pk if plan else None))
    return visit.pk


def _sign(visit: Visit, actor: Actor, customer: CustomerCard) -> None:
    """Whose visit it is, and with whose customer, as of now."""
    visit.staff_id, visit.customer_id = access.author(actor), customer.id
    visit.holder_id, visit.unit_id = customer.holder_id, customer.unit_id


def _check_moment(happened_at: datetime, day: date) -> None:
    if happened_at > clock.now():
        raise Refused(VisitRefusal.VISIT_IN_FUTURE, field="happened_at")
    settings = rhythm()
    first = earliest_day(clock.today(), settings)
    if day < first:
        raise Refused(VisitRefusal.TOO_LONG_AGO, field="happened_at", days=settings.max_days_back, day=first)


def _check_goal(goal: str, reached: str) -> None:
    if reached != Reached.NONE and not goal:
        raise Refused(VisitRefusal.GOAL_MISSING, field="goal")


def _check_next_step(next_step: str, on: date | None) -> None:
    if on is None:
        return
    if not next_step:
        raise Refused(VisitRefusal.NEXT_STEP_MISSING, field="next_step")
    if on < clock.today():
        raise Refused(VisitRefusal.NEXT_STEP_IN_THE_PAST, field="next_step_on")


def _save(visit: Visit) -> None:
    if visit.pk:
        visit.version += 1
    visit.save()
