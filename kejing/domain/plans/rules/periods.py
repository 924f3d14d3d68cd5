"""The periods that plans are for, and by when each plan is due. Items A4.38, A4.40."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from kejing.foundation.kernel.periods import Month, Period
from kejing.foundation.kernel.workdays import previous_workday


class Span(StrEnum):
    YEAR = "year"
    HALF_YEAR = "half_year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


class Lead(StrEnum):
    """How long before its period a plan is due."""

    MONTH = "month_before"
    WORKDAY = "last_workday_before"
    EVENING = "evening_before"


_MONTHS = {Span.YEAR: 12, Span.HALF_YEAR: 6, Span.QUARTER: 3, Span.MONTH: 1}
_DAYS = {Span.WEEK: 7, Span.DAY: 1}


def period_of(span: Span, day: date) -> Period:
    """The period of a span that holds the day; weeks begin on Monday."""
    if span in _DAYS:
        start = day - timedelta(days=day.weekday()) if span is Span.WEEK else day
        return Period(start, start + timedelta(days=_DAYS[span]))
    months = _MONTHS[span]
    first = Month(day.year, (day.month - 1) // months * months + 1)
    return Period(first.start, first.plus(months).start)


def after(span: Span, start: date) -> Period:
    """The period after the one that starts on the day."""
    end = period_of(span, start).end
    assert end is not None  # the periods of plans have ends
    return period_of(span, end)


def before(span: Span, start: date) -> Period:
    return period_of(span, start - timedelta(days=1))


def due_day(lead: Lead, start: date, overrides: Mapping[date, bool] | None = None) -> date:
    """The day a plan is due. A month before is the same day of the month before, or that month's last. Q7."""
    if lead is Lead.WORKDAY:
        return previous_workday(start, overrides)
    if lead is Lead.EVENING:
        return start - timedelta(days=1)
    month = Month.of(start).previous()
    return date(month.year, month.month, min(start.day, monthrange(month.year, month.month)[1]))


def days_late(due_at: datetime, at: datetime) -> int:
    """max(0, submitted - due) in days (Q7); past the hour of the day it is due, at least one. Both in one zone."""
    return max(1, (at.date() - due_at.date()).days) if at > due_at else 0
