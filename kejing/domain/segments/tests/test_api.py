"""The API answers as the pages do."""

from typing import Any

import pytest
from django.urls import reverse

from kejing.domain.segments.tests.factories import brought, in_force, lends, segment
from kejing.foundation.kernel import clock
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(cast: Cast) -> Cast:
    brought()
    lends(cast, "C0001", 5000)
    in_force()
    return cast


def ask(cast: Cast, person: str, name: str, *args: int, **query: str) -> Any:
    with clock.frozen(clock.at(TODAY, 17)):
        return cast[person].client.get(
            reverse(f"api:{name}", args=args), query, headers={"Accept-Language": "en"}
        )


def test_segment_list_and_members_in_scope(bank: Cast) -> None:
    rows = ask(bank, "manager_a1", "segment_list").json()["rows"]
    assert [(row["label"], row["n"]) for row in rows] == [
        ("Class A", 1),
        ("Class B", 0),
        ("Class C", 7),
        ("Market", 7),
    ]
    members = ask(bank, "manager_a1", "segment_members", segment("C")).json()["rows"]
    assert [row["name"] for row in members] == ["重庆", "单田芳"]
    assert ask(bank, "manager_a1", "segment_members", segment("C"), on="1998-01-01").json()["rows"] == []


def test_the_segments_of_a_customer_on_a_day(bank: Cast) -> None:
    pk = bank.customers["C0001"]
    found = ask(bank, "manager_a1", "customer_segments", pk, on=TODAY.isoformat()).json()
    assert [(row["label"], row["is_class"], row["since"]) for row in found] == [
        ("Class A", True, "1998-01-15")
    ]
    assert ask(bank, "manager_b1", "customer_segments", pk).status_code == 404


def test_overdue_list_longest_first(bank: Cast) -> None:
    rows = ask(bank, "manager_a1", "overdue_list").json()["rows"]
    assert [(row["name"], row["days"], row["due_on"]) for row in rows] == [("曾国华", 63, "1997-11-13")]
    assert ask(bank, "hr", "overdue_list").status_code == 403
