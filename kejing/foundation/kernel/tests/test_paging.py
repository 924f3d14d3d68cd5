"""Keyset paging: walking forwards and backwards meets each row once; a damaged cursor is refused, never a crash."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.models import Progress
from kejing.foundation.kernel.paging import Page, capped_count, page

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 1, tzinfo=UTC)
KEYS = st.sampled_from([("step", "id"), ("-step", "-id"), ("started_at", "id"), ("-done", "-id"), ("step", "done", "id"), ("-id",), ("id",)])
ROWS = st.lists(st.tuples(st.sampled_from(["", "a", "b", "曾国", "~"]), st.integers(0, 2)), max_size=14)
GENTLE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def fill(rows: list[tuple[str, int]]) -> QuerySet[Progress]:
    Progress.objects.all().delete()
    Progress.objects.bulk_create(
        Progress(key=str(i), step=step, done=done, started_at=START + timedelta(minutes=done))
        for i, (step, done) in enumerate(rows)
    )
    return Progress.objects.all()


def walk(rows: QuerySet[Progress], keys: tuple[str, ...], size: int) -> tuple[list[int], list[Page[Progress]]]:
    """Ids met going forwards, and the pages they were on."""
    pages = [page(rows, keys, None, size)]
    while pages[-1].next:
        pages.append(page(rows, keys, pages[-1].next, size))
    return [row.pk for found in pages for row in found.rows], pages


@GENTLE
@given(ROWS, KEYS, st.integers(1, 5))
def test_forwards_and_backwards_meet_each_row_once_in_order(
    rows: list[tuple[str, int]], keys: tuple[str, ...], size: int
) -> None:
    found = fill(rows)
    wanted = [row.pk for row in found.order_by(*keys)]
    forwards, pages = walk(found, keys, size)
    assert forwards == wanted
    assert all(len(p.rows) == size for p in pages[:-1])
    assert pages[0].previous is None
    for earlier, later in zip(pages, pages[1:], strict=False):
        assert later.previous is not None
        back = page(found, keys, later.previous, size)
        assert [row.pk for row in back.rows] == [row.pk for row in earlier.rows]
        assert (back.previous is None) == (earlier.previous is None)
        assert back.next is not None


def test_a_row_added_between_two_pages_moves_nothing_that_was_seen() -> None:
    found = fill([("b", 0)] * 4)
    first = page(found, ("step", "id"), None, 2)
    Progress.objects.create(key="new", step="a")
    second = page(found, ("step", "id"), first.next, 2)
    assert not {row.pk for row in first.rows} & {row.pk for row in second.rows}
    assert len(second.rows) == 2


def cursor_of(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.lists(st.integers(), max_size=2))


@GENTLE
@given(st.one_of(st.text(max_size=30), st.lists(VALUES, max_size=4).map(cursor_of), st.tuples(st.sampled_from("np"), VALUES, VALUES).map(list).map(cursor_of)), KEYS)
@example(cursor_of(["n", "not a moment", 1]), ("started_at", "id"))
@example(cursor_of(["n", "a", 10**40]), ("step", "id"))
@example(cursor_of(["n", "\ud800", 1]), ("step", "id"))
@example(cursor_of(["n", "a\0", 1]), ("step", "id"))
@example(base64.urlsafe_b64encode(b"[" * 5_000).decode(), ("step", "id"))
@example(cursor_of(["n", "2026-02-31T00:00:00", 1]), ("started_at", "id"))
@example(cursor_of(["n", "0001-01-01T00:00:00+14:00", 1]), ("started_at", "id"))
@example(cursor_of(["n", True, 1]), ("started_at", "id"))
def test_a_damaged_cursor_is_refused_or_gives_a_page(cursor: str, keys: tuple[str, ...]) -> None:
    found = fill([("a", 0), ("b", 1)])
    try:
        assert isinstance(page(found, keys, cursor, 2), Page)
    except Refused as refused:
        assert refused.code.value == "bad_cursor"


def test_a_cursor_of_another_list_is_refused() -> None:
    found = fill([("a", 0), ("b", 1)])
    with pytest.raises(Refused):
        page(found, ("step", "done", "id"), page(found, ("id",), None, 1).next)


@pytest.mark.parametrize(("cap", "n", "more"), [(3, 3, True), (5, 5, False), (6, 5, False), (0, 0, True)])
def test_a_count_stops_at_its_cap(cap: int, n: int, more: bool) -> None:  # noqa: FBT001  # the expectation
    counted = capped_count(fill([("a", 0)] * 5), cap)
    assert (counted.n, counted.more) == (n, more)
