"""Holding a visit: one call says all of it, also from a phone that was off line."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.public import CustomerCard
from kejing.domain.visits.actions.checklists import fill_checklist
from kejing.domain.visits.actions.findings import note_findings
from kejing.domain.visits.actions.people import check_follow_up
from kejing.domain.visits.actions.photos import attach
from kejing.domain.visits.actions.visits import check_goal, open_plan, own_customer, planned, save, sign
from kejing.domain.visits.events import VisitRecorded
from kejing.domain.visits.models import Visit
from kejing.domain.visits.queries.duty import rhythm
from kejing.domain.visits.rules import departure, earliest_day, minutes_between
from kejing.domain.visits.vocabulary import RECORD, Channel, Reached, VisitRefusal, VisitState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.events import publish
from kejing.foundation.ui import formats

PRIVATE = ("goal", "result", "observations", "next_step", "customer_view", "checklist", "findings")


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
    customer_view: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What hangs on a visit: answers of its checklist by point, findings, ids of photos sent before."""

    checklist: Mapping[str, Any] | None
    findings: Sequence[Mapping[str, Any]]
    photo_ids: Sequence[int]


@action(
    "visits.record_visit", label=_("Record a visit"), permission=RECORD, subject="visit", private=PRIVATE,
    day="happened_at",
)  # fmt: skip
def record_visit(
    *, actor: Actor, customer_id: int, happened_at: datetime, direction: str, channel: str = Channel.VISIT,
    goal: str = "", reached: str = Reached.NONE, result: str = "", observations: str = "", next_step: str = "",
    next_step_on: date | None = None, minutes: int | None = None, customer_view: str = "",
    checklist: Mapping[str, Any] | None = None, findings: Sequence[Mapping[str, Any]] = (),
    photo_ids: Sequence[int] = (), idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Record a visit that nobody had planned. A next step with a day becomes a plan. Item A2.3, A9.1.

    Raises NotVisible (404) for a customer out of sight; Refused for one the actor does not act for, a moment
    that has not come or lies too far back, a closed month, a goal judged but not set, and for what the checklist,
    a finding or a photo is refused for.
    """
    said = Said(
        direction,
        channel,
        goal,
        reached,
        result,
        observations,
        next_step,
        next_step_on,
        minutes,
        customer_view,
    )
    brought = Brought(checklist, findings, photo_ids)
    return _hold(actor, own_customer(actor, customer_id), Visit(), happened_at, said, brought)


@action(
    "visits.record_planned", label=_("Record a planned visit"), permission=RECORD, subject="visit",
    private=PRIVATE, day="happened_at",
)  # fmt: skip
def record_planned(
    *, actor: Actor, visit_id: int, version: int, direction: str, happened_at: datetime | None = None,
    channel: str = Channel.VISIT, goal: str = "", reached: str = Reached.NONE, result: str = "",
    observations: str = "", next_step: str = "", next_step_on: date | None = None, minutes: int | None = None,
    customer_view: str = "", checklist: Mapping[str, Any] | None = None,
    findings: Sequence[Mapping[str, Any]] = (), photo_ids: Sequence[int] = (),
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Turn a plan into a visit held. Whoever holds it becomes its author: a deputy, or the customer's new holder.

    With a check-in the moment is the arrival and the minutes last until the check-out, which this is if there was
    none; nothing entered changes them. Raises as `record_visit`; Refused for a plan that is not open any more, a
    moment missing without check-in, Stale for a plan changed meanwhile.
    """
    said = Said(
        direction,
        channel,
        goal,
        reached,
        result,
        observations,
        next_step,
        next_step_on,
        minutes,
        customer_view,
    )
    visit = open_plan(actor, visit_id, version, {"goal": goal}, own=False)
    customer = own_customer(actor, visit.customer_id)
    return _hold(actor, customer, visit, happened_at, said, Brought(checklist, findings, photo_ids))


def _hold(
    actor: Actor, customer: CustomerCard, visit: Visit, happened_at: datetime | None, said: Said, brought: Brought
) -> int:  # fmt: skip
    """Make the row a visit held, with all that hangs on it, plan its next step, announce it."""
    at = visit.arrived_at or happened_at
    if at is None:
        raise Refused(VisitRefusal.MOMENT_MISSING, field="happened_at")
    day = localtime(at).date()
    _check_moment(at, day)
    check_goal(said.goal, said.reached)
    _check_next_step(said.next_step, said.next_step_on)
    check_follow_up(visit, day, said.next_step_on)
    for name, value in asdict(said).items():
        setattr(visit, name, value)
    visit.state, visit.happened_at, visit.day = VisitState.DONE, at, day
    _leave(visit, said.minutes)
    if visit.drop_in:
        visit.planned_for = None
    sign(visit, actor, customer)
    save(visit)
    attach(actor, visit, brought.photo_ids)
    fill_checklist(visit, brought.checklist)
    note_findings(actor, visit, brought.findings)
    plan = None
    if said.next_step_on:
        plan = planned(actor, customer, said.next_step_on, said.next_step, follows=visit)
    publish(VisitRecorded(visit.pk, customer.id, visit.staff_id, day, plan.pk if plan else None))
    return visit.pk


def _leave(visit: Visit, minutes: int | None) -> None:
    """Of a visit with a check-in the clock knows how long it took."""
    if visit.arrived_at is None:
        return
    left_at = departure(
        visit.arrived_at, visit.left_at, clock.now(), minutes, same_day=visit.day == clock.today()
    )
    if left_at is None:
        raise Refused(VisitRefusal.MINUTES_MISSING, field="minutes", day=formats.day(visit.day))
    visit.left_at, visit.minutes = left_at, minutes_between(visit.arrived_at, left_at)


def _check_moment(happened_at: datetime, day: date) -> None:
    if happened_at > clock.now():
        raise Refused(VisitRefusal.VISIT_IN_FUTURE, field="happened_at")
    settings = rhythm()
    first = earliest_day(clock.today(), settings)
    if day < first:
        raise Refused(VisitRefusal.TOO_LONG_AGO, field="happened_at", days=settings.max_days_back, day=first)


def _check_next_step(next_step: str, on: date | None) -> None:
    if on is None:
        return
    if not next_step:
        raise Refused(VisitRefusal.NEXT_STEP_MISSING, field="next_step")
    if on < clock.today():
        raise Refused(VisitRefusal.NEXT_STEP_IN_THE_PAST, field="next_step_on")
