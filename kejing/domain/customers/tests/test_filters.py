"""The customer list: its filters, sorts and pages, in the reader's scope, and what it refuses."""

from datetime import date

import pytest

from kejing.domain.customers.models import Customer
from kejing.domain.customers.queries import customer_list
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Refused
from tests.cast import Cast, make_customer

pytestmark = pytest.mark.django_db


def change(cast: Cast, number: str, **values: object) -> None:
    with as_system("test"):
        Customer.objects.filter(pk=cast.customers[number]).update(**values)


def numbers(cast: Cast, person: str, **params: str) -> list[str]:
    with cast[person].acting() as actor:
        return [row.number for row in customer_list(actor=actor, params=params).page.rows]


def refused(cast: Cast, person: str, **params: str) -> tuple[str, str | None]:
    with cast[person].acting() as actor, pytest.raises(Refused) as caught:
        customer_list(actor=actor, params=params)
    return caught.value.code.value, caught.value.field


class TestFilters:
    def test_kind_risk_and_pool(self, cast: Cast) -> None:
        change(cast, "C0002", kind="organisation")
        change(cast, "C0003", risk="bad")
        assert numbers(cast, "manager_a1", kind="organisation") == ["C0002"]
        assert numbers(cast, "manager_a1", risk="bad", kind="person") == ["C0003"]
        assert numbers(cast, "branch_head_a", pool="1") == ["C0008"]
        assert numbers(cast, "manager_a1", pool="1") == []

    def test_since_from_a_day_and_until_before_one(self, cast: Cast) -> None:
        change(cast, "C0001", since=date(1995, 1, 1))
        change(cast, "C0002", since=date(1996, 1, 1))
        change(cast, "C0003", since=None)
        assert numbers(cast, "manager_a1", since_from="1995-01-01", sort="number") == ["C0001", "C0002"]
        assert numbers(cast, "manager_a1", since_to="1996-01-01") == ["C0001"]
        assert numbers(cast, "manager_a1", since_from="1995-01-02", since_to="1996-01-02") == ["C0002"]

    def test_a_unit_stands_for_all_below_it(self, cast: Cast) -> None:
        a, east = str(cast.units["A"].pk), str(cast.units["EAST"].pk)
        assert numbers(cast, "auditor", unit=a, sort="number") == [f"C000{n}" for n in (1, 2, 3, 4, 5, 8)]
        assert len(numbers(cast, "auditor", unit=east)) == 8
        assert numbers(cast, "manager_a1", unit=a, sort="number") == ["C0001", "C0002", "C0003"]

    def test_a_holder_of_one_s_scope(self, cast: Cast) -> None:
        a2 = str(cast["manager_a2"].holder_id)
        assert numbers(cast, "branch_head_a", holder=a2, sort="number") == ["C0004", "C0005"]

    def test_units_and_holders_of_others_are_not_there(self, cast: Cast) -> None:
        b1, b = str(cast["manager_b1"].holder_id), str(cast.units["B"].pk)
        assert refused(cast, "branch_head_a", holder=b1) == ("no_such_holder", "holder")
        assert refused(cast, "branch_head_a", holder="99999999") == ("no_such_holder", "holder")
        assert refused(cast, "branch_head_a", unit=b) == ("no_such_unit", "unit")
        assert refused(cast, "auditor", unit="99999999") == ("no_such_unit", "unit")
        assert refused(cast, "manager_a1", holder=str(cast["manager_a2"].holder_id))[0] == "no_such_holder"

    def test_a_text_is_narrowed_and_sorted_too(self, cast: Cast) -> None:
        change(cast, "C0001", kind="organisation")
        assert numbers(cast, "auditor", q="曾国") == ["C0006", "C0001"]
        assert numbers(cast, "auditor", q="曾国", sort="number") == ["C0001", "C0006"]
        assert numbers(cast, "auditor", q="曾国", kind="organisation") == ["C0001"]

    @pytest.mark.parametrize(
        ("params", "code"),
        [
            ({"colour": "red"}, "unknown_filter"),
            ({"holder__user__password": "x"}, "unknown_filter"),
            ({"kind": "dog"}, "bad_filter"),
            ({"risk": "none"}, "bad_filter"),
            ({"since_from": "yesterday"}, "bad_filter"),
            ({"unit": "x"}, "bad_filter"),
            ({"holder": "9" * 30}, "bad_filter"),
            ({"pool": "maybe"}, "bad_filter"),
            ({"sort": "password"}, "bad_filter"),
            ({"q": "x" * 81}, "bad_filter"),
        ],
    )
    def test_an_unknown_or_impossible_filter_is_refused_by_name(
        self, cast: Cast, params: dict[str, str], code: str
    ) -> None:
        (name,) = params
        assert refused(cast, "manager_a1", **params) == (code, name)
        for address in ("/customers/", "/api/v1/customers"):
            assert cast["manager_a1"].client.get(address, params).status_code == 422

    def test_an_empty_filter_says_nothing(self, cast: Cast) -> None:
        assert len(numbers(cast, "manager_a1", kind="", unit="", q=" ")) == 3


