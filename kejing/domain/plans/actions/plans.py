"""Writing a plan: begin it, draw it up anew, hand it in, amend it."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from kejing.domain.plans import access
from kejing.domain.plans.actions.drafting import fill
from kejing.domain.plans.events import PlanAmended, PlanSubmitted
from kejing.domain.plans.models import Item, Plan
from kejing.domain.plans.queries.due import late_by
from kejing.domain.plans.queries.policy import decide_by, due_at, period_name, policies, policy
from kejing.domain.plans.rules import Kind, period_of
from kejing.domain.plans.vocabulary import OPEN_STATES, WRITE, PlanRefusal, PlanState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.events import publish
from kejing.foundation.kernel.versions import check_version

FARTHEST = timedelta(days=731)
COPIED = (
    "place", "text", "customer_id", "point", "theme", "due_on", "hours", "budget", "expected", "source",
    "source_key", "touched", "left_out",
)  # fmt: skip


@action("plans.draft_plan", label=_("Begin a plan"), permission=WRITE, subject="plan")
def draft_plan(*, actor: Actor, kind: str, day: date, idempotency_key: str | None = None) -> int:
    """Begin a plan for the period that holds the day, drafted from what other modules propose. Items A4.38, A4.40.

    Raises Refused for a kind that the actor's role does not write, a period that is over or too far off, one that
    has a plan.
    """
    staff, rules = access.author(actor), policy()
    found = rules.kind(kind)
    if found is None or found.writer(actor.role) is None:
        raise Refused(PlanRefusal.NO_SUCH_KIND, field="kind", kind=kind)
    start, end, name = _period(found, day)
    if end <= clock.today():
        raise Refused(PlanRefusal.PERIOD_OVER, field="day", period=name)
    if start > clock.today() + FARTHEST:
        raise Refused(PlanRefusal.TOO_FAR_AHEAD, field="day", period=name)
    # Of two presses at once the constraint lets one through.
    plan, made = Plan.objects.get_or_create(
        staff_id=staff,
        kind=kind,
        start_on=start,
        number=1,
        defaults={
            "holder_id": actor.holder_id,
            "unit_id": access.unit_of(actor),
            "role": actor.role,
            "end_on": end,
            "policy": rules.number,
            "due_at": due_at(found, start),
        },
    )
    if not made:
        raise Refused(PlanRefusal.THERE_ALREADY, field="day", period=name)
    fill(actor, plan, rules)
    return plan.pk


@action("plans.refresh_draft", label=_("Draw up a draft anew"), permission=WRITE, subject="plan")
def refresh_draft(*, actor: Actor, plan_id: int, version: int, idempotency_key: str | None = None) -> int:
    """Take in what is new and leave out what is gone; what the writer wrote, changed or left out stays.

    Raises NotVisible (404), NotYours (403), Refused for a plan that is not being written, Stale.
    """
    plan = opened(actor, plan_id)
    check_version(plan, version, {})
    fill(actor, plan, policies()[plan.policy])
    _save(plan)
    return plan.pk


@action("plans.submit_plan", label=_("Hand in a plan"), permission=WRITE, subject="plan")
def submit_plan(*, actor: Actor, plan_id: int, version: int, idempotency_key: str | None = None) -> int:
    """Hand a plan in for approval, late or not. Items A4.40, A4.41.

    Raises NotVisible (404), NotYours (403), Refused for an empty plan, a period that is over or closed, Stale.
    """
    plan = opened(actor, plan_id)
    check_version(plan, version, {})
    kind = policies()[plan.policy].kind(plan.kind)
    assert kind is not None  # the version it was begun by has it
    if plan.end_on <= clock.today():
        name = period_name(kind.span, plan.start_on, plan.end_on)
        raise Refused(PlanRefusal.PERIOD_OVER, period=name)
    if not access.items(plan).exists():
        raise Refused(PlanRefusal.NOTHING_IN_IT)
    now = clock.now()
    plan.state, plan.submitted_at, plan.decide_by = PlanState.SUBMITTED, now, decide_by(kind)
    plan.handed_in_at = plan.handed_in_at or now
    plan.submitted_by_id = access.author(actor)
    _save(plan)
    late = late_by(plan.due_at, plan.handed_in_at)
    publish(PlanSubmitted(plan.pk, plan.staff_id, plan.unit_id, plan.kind, plan.start_on, plan.number, late))
    return plan.pk


@action("plans.amend_plan", label=_("Amend an approved plan"), permission=WRITE, subject="plan")
def amend_plan(*, actor: Actor, plan_id: int, reason: str, idempotency_key: str | None = None) -> int:
    """Draft a new version from an approved plan, saying why; the old one stays as it is. Gives the new one's id.

    Raises NotVisible (404), NotYours (403), Refused for one not approved, not the newest, or whose period is over.
    """
    plan = access.get_changeable(actor, plan_id)
    if plan.state != PlanState.APPROVED:
        raise Refused(PlanRefusal.NOT_APPROVED)
    if plan.end_on <= clock.today():
        raise Refused(PlanRefusal.PERIOD_OVER, period=_name(plan))
    new, made = Plan.objects.get_or_create(
        staff_id=plan.staff_id,
        kind=plan.kind,
        start_on=plan.start_on,
        number=plan.number + 1,
        defaults={
            "holder_id": plan.holder_id, "unit_id": plan.unit_id, "role": plan.role, "end_on": plan.end_on,
            "policy": plan.policy, "due_at": plan.due_at, "handed_in_at": plan.handed_in_at, "amends": plan,
            "reason": reason,
        },
    )  # fmt: skip
    if not made:
        raise Refused(PlanRefusal.NEWER_VERSION)
    Item.objects.bulk_create(
        Item(plan=new, origin_id=item.origin_id or item.pk, **{name: getattr(item, name) for name in COPIED})
        for item in Item.objects.filter(plan=plan).order_by("pk")
    )
    publish(PlanAmended(new.pk, plan.pk, plan.staff_id))
    return new.pk


def opened(actor: Actor, plan_id: int) -> Plan:
    """A plan its writer may change, locked. Raises NotVisible, NotYours, Refused for one handed in or approved."""
    plan = access.get_changeable(actor, plan_id)
    check_open(plan)
    return plan


def check_open(plan: Plan) -> None:
    if plan.state == PlanState.APPROVED:
        raise Refused(PlanRefusal.FROZEN)
    if plan.state not in OPEN_STATES:
        raise Refused(PlanRefusal.WAITS)


def _period(kind: Kind, day: date) -> tuple[date, date, str]:
    period = period_of(kind.span, day)
    assert period.end is not None  # the periods of plans have ends
    return period.start, period.end, period_name(kind.span, period.start, period.end)


def _name(plan: Plan) -> str:
    kind = policies()[plan.policy].kind(plan.kind)
    return period_name(kind.span, plan.start_on, plan.end_on) if kind else plan.kind


def _save(plan: Plan) -> None:
    plan.version += 1
    plan.save()
