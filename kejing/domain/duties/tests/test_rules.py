"""When periods begin, end, are due, and what comes of the days between."""

from datetime import date

import pytest

from kejing.domain.duties.rules import (
    Record,
    Rhythm,
    Span,
    balance,
    due_day,
    months_before,
    period_of,
    spans,
)

LONG_AGO = date(1997, 1, 1)


@pytest.mark.parametrize(
    ("every", "start", "end"),
    [
        ("day", date(1998, 5, 14), date(1998, 5, 15)),
        ("week", date(1998, 5, 11), date(1998, 5, 18)),
        ("month", date(1998, 5, 1), date(1998, 6, 1)),
        ("quarter", date(1998, 4, 1), date(1998, 7, 1)),
        ("half_year", date(1998, 1, 1), date(1998, 7, 1)),
        ("year", date(1998, 1, 1), date(1999, 1, 1)),
    ],
)
def test_a_period_is_half_open(every: str, start: date, end: date) -> None:
    assert period_of(every, date(1998, 5, 14)) == (start, end)


def test_one_month_before_is_clipped_to_the_month() -> None:
    assert months_before(date(1998, 3, 31), 1) == date(1998, 2, 28)
    assert months_before(date(1998, 1, 1), 1) == date(1997, 12, 1)


class TestDueDay:
    def test_the_last_working_day(self) -> None:
        # 31 January 1998 is a Saturday and the New Year's holiday begins on the 28th.
        month = date(1998, 1, 1), date(1998, 2, 1)
        assert due_day(Rhythm("month"), *month) == date(1998, 1, 27)
        assert due_day(Rhythm("month"), *month, {date(1998, 1, 31): True}) == date(1998, 1, 31)

    def test_moved_by_working_days(self) -> None:
        friday = date(1998, 5, 15), date(1998, 5, 16)
        assert due_day(Rhythm("day", workdays=1), *friday) == date(1998, 5, 18)

    def test_before_the_period(self) -> None:
        march = date(1998, 3, 1), date(1998, 4, 1)
        assert due_day(Rhythm("month", "start", lead_months=1), *march) == date(1998, 2, 1)
        week = date(1998, 5, 18), date(1998, 5, 25)
        assert due_day(Rhythm("week", "start", workdays=-1), *week) == date(1998, 5, 15)
        assert due_day(Rhythm("week", "start"), *week) == date(1998, 5, 18)

    def test_nothing_is_owed_for_a_week_nobody_works(self) -> None:
        week = date(1998, 5, 18), date(1998, 5, 25)
        off = {date(1998, 5, day): False for day in range(18, 23)}
        assert due_day(Rhythm("week"), *week, off) is None


class TestSpans:
    def of(self, rhythm: Rhythm, day: date, since: date = LONG_AGO) -> list[tuple[date, date]]:
        return [(span.start, span.due_on) for span in spans(rhythm, day, since)]

    def test_daily_ones_of_the_last_week_are_made_up_for(self) -> None:
        assert self.of(Rhythm("day"), date(1998, 5, 14)) == [
            (date(1998, 5, day), date(1998, 5, day)) for day in (7, 8, 11, 12, 13, 14)
        ]

    def test_nothing_from_before_the_rule(self) -> None:
        day = date(1998, 5, 14)
        assert self.of(Rhythm("day", workdays=1), day, since=day) == [(day, date(1998, 5, 15))]
        assert self.of(Rhythm("month"), day, since=day) == [(date(1998, 5, 1), date(1998, 5, 29))]

    def test_a_plan_is_shown_before_its_period(self) -> None:
        plan = Rhythm("month", "start", lead_months=1, opens_before=10)
        assert self.of(plan, date(1998, 5, 21)) == [
            (date(1998, 5, 1), date(1998, 4, 1)),
            (date(1998, 6, 1), date(1998, 5, 1)),
        ]
        assert self.of(plan, date(1998, 5, 22))[-1] == (date(1998, 7, 1), date(1998, 6, 1))

    def test_months_of_the_year(self) -> None:
        forecast = Rhythm("month", months=(4, 10))
        assert self.of(forecast, date(1998, 3, 31)) == []
        assert self.of(forecast, date(1998, 4, 1)) == [(date(1998, 4, 1), date(1998, 4, 30))]
        assert self.of(forecast, date(1998, 5, 14)) == []

    def test_who_owes_it_is_in_the_post_when_it_is_due(self) -> None:
        plan = Span(date(1998, 6, 1), date(1998, 7, 1), date(1998, 5, 1), date(1998, 4, 21))
        log = Span(date(1998, 5, 15), date(1998, 5, 16), date(1998, 5, 18), date(1998, 5, 15))
        assert (plan.in_post_on, log.in_post_on) == (date(1998, 5, 1), date(1998, 5, 15))


def test_under_within_over() -> None:
    assert [balance(n, 1, 2) for n in (0, 1, 2, 3)] == ["under", "within", "within", "over"]
    assert balance(9, 1, None) == "within"


def test_a_record() -> None:
    assert Record(open=3).share is None
    both = Record(1, 1, 2, 1, 5) + Record(0, 0, 0, 0, 1)
    assert (both.owed, both.share, both.excused) == (4, 0.75, 6)
