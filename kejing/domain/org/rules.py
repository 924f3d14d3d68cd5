"""Days of leave: pure functions."""

from collections.abc import Iterable
from datetime import date, timedelta

LONGEST = timedelta(days=366)
AROUND = timedelta(days=366)
"""How far before or after today leave may begin."""


def days_between(ranges: Iterable[tuple[date, date]], start: date, end: date) -> frozenset[date]:
    """The days of half-open ranges that lie in `[start, end)`."""
    return frozenset(
        first + timedelta(days=n)
        for first, last in ((max(a, start), min(b, end)) for a, b in ranges)
        for n in range((last - first).days)
    )
