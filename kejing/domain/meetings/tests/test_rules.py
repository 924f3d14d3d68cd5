"""When meetings are due and how late they are."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from pydantic import ValidationError

from kejing.domain.meetings.pack import MeetingsSection
from kejing.domain.meetings.rules import (
    KindRules,
    Period,
    digest,
    due_day,
    looked_back_on,
    periods,
    span,
    standing,
)
from kejing.foundation.kernel.workdays import workdays

THURSDAY = date(1998, 1, 15)


def rules(cadence: str, by: int, back: int = 31) -> KindRules:
    return KindRules(cadence, by, 60, back, False, False, False, ("a",), ("b",), ())  # flags of a kind


@pytest.mark.parametrize(
    ("cadence", "start", "end"),
    [
        ("day", THURSDAY, date(1998, 1, 16)),
        ("week", date(1998, 1, 12), date(1998, 1, 19)),
        ("month", date(1998, 1, 1), date(1998, 2, 1)),
        ("quarter", date(1998, 1, 1), date(1998, 4, 1)),
    ],
)
def test_the_period_of_a_day(cadence: str, start: date, end: date) -> None:
    assert span(cadence, THURSDAY) == (start, end)


def test_the_nth_working_day_and_the_nearest_where_there_are_fewer() -> None:
    week = workdays(date(1998, 1, 12), date(1998, 1, 19))
    assert [due_day(n, week) for n in (1, -1, 3, 60, -60)] == [
        date(1998, 1, 12), date(1998, 1, 16), date(1998, 1, 14), date(1998, 1, 16), date(1998, 1, 12),
    ]  # fmt: skip
    assert due_day(1, []) is None


def test_a_week_off_and_the_time_before_the_kind_owe_nothing() -> None:
    off = range(26, 32)
    works = [
        day
        for day in workdays(date(1998, 1, 1), date(1998, 3, 1))
        if (day.month, day.day) not in {(1, n) for n in off}
    ]
    found = periods(rules("week", 1), date(1998, 1, 7), date(1998, 2, 5), works)
    assert [one.due_on for one in found] == [date(1998, 1, 12), date(1998, 1, 19), date(1998, 2, 2)]


@pytest.mark.parametrize(
    ("held_on", "today", "state", "late"),
    [
        (date(1998, 1, 12), THURSDAY, "held", 0),
        (date(1998, 1, 14), THURSDAY, "held_late", 2),
        (None, date(1998, 1, 12), "ahead", 0),
        (None, THURSDAY, "overdue", 3),
        (None, date(1998, 1, 20), "missed", 6),
    ],
)
def test_how_it_stands(held_on: date | None, today: date, state: str, late: int) -> None:
    week = Period(date(1998, 1, 12), date(1998, 1, 19), date(1998, 1, 12))
    assert standing(week, held_on, today) == (state, late)


def test_what_the_figures_look_back_on() -> None:
    before = date(1998, 1, 14)
    assert looked_back_on("day", THURSDAY, before) == (before, date(1998, 1, 16))
    assert looked_back_on("week", THURSDAY, before) == (date(1998, 1, 9), date(1998, 1, 16))
    assert looked_back_on("month", THURSDAY, before) == (date(1998, 1, 1), date(1998, 1, 16))


def test_the_hash_does_not_depend_on_the_order_of_keys() -> None:
    assert digest({"a": 1, "b": "客"}) == digest({"b": "客", "a": 1}) != digest({"a": 2, "b": "客"})


@pytest.mark.parametrize(
    "changed", [{"by_workday": 0}, {"cadence": "none"}, {"comments": True}, {"agenda": []}, {"colour": "red"}]
)
def test_a_pack_that_makes_no_sense_is_refused(changed: dict[str, object]) -> None:
    text = (Path(settings.PACKS_DIR) / "bank" / "meetings.yaml").read_text()
    section = yaml.safe_load(text)
    MeetingsSection.model_validate(section)
    section["kinds"][1].update(changed)
    with pytest.raises(ValidationError):
        MeetingsSection.model_validate(section)
