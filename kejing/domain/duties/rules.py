"""When a duty's periods begin, end and are due: pure functions of days."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from kejing.foundation.kernel.periods import Month
from kejing.foundation.kernel.workdays import is_workday, next_workday, previous_workday

Overrides = Mapping[date, bool] | None
DAY = timedelta(days=1)
CATCH_UP = timedelta(days=7)
"""A period that ended so long ago gets no task any more: the job was down, and nobody was told."""
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A duty's cadence and due rule, as a version of the calendar says them.

    `months`: of the year, for a monthly duty that comes in these only; after the appointment for `in_post`. From the
    `end`: the period's last working day, moved by `workdays`. From the `start`: the first day less `lead_months`
    (A4.40), moved by `workdays`; such a duty is shown `opens_before` calendar days before it is due.
    """

    every: str
    due_from: str = "end"
    months: tuple[int, ...] = ()
    lead_months: int = 0
    workdays: int = 0
    due_time: time = time(18)
    opens_before: int = 0
    remind_days: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """One period `[start, end)` of a duty, the day it is due and the day its task appears."""

    start: date
    end: date
    due_on: date
    opens_on: date

    @property
    def in_post_on(self) -> date:
        """Who is in the post on this day owes it."""
        return min(self.due_on, self.end - DAY)


def period_of(every: str, day: date) -> tuple[date, date]:
    """The period `[start, end)` that holds a day. Weeks begin on Monday."""
    if every == "day":
        return day, day + DAY
    if every == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + 7 * DAY
    length = MONTHS[every]
    first = Month(day.year, (day.month - 1) // length * length + 1)
    return first.start, first.plus(length).start


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, clipped to that month's end (Q7)."""
    month = Month.of(day).plus(-months)
    return date(month.year, month.month, min(day.day, monthrange(month.year, month.month)[1]))


def due_day(rhythm: Rhythm, start: date, end: date, overrides: Overrides = None) -> date | None:
    """The day a period's duty is due; None when nobody works in the period, so that nothing is owed."""
    last = previous_workday(end, overrides)
    if last < start:
        return None
    if rhythm.due_from == "end":
        return shifted(last, rhythm.workdays, overrides)
    if rhythm.lead_months or rhythm.workdays:
        return shifted(months_before(start, rhythm.lead_months), rhythm.workdays, overrides)
    return start if is_workday(start, overrides) else next_workday(start, overrides)


def shifted(day: date, workdays: int, overrides: Overrides = None) -> date:
    """So many working days later, or earlier."""
    step = next_workday if workdays > 0 else previous_workday
    for _ in range(abs(workdays)):
        day = step(day, overrides)
    return day


def spans(rhythm: Rhythm, day: date, since: date, overrides: Overrides = None) -> Iterator[Span]:
    """The periods whose tasks exist on a day: opened by then and over for a week at most.

    None that was over or due before `since`, the day the rule came into force.
    """
    start, end = period_of(rhythm.every, day - CATCH_UP)
    while months_before(start, rhythm.lead_months) <= day + timedelta(days=rhythm.opens_before + 31):
        span = _span(rhythm, start, end, overrides)
        if span and span.opens_on <= day < span.end + CATCH_UP and since <= span.due_on and since < span.end:
            yield span
        start, end = period_of(rhythm.every, end)


def _span(rhythm: Rhythm, start: date, end: date, overrides: Overrides) -> Span | None:
    if rhythm.every == "day" and not is_workday(start, overrides):
        return None
    if rhythm.every == "month" and rhythm.months and start.month not in rhythm.months:
        return None
    due_on = due_day(rhythm, start, end, overrides)
    if due_on is None:
        return None
    opens_on = start if rhythm.due_from == "end" else min(start, due_on - timedelta(days=rhythm.opens_before))
    return Span(start, end, due_on, opens_on)


def balance(got: int, least: int, most: int | None) -> str:
    """`under`, `within` or `over` what a period asks for (A4.51)."""
    if got < least:
        return "under"
    return "over" if most is not None and got > most else "within"


@dataclass(frozen=True, slots=True)
class Record:
    """How many duties of a time came out how. `open` are not due yet, `overdue` are past it without a trace."""

    open: int = 0
    overdue: int = 0
    done: int = 0
    late: int = 0
    excused: int = 0

    @property
    def owed(self) -> int:
        return self.overdue + self.done + self.late

    @property
    def share(self) -> float | None:
        """Done, in time or late, of all that was owed by now; None when nothing was."""
        return (self.done + self.late) / self.owed if self.owed else None

    def __add__(self, other: "Record") -> "Record":
        return Record(
            self.open + other.open,
            self.overdue + other.overdue,
            self.done + other.done,
            self.late + other.late,
            self.excused + other.excused,
        )
