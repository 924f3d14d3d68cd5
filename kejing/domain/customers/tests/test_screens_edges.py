"""The pages of customers, in both languages, as those who may open them and as those who may not."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kejing.domain.customers.models import Customer, Holding, HoldingParty, Ownership, Product
from kejing.domain.customers.rules import search_text, sort_key
from kejing.engines.packs.public import apply_pack
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.testing import as_owner
from tests.cast import BEGAN, TODAY, Cast, make_customer

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def get(cast: Cast, person: str, name: str, *args: Any, query: str = "", language: str = "en") -> Any:
    client = cast[person].client
    client.cookies["kejing_language"] = language
    return client.get(f"{reverse(f'customers:{name}', args=args)}{query}")


class TestCustomerList:
    @pytest.mark.parametrize(("language", "word"), [("en", "Customers"), ("zh-hans", "客户")])
    def test_one_s_own_and_nobody_else_s(self, cast: Cast, language: str, word: str) -> None:
        page = get(cast, "manager_a1", "customer_list", language=language)
        assert page.status_code == 200
        assert word in page.text
        assert all(name in page.text for name in ("曾国华", "重庆", "单田芳"))
        assert not any(name in page.text for name in ("王小明", "曾国藩", "欧阳修"))

    def test_the_search_is_an_address(self, cast: Cast) -> None:
        page = get(cast, "market_manager_a", "customer_list", query="?q=wxm")
        assert "王小明" in page.text
        assert "曾国华" not in page.text
        assert 'value="wxm"' in page.text

    def test_nothing_found_says_what_to_do(self, cast: Cast) -> None:
        page = get(cast, "manager_a1", "customer_list", query="?q=zzzz")
        assert page.status_code == 200
        assert "No customer of yours is found by this" in page.text

    def test_a_name_is_text_not_markup(self, cast: Cast) -> None:
        with as_system("write"):
            Customer.objects.filter(number="C0001").update(name="<script>alert(1)</script>")
        page = get(cast, "manager_a1", "customer_list")
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;" in page.text

    def test_it_is_walked_page_by_page(self, cast: Cast) -> None:
        with as_system("write"):
            for n in range(60):
                make_customer(f"X{n:03}", f"王{n}", cast["manager_a1"].holder_id or 0)
        seen: list[int] = []
        query = ""
        for _ in range(3):
            page = get(cast, "manager_a1", "customer_list", query=query)
            seen += [row.pk for row in page.context["table"].page.rows]
            if not page.context["table"].page.next:
                break
            query = f"?after={page.context['table'].page.next}"
        assert len(seen) == len(set(seen)) == 63

    def test_a_damaged_cursor_is_refused(self, cast: Cast) -> None:
        for query in ("?after=x", "?after=x&q=c0", "?after=a~²&q=c0"):
            assert get(cast, "manager_a1", "customer_list", query=query).status_code == 422


class TestCustomerPage:
    @pytest.fixture
    def loan(self, cast: Cast) -> int:
        with as_system("write"):
            product = Product.objects.create(code="loan", line="loans", label_zh="贷款", label_en="Loan")
            holding = Holding.objects.create(
                number="L7", product=product, unit=cast.units["A"], opened_on=date(1997, 5, 1), amount=Decimal("80952.00"),
                status="running",
            )  # fmt: skip
            for number in ("C0001", "C0006"):
                HoldingParty.objects.create(holding=holding, customer_id=cast.customers[number], role="owner")
        return holding.pk

    @pytest.mark.parametrize(
        ("language", "words"), [("en", ("Loan", "Held by")), ("zh-hans", ("贷款", "曾国华"))]
    )
    def test_who_since_when_and_what_is_held(
        self, cast: Cast, loan: int, language: str, words: tuple[str, ...]
    ) -> None:
        page = get(cast, "manager_a1", "customer_page", cast.customers["C0001"], language=language)
        assert page.status_code == 200
        assert all(word in page.text for word in (*words, "C0001", "L7", "1993-01-01"))

    def test_the_other_party_of_a_shared_holding_is_counted_not_named(self, cast: Cast, loan: int) -> None:
        page = get(cast, "manager_a1", "customer_page", cast.customers["C0001"])
        assert "曾国藩" not in page.text
        assert "C0006" not in page.text

    def test_a_holding_shared_with_a_foreign_customer_is_marked_shared(self, cast: Cast, loan: int) -> None:
        page = get(cast, "manager_a1", "customer_page", cast.customers["C0001"])
        assert "shared with 1" in page.text

    def test_a_foreign_customer_and_none_at_all_look_the_same(self, cast: Cast) -> None:
        foreign = get(cast, "manager_a1", "customer_page", cast.customers["C0006"])
        none = get(cast, "manager_a1", "customer_page", 999_999)
        assert foreign.status_code == none.status_code == 404
        assert "曾国藩" not in foreign.text

    def test_only_who_may_is_offered_to_give_her_away(self, cast: Cast) -> None:
        address = reverse("customers:assign_customer", args=[cast.customers["C0001"]])
        assert address in get(cast, "market_manager_a", "customer_page", cast.customers["C0001"]).text
        assert address not in get(cast, "manager_a1", "customer_page", cast.customers["C0001"]).text

    @pytest.mark.parametrize("number", [2**31, 2**63 - 1, 2**63, 10**30])
    def test_any_number_is_answered(self, cast: Cast, number: int) -> None:
        assert get(cast, "auditor", "customer_page", number).status_code == 404


class TestAssignCustomer:
    def send(self, cast: Cast, person: str, number: str, **data: Any) -> Any:
        address = reverse("customers:assign_customer", args=[cast.customers[number]])
        return cast[person].client.post(address, data)

    def test_the_colleagues_of_the_unit_are_offered(self, cast: Cast) -> None:
        page = get(cast, "market_manager_a", "assign_customer", cast.customers["C0001"])
        assert page.status_code == 200
        assert "manager_a2" in page.text
        assert "manager_b1" not in page.text

    def test_given_leads_back_to_the_customer(self, cast: Cast) -> None:
        answer = self.send(
            cast,
            "market_manager_a",
            "C0001",
            holder_id=cast["manager_a2"].holder_id,
            reason="moved",
            version=1,
        )
        assert answer.status_code == 302
        with as_system("look"):
            assert (
                Ownership.objects.get(customer_id=cast.customers["C0001"], valid_to=None).valid_from == TODAY
            )

    def test_somebody_of_another_branch_is_refused(self, cast: Cast) -> None:
        answer = self.send(
            cast, "market_manager_a", "C0001", holder_id=cast["manager_b1"].holder_id, reason="moved"
        )
        assert answer.status_code == 422
        with as_system("look"):
            assert Ownership.objects.get(customer_id=cast.customers["C0001"]).valid_from == BEGAN

    def test_a_reason_is_asked_for(self, cast: Cast) -> None:
        assert (
            self.send(cast, "market_manager_a", "C0001", holder_id=cast["manager_a2"].holder_id).status_code
            == 422
        )

    def test_a_double_press_gives_her_once(self, cast: Cast) -> None:
        data = {
            "holder_id": cast["manager_a2"].holder_id,
            "reason": "moved",
            "version": 1,
            "idempotency_key": "pressed",
        }
        assert [self.send(cast, "market_manager_a", "C0001", **data).status_code for _ in range(2)] == [
            302,
            302,
        ]
        with as_system("look"):
            assert Ownership.objects.filter(customer_id=cast.customers["C0001"]).count() == 2


class TestPickCustomer:
    def test_two_characters_find_one_s_own(self, cast: Cast) -> None:
        found = json.loads(get(cast, "manager_a1", "pick_customer", query="?q=曾国").text)
        assert [(option["label"], option["detail"]) for option in found["options"]] == [("曾国华", "C0001")]

    @pytest.mark.parametrize("query", ["", "?q=", "?q=曾", "?q=%00%00", "?q=%25%25", "?q=\\\\"])
    def test_too_little_or_too_strange_finds_nothing(self, cast: Cast, query: str) -> None:
        assert json.loads(get(cast, "manager_a1", "pick_customer", query=query).text) == {"options": []}


@pytest.mark.parametrize(("name", "person"), [("customer_list", "branch_head_a"), ("assign_customer", "branch_head_a")])  # fmt: skip
def test_a_page_costs_the_same_whatever_the_rows(cast: Cast, name: str, person: str) -> None:
    with as_system("pack") as system:
        apply_pack(actor=system, code="bank")
        Product.objects.create(code="x", line="x", label_zh="x", label_en="x")
    args = [] if name == "customer_list" else [cast.customers["C0001"]]
    cost(cast, person, name, args)
    few = cost(cast, person, name, args)
    many(cast)
    assert cost(cast, person, name, args) == few <= MOST_QUERIES


def cost(cast: Cast, person: str, name: str, args: list[int]) -> int:
    """Queries of a page, without the savepoints that only tests have."""
    client = cast[person].client
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse(f"customers:{name}", args=args)).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in captured)


def many(cast: Cast) -> None:
    product = Product.objects.get(code="x")
    with as_owner():
        rows = [
            Customer(
                number=f"X{n}", name=f"王{n}", kind="person", unit=cast.units["A"], holder_id=cast["manager_a1"].holder_id,
                sort_key=sort_key(f"王{n}"), search_text=search_text(f"王{n}", f"X{n}"),
            )
            for n in range(100)
        ]  # fmt: skip
        Customer.objects.bulk_create(rows)
        Ownership.objects.bulk_create(
            Ownership(
                customer=row, holder_id=row.holder_id, unit_id=row.unit_id, valid_from=BEGAN, reason="x"
            )
            for row in rows
        )
        holdings = Holding.objects.bulk_create(
            Holding(number=f"H{n}", product=product, unit=cast.units["A"]) for n in range(50)
        )
        HoldingParty.objects.bulk_create(
            HoldingParty(holding=row, customer_id=cast.customers["C0001"], role="owner") for row in holdings
        )
