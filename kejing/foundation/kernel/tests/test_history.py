"""The merge of a thing's history: one order over all sources, page by page."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from kejing.foundation.kernel import history
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.history import Happening

ACTOR = Actor(None, "test", "test")
DAY = date(1998, 1, 15)


@pytest.fixture(autouse=True)
def sources(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(history, "_sources", {})
    for name in ("notes", "visits", "zero"):
        history.register("thing", name, source(name))
    return iter(())


def source(name: str) -> history.Source:
    rows = [Happening(DAY - timedelta(days=i % 3), i, name, f"{name} {i}") for i in range(1, 8)]
    rows.sort(key=lambda row: (row.day, row.id), reverse=True)

    def read(*, before: tuple[date, int], limit: int, thing_id: int, **_asked: Any) -> Iterable[Happening]:
        assert thing_id == 1
        return [row for row in rows if (row.day, row.id) < before][:limit]

    return read


@pytest.mark.parametrize("size", [1, 2, 5, 7, 50])
def test_page_by_page_the_same_order_as_at_once(size: int) -> None:
    whole = history.stream("thing", actor=ACTOR, subject_id=1, size=100).rows
    found: list[Happening] = []
    cursor: str | None = None
    while True:
        page = history.stream("thing", actor=ACTOR, subject_id=1, cursor=cursor, size=size)
        found += page.rows
        cursor = page.next
        if cursor is None:
            break
    assert found == whole
    assert len(whole) == 21
    assert [row.day for row in whole] == sorted((row.day for row in whole), reverse=True)


def test_a_foreign_cursor_is_refused() -> None:
    with pytest.raises(Refused):
        history.stream("thing", actor=ACTOR, subject_id=1, cursor="x")


def test_a_source_is_registered_once() -> None:
    with pytest.raises(ValueError, match="already has"):
        history.register("thing", "notes", source("notes"))