class TestSorts:
    @pytest.mark.parametrize("sort", ["name", "-name", "number", "-number", "since", "-since"])
    def test_every_order_is_walked_whole_page_by_page(self, cast: Cast, sort: str) -> None:
        with as_system("test"):
            for n in range(120):
                pk = make_customer(f"N{n:03}", f"客户{n % 7}", cast["manager_a1"].holder_id or 0)
                Customer.objects.filter(pk=pk).update(since=None if n % 5 == 0 else date(1994, 1 + n % 12, 1))
        seen: list[str] = []
        cursor: str | None = None
        with cast["manager_a1"].acting() as actor:
            for _page in range(4):
                found = customer_list(actor=actor, params={"sort": sort}, cursor=cursor).page
                seen += [row.number for row in found.rows]
                if (cursor := found.next) is None:
                    break
            keys = {
                row.number: {"name": row.sort_key, "number": row.number, "since": row.since or date(1, 1, 1)}
                for row in Customer.objects.all()
            }
        assert len(seen) == len(set(seen)) == 123
        values = [keys[number][sort.removeprefix("-")] for number in seen]
        assert values == sorted(values, reverse=sort.startswith("-"))  # type: ignore[type-var]  # one kind each

    def test_a_cursor_of_another_order_is_refused(self, cast: Cast) -> None:
        with as_system("test"):
            for n in range(60):
                make_customer(f"N{n:03}", "客户", cast["manager_a1"].holder_id or 0)
        with cast["manager_a1"].acting() as actor:
            cursor = customer_list(actor=actor).page.next
            with pytest.raises(Refused):
                customer_list(actor=actor, params={"sort": "number"}, cursor=cursor)


class TestPickers:
    def test_pick_unit_and_pick_holder_offer_one_s_scope(self, cast: Cast) -> None:
        client = cast["branch_head_a"].client
        assert [o["label"] for o in client.get("/customers/pick-unit/?q=机构").json()["options"]] == ["机构A"]
        found = client.get("/customers/pick-holder/?q=manager").json()["options"]
        assert {o["label"] for o in found} == {"manager_a1", "manager_a2", "market_manager_a"}
        assert len(cast["auditor"].client.get("/customers/pick-unit/?q=机构").json()["options"]) == 4


class TestPage:
    def test_filters_in_force_are_chips_that_can_be_taken_off(self, cast: Cast) -> None:
        shown = cast["manager_a1"].client.get("/customers/?kind=person&sort=number").content.decode()
        assert 'href="?sort=number"' in shown
        assert 'aria-sort="ascending"' in shown

    @pytest.mark.parametrize("n", [10, 100])
    def test_costs_the_same_narrowed(self, cast: Cast, n: int, django_assert_num_queries: object) -> None:
        with as_system("test"):
            for i in range(n):
                make_customer(f"N{i:03}", "客户", cast["manager_a1"].holder_id or 0)
        client = cast["branch_head_a"].client
        query = f"?unit={cast.units['A'].pk}&holder={cast['manager_a1'].holder_id}&kind=person&sort=-since"
        client.get("/ui/more/")  # the badges are kept from now on
        with django_assert_num_queries(12):  # type: ignore[operator]
            client.get(f"/customers/{query}")


class TestCustomerFilters:
    def test_load_when_they_are_opened_and_stand_there_when_in_force(self, cast: Cast) -> None:
        client = cast["manager_a1"].client
        assert 'name="risk"' not in client.get("/customers/").text
        assert 'name="risk"' in client.get("/customers/filters/").text
        assert 'name="risk"' in client.get("/customers/?kind=person&q=zzzz").text
