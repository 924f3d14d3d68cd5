"""Months and periods are half-open, whatever month of whatever year."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kejing.foundation.kernel.periods import Month, Period

MONTHS = st.builds(Month, st.integers(1, 9998), st.integers(1, 12))
DAYS = st.dates(date(2, 1, 1), date(9997, 12, 31))


@given(MONTHS)
@example(Month(9998, 12))
@example(Month(1, 1))
def test_a_month_runs_from_its_first_day_to_the_next_ones_first(month: Month) -> None:
    assert month.contains(month.start)
    assert not month.contains(month.end)
    assert month.contains(month.end - timedelta(days=1))
    assert 28 <= (month.end - month.start).days <= 31
    assert Month.parse(str(month)) == month


@given(DAYS)
def test_every_day_lies_in_exactly_one_month(day: date) -> None:
    month = Month.of(day)
    assert [m for m in (month.previous(), month, month.next()) if m.contains(day)] == [month]
    assert month.previous().end == month.start
    assert month.end == month.next().start


@given(MONTHS.filter(lambda m: 300 < m.year < 9000), st.integers(-1000, 1000))
def test_months_add_up(month: Month, n: int) -> None:
    assert month.plus(n).plus(-n) == month
    assert (month.plus(n) < month) == (n < 0)


@given(st.text(max_size=12))
def test_only_what_is_written_as_a_month_is_read_as_one(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert str(Month.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1997",
        "1997-13",
        "1997-00",
        "0000-01",
        "1997-1",
        "97-12",
        "1997-12-01",
        "१९९७-१२",
        "9999-01",
        "-997-12",
    ],
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a month"):
        Month.parse(text)


@given(DAYS, st.integers(0, 400), DAYS)
def test_a_period_holds_its_first_day_and_not_its_last(start: date, length: int, day: date) -> None:
    period = Period(start, start + timedelta(days=length))
    assert list(period.days()) == [start + timedelta(days=i) for i in range(length)]
    assert period.contains(day) == (start <= day < start + timedelta(days=length))
    assert Period(start).contains(day) == (start <= day)


def test_an_open_period_has_no_last_day() -> None:
    with pytest.raises(ValueError, match="open"):
        Period(date(1998, 1, 1)).days()
