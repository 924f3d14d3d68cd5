"""Chinese working days: the statutory calendar, moved days included, with overrides of the organisation."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays

LAST_ANNOUNCED_YEAR = 2026
"""The last year whose moved working days the calendar library knows; later years are provisional."""


@lru_cache(maxsize=64)
def _china(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """(days off, working weekend days) of a year."""
    calendar = holidays.country_holidays("CN", years=year)
    return frozenset(calendar.keys()), frozenset(calendar.weekend_workdays)


def is_workday(day: date, overrides: Mapping[date, bool] | None = None) -> bool:
    """Whether people work on the day. `overrides` (day → works) comes from `clock.calendar_overrides()`."""
    if overrides and day in overrides:
        return overrides[day]
    off, worked = _china(day.year)
    if day in worked:
        return True
    return day.weekday() < 5 and day not in off


def is_provisional(year: int, confirmed: frozenset[int] = frozenset()) -> bool:
    """Whether the year's moved days are not announced yet and nobody confirmed the override table."""
    return year > LAST_ANNOUNCED_YEAR and year not in confirmed


def next_workday(day: date, overrides: Mapping[date, bool] | None = None) -> date:
    return next(d for d in _days_from(day, 1) if is_workday(d, overrides))


def previous_workday(day: date, overrides: Mapping[date, bool] | None = None) -> date:
    return next(d for d in _days_from(day, -1) if is_workday(d, overrides))


def workdays(start: date, end: date, overrides: Mapping[date, bool] | None = None) -> list[date]:
    """Working days of `[start, end)`."""
    span = (start + timedelta(days=i) for i in range((end - start).days))
    return [day for day in span if is_workday(day, overrides)]


def _days_from(day: date, step: int) -> Iterator[date]:
    while True:
        day += timedelta(days=step)
        yield day
