"""The plans of a unit's people for one period: who has one, who has none, who was late; and those that wait."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import ngettext

from kejing.domain.org.public import Member, team
from kejing.domain.plans import access
from kejing.domain.plans.models import Plan
from kejing.domain.plans.queries.decisions import approvable
from kejing.domain.plans.queries.due import late_by
from kejing.domain.plans.queries.plans import PlanRow, plan_row
from kejing.domain.plans.queries.policy import (
    due_moment,
    period_name,
    policies,
    policy,
    word,
)
from kejing.domain.plans.rules import Kind, Policy, before, period_of
from kejing.domain.plans.vocabulary import APPROVE, VIEW, PlanRefusal, PlanState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page
from kejing.foundation.ui.formats import local

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class Queue:
    """Plans that wait for the actor, by her clock; `late` past it."""

    page: Page[PlanRow]
    waiting: Capped
    late: Capped


@dataclass(frozen=True, slots=True)
class MemberPlan:
    """A person and the newest version of her plan for the period; `days_late` also of a plan that is not there."""

    staff_id: int
    name: str
    unit: str
    plan: PlanRow | None
    days_late: int

    @property
    def state(self) -> str:
        return self.plan.state if self.plan else ""

    @property
    def is_handed_in(self) -> bool:
        return self.plan is not None and self.plan.handed_in_at is not None


@dataclass(frozen=True, slots=True)
class UnitPlans:
    """`kinds`: (code, name, whether it is shown); `start` of the periods before and after."""

    kinds: tuple[tuple[str, str, bool], ...]
    kind: str
    label: str
    name: str
    start: date
    before: date
    after: date
    due_at: datetime
    members: tuple[MemberPlan, ...]

    @property
    def without(self) -> int:
        return sum(not member.is_handed_in for member in self.members)

    @property
    def late(self) -> int:
        return sum(member.days_late > 0 for member in self.members)

    @property
    def late_text(self) -> str:
        return ngettext("%(n)s person late", "%(n)s people late", self.late) % {"n": self.late}

    @property
    def approved(self) -> int:
        return sum(member.state == PlanState.APPROVED for member in self.members)


def approval_queue(*, actor: Actor, cursor: str | None = None) -> Queue:
    """Raises Forbidden (403) without the right to approve. Item A4.41."""
    actor.require(APPROVE)
    waiting = approvable(actor)
    found = page(waiting.select_related("staff", "unit"), ("decide_by", "id"), cursor, PAGE_SIZE)
    known = policies()
    return Queue(
        Page([plan_row(plan, known) for plan in found.rows], found.next, found.previous),
        capped_count(waiting),
        capped_count(waiting.filter(decide_by__lt=clock.now())),
    )


def unit_plans(*, actor: Actor, kind: str | None = None, day: date | None = None) -> UnitPlans | None:
    """Everybody in sight who owes a plan of the kind for the period that holds the day; the running week by itself.

    None where the organisation has no kinds. Raises Forbidden (403), Refused for a kind it does not have.
    """
    actor.require(VIEW)
    rules = policy()
    kinds = [one for one in rules.kinds if any(writer.owed for writer in one.writers)]
    if not kinds:
        return None
    shown = _shown(kinds, kind)
    period = period_of(shown.span, day or clock.today())
    assert period.end is not None  # the periods of plans have ends
    due = due_moment(shown, period.start, clock.calendar_overrides())
    return UnitPlans(
        kinds=tuple((one.word.code, word(one.word), one is shown) for one in kinds),
        kind=shown.word.code,
        label=word(shown.word),
        name=period_name(shown.span, period.start, period.end),
        start=period.start,
        before=before(shown.span, period.start).start,
        after=period.end,
        due_at=due,
        members=_members(actor, shown, period.start, due),
    )


def _shown(kinds: list[Kind], code: str | None) -> Kind:
    """The kind asked for, else the week's, else the first."""
    if code is None:
        return next((kind for kind in kinds if kind.span == "week"), kinds[0])
    found = next((kind for kind in kinds if kind.word.code == code), None)
    if found is None:
        raise Refused(PlanRefusal.NO_SUCH_KIND, field="kind", kind=code[:40])
    return found


def _members(actor: Actor, kind: Kind, start: date, due: datetime) -> tuple[MemberPlan, ...]:
    """The people who were in a post when the plan was due, or are today when that is to come."""
    roles = [writer.role for writer in kind.writers if writer.owed]
    people = team(actor, min(localtime(due).date(), clock.today()), roles)
    plans = access.in_scope(actor).filter(
        kind=kind.word.code, start_on=start, staff_id__in=[member.staff_id for member in people]
    )
    known = policies()
    newest = {plan.staff_id: plan for plan in plans.select_related("staff", "unit").order_by("number")}
    return tuple(_member(member, newest.get(member.staff_id), known, due) for member in people)


def _member(member: Member, plan: Plan | None, known: dict[int, Policy], due: datetime) -> MemberPlan:
    row = plan_row(plan, known) if plan else None
    return MemberPlan(
        staff_id=member.staff_id,
        name=local(member.name, member.name_en),
        unit=local(member.unit, member.unit_en),
        plan=row,
        days_late=row.days_late if row else late_by(due, None),
    )


@dataclass(frozen=True, slots=True)
class TeamPlans:
    """For the team board: the plans of the running and the coming periods of a kind, as far as their hour is near."""

    plans: tuple[UnitPlans, ...]
    waiting: int


def team_plans(*, actor: Actor) -> TeamPlans | None:
    """The running and the next week, and what waits; None for who may not see plans of others."""
    if not actor.may(VIEW):
        return None
    running = unit_plans(actor=actor)
    if running is None:
        return None
    coming = unit_plans(actor=actor, kind=running.kind, day=running.after)
    shown = [one for one in (running, coming) if one]
    return TeamPlans(tuple(shown), approvable(actor).count() if actor.may(APPROVE) else 0)
