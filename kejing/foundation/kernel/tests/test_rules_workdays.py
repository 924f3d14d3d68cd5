"""Chinese working days: moved days, years not announced, years long past, days the organisation decides itself."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejing.foundation.kernel.workdays import (
    is_provisional,
    is_workday,
    next_workday,
    previous_workday,
    workdays,
)

DAYS = st.dates(date(1994, 1, 1), date(2035, 12, 31))
OVERRIDES = st.dictionaries(DAYS, st.booleans(), max_size=20)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 1), False), (date(2026, 1, 2), False), (date(2026, 1, 4), True),  # New Year, its moved Sunday
        (date(2026, 2, 14), True), (date(2026, 2, 16), False), (date(2026, 2, 23), False), (date(2026, 2, 28), True),
        (date(2026, 5, 5), False), (date(2026, 5, 9), True),  # Labour Day, its moved Saturday
        (date(2026, 9, 20), True), (date(2026, 10, 7), False), (date(2026, 10, 10), True),  # National Day
        (date(2026, 11, 21), False), (date(2026, 11, 23), True),  # a plain weekend and Monday
        (date(1998, 1, 1), False), (date(1998, 1, 15), True), (date(1998, 1, 17), False),
        (date(1998, 1, 28), False), (date(1998, 1, 30), False), (date(1998, 5, 1), False), (date(1998, 10, 2), False),
    ],
)  # fmt: skip
def test_the_statutory_calendar(day: date, works: bool) -> None:  # the expectation
    assert is_workday(day) is works


def test_a_year_not_announced_is_provisional_until_confirmed() -> None:
    assert not is_provisional(2026)
    assert not is_provisional(1998)
    assert is_provisional(2027)
    assert not is_provisional(2027, frozenset({2027}))
    assert not is_workday(date(2027, 1, 1))


@given(DAYS, OVERRIDES)
def test_the_organisations_own_days_win(day: date, overrides: dict[date, bool]) -> None:
    assert is_workday(day, overrides) is overrides.get(day, is_workday(day))


@given(DAYS, OVERRIDES)
def test_the_next_and_the_previous_are_the_nearest(day: date, overrides: dict[date, bool]) -> None:
    after, before = next_workday(day, overrides), previous_workday(day, overrides)
    assert workdays(day + timedelta(days=1), after + timedelta(days=1), overrides) == [after]
    assert workdays(before, day, overrides) == [before]


@given(DAYS, st.integers(0, 60))
def test_a_span_is_half_open(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    found = workdays(start, end)
    assert all(start <= day < end for day in found)
    assert len(found) == sum(is_workday(start + timedelta(days=i)) for i in range(length))
