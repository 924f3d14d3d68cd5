"""Keyset paging: walking forwards and backwards meets each row once; a damaged cursor is refused, never a crash."""

import base64
import itertools
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import QuerySet
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.models import Progress
from kejing.foundation.kernel.paging import Page, capped_count, page, seal

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 1, tzinfo=UTC)
KEYS = st.sampled_from(
    [
        ("step", "id"),
        ("-step", "-id"),
        ("started_at", "id"),
        ("-done", "-id"),
        ("step", "done", "id"),
        ("-id",),
        ("id",),
    ]
)
ROWS = st.lists(st.tuples(st.sampled_from(["", "a", "b", "曾国", "~"]), st.integers(0, 2)), max_size=14)
GENTLE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def fill(rows: list[tuple[str, int]]) -> QuerySet[Progress]:
    Progress.objects.all().delete()
    Progress.objects.bulk_create(
        Progress(key=str(i), step=step, done=done, started_at=START + timedelta(minutes=done))
        for i, (step, done) in enumerate(rows)
    )
    return Progress.objects.all()


def walk(
    rows: QuerySet[Progress], keys: tuple[str, ...], size: int
) -> tuple[list[int], list[Page[Progress]]]:
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
    for earlier, later in itertools.pairwise(pages):
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


def forged(values: list[object]) -> str:
    """A cursor as somebody would make it by hand, with a signature of another list's."""
    text = base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")
    return f"{text}:{seal(values, ('id',)).rpartition(':')[2]}"


@GENTLE
@given(
    st.one_of(
        st.text(min_size=1, max_size=30),
        st.lists(st.one_of(st.none(), st.integers(), st.text(max_size=8)), max_size=4).map(forged),
    ),
    KEYS,
)
@example("[" * 5_000, ("step", "id"))
@example("\ud800:x", ("step", "id"))
@example("a\0:b", ("step", "id"))
@example(":", ("step", "id"))
def test_a_damaged_cursor_is_refused(cursor: str, keys: tuple[str, ...]) -> None:
    if keys == ("id",):
        keys = ("-id",)
    with pytest.raises(Refused) as refused:
        page(Progress.objects.all(), keys, cursor, 2)
    assert refused.value.code.value == "bad_cursor"


def test_a_cursor_with_one_letter_changed_is_refused() -> None:
    found = fill([("a", 0), ("b", 1), ("c", 2)])
    cursor = page(found, ("step", "id"), None, 1).next or ""
    for i, letter in enumerate(cursor):
        other = "A" if letter != "A" else "B"
        with pytest.raises(Refused):
            page(found, ("step", "id"), f"{cursor[:i]}{other}{cursor[i + 1 :]}")


def test_a_cursor_of_another_list_is_refused() -> None:
    found = fill([("a", 0), ("b", 1)])
    with pytest.raises(Refused):
        page(found, ("step", "done", "id"), page(found, ("id",), None, 1).next)


@pytest.mark.parametrize(("cap", "n", "more"), [(3, 3, True), (5, 5, False), (6, 5, False), (0, 0, True)])
def test_a_count_stops_at_its_cap(cap: int, n: int, more: bool) -> None:  # the expectation
    counted = capped_count(fill([("a", 0)] * 5), cap)
    assert (counted.n, counted.more) == (n, more)
