"""Changing visits: plan, hold, move, cancel, correct."""

from datetime import date, time

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.public import CustomerCard, working_card
from kejing.domain.visits import access
from kejing.domain.visits.events import VisitCorrected
from kejing.domain.visits.models import Visit
from kejing.domain.visits.vocabulary import PLAN, RECORD, Reached, VisitRefusal, VisitState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.events import publish
from kejing.foundation.kernel.versions import check_version

PRIVATE = ("goal", "result", "observations", "next_step", "customer_view")
"""What was said stays out of the journal; the row's own history has it. Not `result`: there that word means what
the action returns."""


@action("visits.plan_visit", label=_("Plan a visit"), permission=PLAN, subject="visit", private=PRIVATE)
def plan_visit(
    *, actor: Actor, customer_id: int, day: date, goal: str, at: time | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Plan a visit for today or later.

    Raises NotVisible (404) for a customer out of sight; Refused for one the actor does not act for and for a
    day that is over.
    """
    customer = own_customer(actor, customer_id)
    if day < clock.today():
        raise Refused(VisitRefusal.PLAN_IN_THE_PAST, field="day")
    return planned(actor, customer, day, goal, at).pk


@action("visits.reschedule_visit", label=_("Move a plan"), permission=PLAN, subject="visit", private=PRIVATE)
def reschedule_visit(
    *, actor: Actor, visit_id: int, version: int, day: date, goal: str, at: time | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Move a plan to another day. Raises NotVisible, NotYours (403), Refused for a past day, Stale."""
    visit = open_plan(actor, visit_id, version, {"planned_for": day, "planned_at": at, "goal": goal})
    if day < clock.today():
        raise Refused(VisitRefusal.PLAN_IN_THE_PAST, field="day")
    visit.planned_for = visit.day = day
    visit.planned_at, visit.goal = at, goal
    visit.arrived_at = visit.left_at = visit.place_in_day = None  # nobody was there to be visited
    save(visit)
    return visit.pk


@action("visits.cancel_visit", label=_("Cancel a plan"), permission=PLAN, subject="visit")
def cancel_visit(
    *, actor: Actor, visit_id: int, version: int, reason: str, idempotency_key: str | None = None
) -> int:
    """Give a plan up, saying why. Raises NotVisible, NotYours (403), Refused, Stale."""
    visit = open_plan(actor, visit_id, version, {"cancel_reason": reason})
    visit.state, visit.cancel_reason = VisitState.CANCELLED, reason
    save(visit)
    return visit.pk


@action(
    "visits.correct_visit", label=_("Correct a visit"), permission=RECORD, subject="visit", private=PRIVATE
)
def correct_visit(
    *, actor: Actor, visit_id: int, version: int, direction: str, channel: str, goal: str, reached: str,
    result: str, observations: str, next_step: str, minutes: int | None = None, customer_view: str | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Correct what was recorded of a visit held; its day and customer stay, as does any log drafted from it.

    `customer_view` None leaves that part as it is; the minutes of a visit with check-in are the clock's and stay.
    Raises NotVisible, NotYours (403), Refused for a plan and in a closed month, Stale.
    """
    visit = access.get_changeable(actor, visit_id)
    said = {
        "direction": direction, "channel": channel, "goal": goal, "reached": reached, "result": result,
        "observations": observations, "next_step": next_step,
        "minutes": minutes if visit.arrived_at is None else visit.minutes,
        "customer_view": visit.customer_view if customer_view is None else customer_view,
    }  # fmt: skip
    check_version(visit, version, said)
    if visit.state != VisitState.DONE:
        raise Refused(VisitRefusal.NOT_HELD)
    check_goal(goal, reached)
    for name, value in said.items():
        setattr(visit, name, value)
    save(visit)
    publish(VisitCorrected(visit.pk, visit.customer_id, visit.day))
    return visit.pk


def own_customer(actor: Actor, customer_id: int) -> CustomerCard:
    """A customer the actor holds, works on, or acts for: by cover, by her team, by her units."""
    customer = working_card(actor=actor, customer_id=customer_id)
    if not access.acts_for(actor, customer):
        raise Refused(VisitRefusal.NOT_YOUR_CUSTOMER, field="customer_id")
    return customer


def open_plan(
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


def planned(
    actor: Actor,
    customer: CustomerCard,
    day: date,
    goal: str,
    at: time | None = None,
    follows: Visit | None = None,
) -> Visit:
    visit = new_plan(day, goal, at, follows)
    sign(visit, actor, customer)
    visit.save()
    return visit


def new_plan(day: date, goal: str, at: time | None = None, follows: Visit | None = None) -> Visit:
    return Visit(
        state=VisitState.PLANNED, day=day, planned_for=day, planned_at=at, goal=goal, follows=follows
    )


def sign(visit: Visit, actor: Actor, customer: CustomerCard) -> None:
    """Whose visit it is, and with whose customer, as of now."""
    visit.staff_id, visit.customer_id = access.author(actor), customer.id
    visit.holder_id, visit.unit_id = customer.holder_id, customer.unit_id


def check_goal(goal: str, reached: str) -> None:
    if reached != Reached.NONE and not goal:
        raise Refused(VisitRefusal.GOAL_MISSING, field="goal")


def save(visit: Visit) -> None:
    if visit.pk:
        visit.version += 1
    visit.save()
