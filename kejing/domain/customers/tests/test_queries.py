"""Lists and search: own customers and nobody else's, whatever the door."""

import pytest

from kejing.domain.customers.queries import customer_list, find_customers
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def numbers(cast: Cast, person: str, query: str = "") -> list[str]:
    with cast[person].acting() as actor:
        return [row.number for row in customer_list(actor=actor, query=query).page.rows]


def test_an_account_manager_lists_her_own_by_pinyin(cast: Cast) -> None:
    assert numbers(cast, "manager_a1") == ["C0003", "C0001", "C0002"]


def test_a_manager_lists_her_branch_with_its_pool_and_not_the_neighbours(cast: Cast) -> None:
    assert sorted(numbers(cast, "market_manager_a")) == ["C0001", "C0002", "C0003", "C0004", "C0005", "C0008"]
    assert sorted(numbers(cast, "branch_head_b")) == ["C0006", "C0007"]


def test_auditor_lists_all_and_administrator_none(cast: Cast) -> None:
    assert len(numbers(cast, "auditor")) == 8
    assert numbers(cast, "administrator") == numbers(cast, "hr") == numbers(cast, "outsider") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [("曾国", ["C0001"]), ("国华", ["C0001"]), ("zg", ["C0001"]), ("cq", ["C0002"]), ("zq", ["C0002"]),
     ("STF", ["C0003"]), ("0002", ["C0002"]), ("c0", ["C0003", "C0001", "C0002"]), ("曾", []), ("%%", []),
     ("guohua", ["C0001"]), ("小明", [])],
)  # fmt: skip
def test_search_by_two_characters_initials_and_number_stays_within_the_scope(
    cast: Cast, query: str, found: list[str]
) -> None:
    assert numbers(cast, "manager_a1", query) == found


def test_search_for_all_sees_both_branches(cast: Cast) -> None:
    with cast["auditor"].acting() as actor:
        assert {card.number for card in find_customers(actor=actor, text="曾国")} == {"C0001", "C0006"}
