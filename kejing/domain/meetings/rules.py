"""When a meeting is due, how late it is, what its figures look back on, what its minutes hash to: pure functions."""

import hashlib
import json
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypedDict

DAY, WEEK, MONTH, QUARTER = "day", "week", "month", "quarter"
A_MONTH_BACK = 31


@dataclass(frozen=True, slots=True)
class KindRules:
    """A kind's rules. `by_workday`: the working day of its period by which it is held, from the end below 0.

    `short`: recorded on one page; `contributes`: people bring contributions; `comments`: each wants a comment
    before the minutes are signed. `led_by` and `called` are roles.
    """

    cadence: str
    by_workday: int
    minutes: int
    look_back_days: int
    short: bool
    contributes: bool
    comments: bool
    led_by: tuple[str, ...]
    called: tuple[str, ...]
    agenda: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> "KindRules":
        lists = {name: tuple(body[name]) for name in ("led_by", "called")}
        return cls(**{**body, **lists, "agenda": tuple((zh, en) for zh, en in body["agenda"])})


class Tick(TypedDict):
    """Whether one of those called came; an excused one has a reason."""

    staff_id: int
    presence: str
    reason: str


@dataclass(frozen=True, slots=True)
class Period:
    """`[start, end)` with the day by which its meeting is due."""

    start: date
    end: date
    due_on: date

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)


def span(cadence: str, day: date) -> tuple[date, date]:
    """The period `[start, end)` of a cadence in which a day lies. Weeks begin on Monday."""
    if cadence == WEEK:
        start = day - timedelta(days=day.weekday())
        return start, start + timedelta(days=7)
    if cadence == MONTH:
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]) + timedelta(days=1)
    if cadence == QUARTER:
        first = date(day.year, day.month - (day.month - 1) % 3, 1)
        last = first.replace(month=first.month + 2)
        return first, last.replace(day=monthrange(last.year, last.month)[1]) + timedelta(days=1)
    return day, day + timedelta(days=1)


def due_day(by_workday: int, works: Sequence[date]) -> date | None:
    """The n-th of a period's working days, from the end where n is below 0; the nearest where it has fewer."""
    if not works:
        return None
    index = by_workday - 1 if by_workday > 0 else len(works) + by_workday
    return works[min(max(index, 0), len(works) - 1)]


def periods(rules: KindRules, since: date, today: date, works: Sequence[date]) -> list[Period]:
    """The periods of a kind that are due from the later of `since` and so many days back to today's, oldest first.

    `works` are the working days of a stretch that holds them whole. A period that began before `since` is not due.
    """
    first = max(since, today - timedelta(days=rules.look_back_days))
    found: list[Period] = []
    day = first
    while day <= today:
        start, end = span(rules.cadence, day)
        due_on = due_day(rules.by_workday, [one for one in works if start <= one < end])
        if due_on is not None and start >= since:
            found.append(Period(start, end, due_on))
        day = end
    return found


def stretch(cadence: str, first: date, last: date) -> tuple[date, date]:
    """The days `[start, end)` that hold the periods of both days whole."""
    return span(cadence, first)[0], span(cadence, last)[1]


def standing(period: Period, held_on: date | None, today: date) -> tuple[str, int]:
    """(how the meeting of a period stands, days late). Items A4.53, A4.55."""
    if held_on is not None:
        late = max((held_on - period.due_on).days, 0)
        return ("held_late" if late else "held"), late
    if today >= period.end:
        return "missed", (period.end - timedelta(days=1) - period.due_on).days
    late = (today - period.due_on).days
    return ("overdue", late) if late > 0 else ("ahead", 0)


def looked_back_on(cadence: str, day: date, previous_workday: date) -> tuple[date, date]:
    """The days `[start, end)` of a meeting's figures: from the working day before, a week, the month, the quarter."""
    after = day + timedelta(days=1)
    if cadence == DAY:
        return previous_workday, after
    if cadence == WEEK:
        return day - timedelta(days=6), after
    if cadence in {MONTH, QUARTER}:
        return span(cadence, day)[0], after
    return day - timedelta(days=A_MONTH_BACK), after


def lines(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def grouped(sha256: str) -> str:
    """A hash in groups of sixteen, so that a narrow page can break it."""
    return " ".join(sha256[n : n + 16] for n in range(0, len(sha256), 16))


def digest(body: object) -> str:
    """SHA-256 of a JSON value, the same for the same content whatever the order of its keys."""
    canonical = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
