"""Rates, records and drafts from plain values."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejing.domain.visits.rules import Held, Share, Unheld, draft_log, log_record

WEEK = [date(1998, 1, day) for day in (12, 13, 14, 15, 16)]


def test_a_rate_without_a_denominator_is_no_rate() -> None:
    assert Share(0, 0).ratio is None
    assert Share(0, 4).ratio == 0
    assert Share(5, 8).ratio == Fraction(5, 8)


@pytest.mark.parametrize(
    ("logs", "open_days", "completeness", "streak", "missing", "late"),
    [
        ({}, (), Share(0, 5), 0, WEEK, []),
        (dict.fromkeys(WEEK, True), (), Share(5, 5), 5, [], []),
        (dict.fromkeys(WEEK[:4], True), (WEEK[4],), Share(4, 4), 4, [], []),
        ({WEEK[0]: True, WEEK[2]: True, WEEK[3]: True}, (WEEK[4],), Share(3, 4), 2, [WEEK[1]], []),
        ({WEEK[2]: False, WEEK[3]: True, WEEK[4]: True}, (), Share(3, 5), 2, WEEK[:2], [WEEK[2]]),
        ({WEEK[4]: True}, (WEEK[3],), Share(1, 4), 1, WEEK[:3], []),
    ],
)
def test_the_record_of_a_week(
    logs: dict[date, bool],
    open_days: tuple[date, ...],
    completeness: Share,
    streak: int,
    missing: list[date],
    late: list[date],
) -> None:
    found = log_record(
        logs=logs,
        due=WEEK,
        is_open=lambda day: day in open_days,
        start=WEEK[0],
        end=WEEK[-1] + timedelta(days=1),
    )
    assert (found.completeness, found.streak) == (completeness, streak)
    assert (list(found.missing), list(found.late)) == (missing, late)


def test_the_streak_looks_beyond_the_period_and_the_rest_does_not() -> None:
    found = log_record(
        logs=dict.fromkeys(WEEK, True), due=WEEK, is_open=lambda _day: False, start=WEEK[3], end=WEEK[4]
    )
    assert (found.completeness, found.streak) == (Share(1, 1), 5)


@given(st.dictionaries(st.sampled_from(WEEK), st.booleans()), st.sets(st.sampled_from(WEEK)))
def test_days_due_are_written_missing_or_open(logs: dict[date, bool], open_days: set[date]) -> None:
    found = log_record(
        logs=logs,
        due=WEEK,
        is_open=open_days.__contains__,
        start=WEEK[0],
        end=WEEK[-1] + timedelta(days=1),
    )
    assert found.completeness.whole + len(found.open_days) == len(WEEK)
    assert found.completeness.part + len(found.missing) == found.completeness.whole
    assert 0 <= found.streak <= sum(logs.values())


VISIT = Held(
    at="09:30", customer="曾国华", channel="拜访", outbound=True, goal="续存", reached="达成", result="同意续存一年",
    observations="新店开张", next_step="带方案", next_step_on=date(1998, 1, 20),
)  # fmt: skip
CALL = Held("11:00", "重庆", "电话", False, "", "", "", "", "", None)


@pytest.mark.requirement(
    "A4.43", "A2.55", shows="the log of a day drafted in three parts from visits and plan remarks"
)
def test_a_log_is_drafted_in_the_writers_language() -> None:
    visits, results, reflections = draft_log([VISIT, CALL], [Unheld("单田芳", "催收")], "zh-hans")
    assert visits.splitlines() == [
        "接触客户 2 次：主动 1 次，来访来电 1 次。",
        "1. 09:30 曾国华（拜访）：续存；达成",
        "2. 11:00 重庆（电话）",
        "计划未完成：单田芳：催收",
    ]
    assert results.splitlines() == ["· 曾国华：同意续存一年", "· 下一步：曾国华，带方案（1998-01-20）"]
    assert reflections == "· 曾国华：新店开张"
    english = draft_log([VISIT, CALL], [], "en")
    assert english[0].startswith("2 customer contacts: 1 outbound, 1 inbound.")
    assert "Next: 曾国华, 带方案 (1998-01-20)" in english[1]


def test_a_day_without_contacts_says_so() -> None:
    assert draft_log([], [], "zh") == ("当天没有接触客户。", "", "")
    assert draft_log([], [], "en")[0] == "No customer contact that day."


def test_braces_in_what_was_said_do_no_harm() -> None:
    odd = Held("", "{x}", "{", True, "{goal}", "}", "{0}", "{}", "{n}", None)
    assert "{goal}" in draft_log([odd], [], "en")[0]
