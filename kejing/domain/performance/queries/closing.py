"""Reading closes: which months are closed, which can be, how far a close is."""

from dataclasses import dataclass, field
from datetime import datetime

from kejing.domain.performance.models import CloseRun
from kejing.domain.performance.rules import close_key
from kejing.domain.performance.vocabulary import CLOSE, STALE, RunKind, RunState
from kejing.engines.metrics.public import PeriodCard, closed_months
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.models import Progress
from kejing.foundation.kernel.periods import Month

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One ended month. `people` and `points` of the close; `error` of one that stopped."""

    month: Month
    closed: bool
    closed_at: datetime | None = None
    closed_by: str = ""
    people: int | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """How far a close is."""

    month: Month
    state: str
    step: str
    done: int
    total: int

    @property
    def ended(self) -> bool:
        return self.state in {Progress.State.DONE, Progress.State.FAILED}


@dataclass(frozen=True, slots=True)
class ClosePage:
    """`month` is the one looked at; `earlier_open` those before it that nobody closed yet."""

    months: list[MonthRow]
    month: Month
    run: CloseRun | None
    course: Course | None
    open_months: list[Month] = field(default_factory=list)
    earlier_open: list[Month] = field(default_factory=list)

    @property
    def offered(self) -> str:
        """The month that the form starts with."""
        if self.month in self.open_months or not self.open_months:
            return str(self.month)
        return str(self.open_months[0])


def close_page(*, actor: Actor, month: Month | None = None) -> ClosePage:
    """The ended months and the one looked at (None: the last that is open). Raises Forbidden."""
    actor.require(CLOSE)
    ended = [Month.of(clock.today()).plus(-1 - i) for i in range(MONTHS_SHOWN)]
    closed = {card.month: card for card in closed_months(limit=120)}
    runs = {
        Month.of(run.month): run
        for run in CloseRun.objects.filter(kind=RunKind.MONTH).order_by("-month")[:120]
    }
    open_months = [one for one in ended if one not in closed]
    shown = month or (open_months[0] if open_months else ended[0])
    began = min(closed, default=None)
    return ClosePage(
        months=[_row(one, closed.get(one), runs.get(one)) for one in ended],
        month=shown,
        run=runs.get(shown),
        course=close_course(actor=actor, month=shown),
        open_months=open_months,
        earlier_open=sorted(
            one for one in open_months if began and began < one < shown and shown not in closed
        ),
    )


def close_course(*, actor: Actor, month: Month) -> Course | None:
    """How far the close of a month is; None when nobody asked for it. Raises Forbidden."""
    actor.require(CLOSE)
    row = Progress.objects.filter(key=close_key(month)).first()
    if row is None or (
        row.ended_at is None and row.started_at and clock.system_now() - row.started_at > STALE
    ):
        return None
    return Course(month, row.state, row.step, row.done, row.total)


def _row(month: Month, period: PeriodCard | None, run: CloseRun | None) -> MonthRow:
    if period is None:
        stopped = run is not None and run.state == RunState.FAILED
        return MonthRow(month, closed=False, error=run.error if run and stopped else "")
    people = run.counts.get("people") if run else None
    return MonthRow(month, closed=True, closed_at=period.closed_at, closed_by=period.closed_by, people=people)
