"""The account manager's first page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kejing.domain.customers.public import cards
from kejing.domain.visits import access
from kejing.domain.visits.models import Visit
from kejing.domain.visits.queries.duty import STREAK_HORIZON, days_written, duty_of, log_due_at
from kejing.domain.visits.queries.logs import record_of
from kejing.domain.visits.queries.visits import OPEN_PLANS, Brief, VisitRow, briefs, rows_with
from kejing.domain.visits.rules import LogRecord, Share, earliest_day
from kejing.domain.visits.vocabulary import SUBMIT, VisitState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.periods import Month

AHEAD = timedelta(days=14)
MOST_PLANS = 200
GLANCE = 6
"""How many open plans stand beside the day."""


@dataclass(frozen=True, slots=True)
class DayVisit:
    """A visit of today; `is_next` marks the first one still to be held."""

    visit: VisitRow
    brief: Brief | None
    is_next: bool


@dataclass(frozen=True, slots=True)
class LogToday:
    """Today's log: the cut-off, and whether it is handed in. `drafted` visits wait in its draft.

    `earliest` is the first day whose log may still be handed in late.
    """

    day: date
    due_at: datetime
    is_submitted: bool
    drafted: int
    earliest: date


@dataclass(frozen=True, slots=True)
class MyDay:
    day: date
    visits: tuple[DayVisit, ...]
    overdue: tuple[VisitRow, ...]
    ahead: tuple[VisitRow, ...]
    log: LogToday
    record: LogRecord
    there: VisitRow | None
    """Where she is checked in now, whatever day it was planned for."""

    @property
    def upcoming(self) -> tuple[VisitRow, ...]:
        """The most urgent of the open plans, as many as one glance takes in."""
        return (*self.overdue, *self.ahead)[:GLANCE]

    @property
    def held(self) -> Share:
        return Share(sum(row.visit.is_held for row in self.visits), len(self.visits))


def my_day(*, actor: Actor) -> MyDay:
    """Today's visits in order with what to know before each, open plans around today, the state of the log.

    Eight queries, whatever the rows. Raises Forbidden (403) for whoever writes no logs.
    """
    actor.require(SUBMIT)
    today = clock.today()
    found = _around_today(actor, today)
    known = cards(actor=actor, ids={visit.customer_id for visit in found})
    rows = rows_with(found, known)
    todays = sorted((row for row in rows if row.day == today), key=_order)
    told = briefs(
        actor, {row.customer_id: known[row.customer_id] for row in todays if row.customer_id in known}
    )
    upcoming = next((row.id for row in todays if row.is_open), None)
    log, record = _logs(actor, today, sum(row.is_held for row in todays))
    return MyDay(
        day=today,
        visits=tuple(DayVisit(row, told.get(row.customer_id), row.id == upcoming) for row in todays),
        overdue=tuple(row for row in rows if row.is_overdue),
        ahead=tuple(row for row in rows if row.is_open and row.day > today),
        log=log,
        record=record,
        there=next((row for row in rows if row.is_there), None),
    )


def _around_today(actor: Actor, today: date) -> list[Visit]:
    """Today's visits and the plans around, in one query; cancelled ones are gone from the day."""
    mine = access.own_visits(actor).exclude(state=VisitState.CANCELLED)
    around = mine.filter(day=today) | mine.filter(
        state=VisitState.PLANNED, day__gte=today - OPEN_PLANS, day__lte=today + AHEAD
    )
    return list(around.select_related("staff").order_by("day", "planned_at", "id")[:MOST_PLANS])


def _order(row: VisitRow) -> tuple[int, str, int]:
    """What was put into an order by hand comes after the rest of the day, as placed; else by the hour: of the visit
    when it was held, of the plan before; plans without an hour last.
    """
    placed = row.place_in_day if row.is_open and row.place_in_day else 0
    return (placed, row.at or "~", row.id)


def _logs(actor: Actor, today: date, drafted: int) -> tuple[LogToday, LogRecord]:
    staff_id = actor.staff_id or 0
    duty, horizon = duty_of([staff_id]), today - STREAK_HORIZON
    written = days_written(actor, staff_id, horizon)
    log = LogToday(
        today, log_due_at(today, duty.rhythm), today in written, drafted, earliest_day(today, duty.rhythm)
    )
    return log, record_of(duty, staff_id, written, Month.of(today), horizon)
