"""The list of who leads several units: merged from the first of each, it is the list it would be anyhow."""

from collections.abc import Iterator

import pytest

from kejing.domain.customers import queries
from kejing.domain.customers.queries import lists
from kejing.domain.org.models import Appointment, Position, Unit
from kejing.foundation.kernel.context import as_actor
from kejing.foundation.kernel.testing import as_owner
from tests.cast import Cast


@pytest.fixture
def region_head(cast: Cast) -> int:
    """The head of branch A leads the region above it, among other regions that she does not see."""

    user = cast["branch_head_a"].user
    with as_owner():
        posts = Appointment.objects.filter(staff__user=user).values("position")
        Position.objects.filter(pk__in=posts).update(unit=Unit.objects.get(code="EAST"))
    return int(user.pk)


def names(user: int, sort: str) -> Iterator[list[str]]:
    """The pages of the list forwards, then the first of them by going back."""
    cursor, seen = None, []
    with as_actor(user) as actor:
        assert len(actor.units) > 1
        while True:
            page = queries.customer_list(actor=actor, params={"sort": sort}, cursor=cursor).page
            yield [row.number for row in page.rows]
            seen.append(page)
            if page.next is None:
                break
            cursor = page.next
        back = seen[1].previous
        yield [
            row.number
            for row in queries.customer_list(actor=actor, params={"sort": sort}, cursor=back).page.rows
        ]


@pytest.mark.parametrize("sort", ["name", "-name"])
def test_few_units_are_merged_into_the_same_pages(
    region_head: int, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE_SIZE", 3)
    merged = list(names(region_head, sort))
    monkeypatch.setattr(lists, "FEW_UNITS", 0)
    assert merged == list(names(region_head, sort))
    assert len(merged) > 2
