"""Which plans a person owes now, and how late they are. Items A4.38, A4.40."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kejing.domain.org.public import days_in_post
from kejing.domain.plans.models import Plan
from kejing.domain.plans.queries.policy import due_moment, period_name, policy, word
from kejing.domain.plans.rules import Kind, Span, after, days_late, due_day, period_of
from kejing.domain.plans.vocabulary import OPEN_STATES, WRITE, PlanState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.periods import Period
from kejing.foundation.kernel.workdays import is_workday, next_workday
from kejing.foundation.ui import formats

SOON = timedelta(days=7)
"""How long before its hour a plan that is due is spoken of."""


def late_words(days: int) -> str:
    return _("%(days)s late") % {"days": formats.days(days)}


@dataclass(frozen=True, slots=True)
class PlanDue:
    """A plan that is wanted: `state` "" when nobody began it, else a `PlanState`; `days_late` so far."""

    kind: str
    label: str
    name: str
    start: date
    end: date
    due_at: datetime
    plan_id: int | None
    state: str
    days_late: int

    @property
    def state_label(self) -> str:
        return str(PlanState(self.state).label) if self.state else ""

    @property
    def late_text(self) -> str:
        return late_words(self.days_late)


def plan_due(*, actor: Actor) -> list[PlanDue]:
    """What the actor owes for the periods that run and those whose hour comes within a week, the latest first.

    None for who writes no plans. What is handed in is not owed; what was returned is.
    """
    if actor.staff_id is None or not actor.may(WRITE):
        return []
    rules, overrides, today = policy(), clock.calendar_overrides(), clock.today()
    wanted = [
        (kind, period)
        for kind in rules.kinds_of(actor.role)
        if (writer := kind.writer(actor.role)) and writer.owed
        for period in periods_of_interest(kind, today, overrides)
        if due_day(kind.lead, period.start, overrides) >= rules.valid_from
    ]
    if not wanted:
        return []
    there = _latest(actor.staff_id, min(period.start for _kind, period in wanted))
    rows = (
        _due(kind, period, there.get((kind.word.code, period.start)), overrides) for kind, period in wanted
    )
    owed = [row for row in rows if row.state in {"", *OPEN_STATES}]
    hours = {localtime(row.due_at).date() for row in owed if row.days_late}
    in_post = days_in_post(actor.staff_id, hours) if hours else set()
    # Whoever came to the house after its hour owes no plan for the period.
    found = [row for row in owed if not row.days_late or localtime(row.due_at).date() in in_post]
    return sorted(found, key=lambda row: (row.due_at, row.start))


def periods_of_interest(kind: Kind, today: date, overrides: dict[date, bool]) -> Iterator[Period]:
    """The period that runs, and the next one when its hour is near or past. A day off wants no day plan."""
    running = period_of(kind.span, today)
    if kind.span is not Span.DAY or is_workday(today, overrides):
        yield running
    coming = after(kind.span, running.start)
    if kind.span is Span.DAY:
        coming = period_of(Span.DAY, next_workday(today, overrides))
    if due_day(kind.lead, coming.start, overrides) <= today + SOON:
        yield coming


def _latest(staff_id: int, since: date) -> dict[tuple[str, date], Plan]:
    """The newest version of each plan from a day on."""
    rows = Plan.objects.defer("content").filter(staff_id=staff_id, start_on__gte=since)
    return {(row.kind, row.start_on): row for row in rows.order_by("number")}


def _due(kind: Kind, period: Period, plan: Plan | None, overrides: dict[date, bool]) -> PlanDue:
    assert period.end is not None  # the periods of plans have ends
    due = plan.due_at if plan else due_moment(kind, period.start, overrides)
    handed_in = plan.handed_in_at if plan else None
    return PlanDue(
        kind=kind.word.code,
        label=word(kind.word),
        name=period_name(kind.span, period.start, period.end),
        start=period.start,
        end=period.end,
        due_at=due,
        plan_id=plan.pk if plan else None,
        # An amendment being written is nothing owed: its plan was handed in and approved.
        state="" if plan is None else PlanState.APPROVED if plan.number > 1 else plan.state,
        days_late=late_by(due, handed_in),
    )


def late_by(due_at: datetime, handed_in_at: datetime | None) -> int:
    """Days late: of a plan handed in then, or so far."""
    return days_late(localtime(due_at), localtime(handed_in_at or clock.now()))
