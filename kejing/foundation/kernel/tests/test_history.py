"""The merge of a thing's history: one order over all sources, page by page."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet, Value
from django.db.models.functions import TruncWeek

from kejing.foundation.kernel import history
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.history import Happening
from kejing.foundation.kernel.models import CalendarDay
from kejing.foundation.kernel.paging import Page

pytestmark = pytest.mark.django_db

ACTOR = Actor(None, "test", "test")
DAY = date(1998, 1, 15)
NAMES = ("notes", "visits", "zero")


@pytest.fixture(autouse=True)
def sources(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three sources of seven lines each, on the first days of two weeks: some happen on the same day."""
    with as_system("test"):
        CalendarDay.objects.all().delete()
        CalendarDay.objects.bulk_create(
            CalendarDay(day=DAY + timedelta(days=n), works=True) for n in range(7)
        )
    monkeypatch.setattr(history, "_sources", {})
    for name in NAMES:
        history.register("thing", name, source(name))


def source(name: str) -> history.Source:
    def rows(*, actor: Actor, thing_id: int) -> QuerySet[CalendarDay]:
        assert (actor, thing_id) == (ACTOR, 1)
        return CalendarDay.objects.annotate(week=TruncWeek("day"))

    def told(lines: Sequence[history.Line]) -> list[Happening]:
        return [Happening(line.day, line.id, line.verb, f"{name} {line.ref}") for line in lines]

    return history.Source(rows, "week", (Value(name), *[Value("")] * 4, "pk"), told)


def stream(size: int, cursor: str | None = None) -> Page[Happening]:
    with as_system("test"):
        return history.stream("thing", actor=ACTOR, subject_id=1, cursor=cursor, size=size)


@pytest.mark.parametrize("size", [1, 2, 5, 7, 50])
def test_page_by_page_the_same_order_as_at_once(size: int) -> None:
    whole = stream(100).rows
    found: list[Happening] = []
    cursor: str | None = None
    while True:
        page = stream(size, cursor)
        found += page.rows
        cursor = page.next
        if cursor is None:
            break
    assert found == whole
    assert len(whole) == 21
    assert {row.day for row in whole} == {date(1998, 1, 12), date(1998, 1, 19)}
    assert [row.day for row in whole] == sorted((row.day for row in whole), reverse=True)


def test_all_sources_in_one_query(django_assert_num_queries: Any) -> None:
    with as_system("test"), django_assert_num_queries(1):
        history.stream("thing", actor=ACTOR, subject_id=1)


def test_a_foreign_cursor_is_refused() -> None:
    with pytest.raises(Refused):
        stream(5, "x")


def test_a_source_is_registered_once() -> None:
    with pytest.raises(ValueError, match="already has"):
        history.register("thing", "notes", source("notes"))
