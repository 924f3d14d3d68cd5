"""Due days, lateness, periods, merging a draft, figures: exact values."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from kejing.domain.plans.rules import (
    Doing,
    DraftItem,
    Judged,
    Kept,
    Lead,
    Span,
    after,
    before,
    budget_of,
    carried_out,
    days_late,
    due_day,
    merge,
    period_of,
)

D = date


@pytest.mark.parametrize(
    ("span", "start", "end"),
    [
        (Span.YEAR, D(1998, 1, 1), D(1999, 1, 1)),
        (Span.HALF_YEAR, D(1998, 1, 1), D(1998, 7, 1)),
        (Span.QUARTER, D(1998, 1, 1), D(1998, 4, 1)),
        (Span.MONTH, D(1998, 3, 1), D(1998, 4, 1)),
        (Span.WEEK, D(1998, 3, 9), D(1998, 3, 16)),
        (Span.DAY, D(1998, 3, 11), D(1998, 3, 12)),
    ],
)
def test_the_period_that_holds_a_day_and_its_neighbours(span: Span, start: date, end: date) -> None:
    period = period_of(span, D(1998, 3, 11))
    assert (period.start, period.end) == (start, end)
    assert after(span, start).start == end
    assert before(span, end).start == start


@pytest.mark.parametrize(
    ("lead", "start", "due"),
    [
        (Lead.MONTH, D(1998, 3, 1), D(1998, 2, 1)),
        (Lead.MONTH, D(1998, 1, 1), D(1997, 12, 1)),
        (Lead.MONTH, D(1998, 3, 31), D(1998, 2, 28)),  # clipped to the month's end
        (Lead.WORKDAY, D(1998, 1, 19), D(1998, 1, 16)),  # Friday before Monday
        (Lead.WORKDAY, D(2026, 10, 8), D(2026, 9, 30)),  # before the national holidays
        (Lead.EVENING, D(1998, 1, 16), D(1998, 1, 15)),
    ],
)
def test_by_when_a_plan_is_due(lead: Lead, start: date, due: date) -> None:
    assert due_day(lead, start) == due


def test_late_in_days() -> None:
    due = datetime(1998, 1, 16, 18)
    assert days_late(due, datetime(1998, 1, 16, 18)) == 0
    assert days_late(due, datetime(1998, 1, 10, 18)) == 0
    assert days_late(due, datetime(1998, 1, 16, 18, 1)) == 1
    assert days_late(due, datetime(1998, 1, 17, 9)) == 1
    assert days_late(due, datetime(1998, 1, 19, 23)) == 3


def test_a_refresh_keeps_what_the_writer_changed() -> None:
    kept = [
        Kept(("v", "1"), touched=False),
        Kept(("v", "2"), touched=True),
        Kept(("v", "3"), touched=False),
        Kept(("v", "4"), touched=True),
    ]
    proposed = {("v", key): DraftItem(key, "x") for key in ("1", "2", "5")}
    found = merge(kept, proposed)
    assert found.new == (("v", "5"),)
    assert found.renewed == (("v", "1"),)
    assert found.gone == (("v", "3"),)


def test_carried_out_counts_half_for_partly_and_leaves_out_what_is_to_come() -> None:
    today = D(1998, 1, 15)
    actions = [
        Judged(D(1998, 1, 20), Doing.DONE), Judged(D(1998, 1, 10), Doing.PARTLY), Judged(D(1998, 1, 10), Doing.DROPPED),
        Judged(D(1998, 1, 14), None), Judged(D(1998, 1, 15), None),
    ]  # fmt: skip
    share = carried_out(actions, today)
    assert (share.part, share.whole, share.ratio) == (Decimal("1.5"), 4, Decimal("0.375"))
    assert carried_out([], today).ratio is None


def test_budget_and_its_deviation() -> None:
    day = D(1998, 1, 10)
    spent = budget_of(
        [
            Judged(day, Doing.DONE, Decimal(1000), Decimal(1200)),
            Judged(day, Doing.PARTLY, Decimal(500), Decimal(600)),
            Judged(day, None),
        ]
    )
    assert (spent.planned, spent.spent, spent.deviation) == (Decimal(1500), Decimal(1800), Decimal("0.2"))
    assert spent.results_per == Decimal("1.5") * 10_000 / 1800
    assert budget_of([Judged(day, None, Decimal(10))]).deviation is None
    assert budget_of([Judged(day, Doing.DONE, None, Decimal(10))]).deviation is None
