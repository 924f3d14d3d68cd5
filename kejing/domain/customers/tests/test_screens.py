"""The customer's page: everything held across all lines, whose and since when, and nothing of anybody else's."""

from datetime import date
from decimal import Decimal

import pytest

from kejing.domain.customers.models import Customer, Holding, HoldingParty, Product, ProfileField
from kejing.domain.customers.queries import customer_page
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast, Person

pytestmark = pytest.mark.django_db

LINES = {"account": None, "loan": Decimal(32_000), "card": None, "order": Decimal("600.50")}


def give(cast: Cast, number: str, line: str, *, closed_on: date | None = None, times: int = 1) -> None:
    """Let a customer hold something of a line."""
    with as_system("test"):
        product, _new = Product.objects.get_or_create(
            code=f"{line}_product",
            defaults={"line": line, "label_zh": f"{line}产品", "label_en": f"{line} product"},
        )
        for n in range(times):
            holding = Holding.objects.create(
                number=f"{line}-{number}-{n}", product=product, unit_id=cast["manager_a1"].unit_id or 0,
                opened_on=date(1995, 3, 1), closed_on=closed_on, amount=LINES[line],
            )  # fmt: skip
            HoldingParty.objects.create(holding=holding, customer_id=cast.customers[number], role="owner")


def page(person: Person, customer_id: int, language: str = "zh-hans") -> str:
    response = person.client.get(f"/customers/{customer_id}/", headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


class TestCustomerPage:
    @pytest.mark.requirement(
        "A2.2", shows="all holdings of every line on one page, and how many lines are held"
    )
    def test_shows_every_line_in_one_view_and_counts_the_lines(self, cast: Cast) -> None:
        for line in LINES:
            give(cast, "C0001", line)
        give(cast, "C0001", "card", closed_on=date(1997, 1, 1), times=0)
        shown = page(cast["manager_a1"], cast.customers["C0001"])
        for line in LINES:
            assert f"{line}产品" in shown
            assert f"{line}-C0001-0" in shown
        assert "产品条线" in shown
        assert ">4<" in shown.replace("\n", "").replace(" ", "")

    def test_what_has_ended_is_listed_but_not_counted(self, cast: Cast) -> None:
        give(cast, "C0001", "account")
        give(cast, "C0001", "loan", closed_on=date(1997, 1, 1))
        with cast["manager_a1"].acting() as actor:
            found = customer_page(actor=actor, customer_id=cast.customers["C0001"])
        assert (found.lines, len(found.active), len(found.holdings), found.lent) == (1, 1, 2, None)

    def test_says_who_holds_the_customer_and_since_when(self, cast: Cast) -> None:
        shown = page(cast["market_manager_a"], cast.customers["C0001"], "en")
        assert "Held by manager_a1 (Unit A) since 1993-01-01" in shown

    def test_shows_the_profile_in_the_reader_s_language(self, cast: Cast) -> None:
        with as_system("test"):
            ProfileField.objects.create(
                code="home", label_zh="居住地区", label_en="Home district", kind="coded", position=1
            )
            Customer.objects.filter(pk=cast.customers["C0001"]).update(
                attributes={"home": {"code": "D01", "zh": "布拉格", "en": "Prague"}}
            )
        assert "布拉格" in page(cast["manager_a1"], cast.customers["C0001"])
        assert "Prague" in page(cast["manager_a1"], cast.customers["C0001"], "en")

    @pytest.mark.parametrize("person", ["manager_a2", "branch_head_b", "hr", "administrator", "outsider"])
    def test_is_not_there_for_others(self, cast: Cast, person: str) -> None:
        response = cast[person].client.get(f"/customers/{cast.customers['C0001']}/")
        assert response.status_code == 404
        assert "曾国华" not in response.content.decode()

    @pytest.mark.parametrize("times", [1, 40])
    def test_costs_the_same_for_one_holding_and_forty(
        self, cast: Cast, times: int, django_assert_num_queries: object
    ) -> None:
        give(cast, "C0001", "order", times=times)
        client = cast["manager_a1"].client
        client.get("/my-day/")  # the badges of the navigation are kept for half a minute
        with django_assert_num_queries(12):  # type: ignore[operator]
            client.get(f"/customers/{cast.customers['C0001']}/")


class TestCustomerList:
    @pytest.mark.parametrize("query", ["", "?q=曾国", "?q=zg", "?after=damaged"])
    def test_never_shows_a_customer_of_somebody_else(self, cast: Cast, query: str) -> None:
        shown = cast["manager_a1"].client.get(f"/customers/{query}").content.decode()
        assert "曾国藩" not in shown
        assert "C0006" not in shown

    def test_finds_by_two_characters(self, cast: Cast) -> None:
        assert "曾国华" in cast["manager_a1"].client.get("/customers/?q=国华").content.decode()


class TestPickCustomer:
    def test_answers_own_customers_only(self, cast: Cast) -> None:
        found = cast["manager_a1"].client.get("/customers/pick/?q=曾国").json()["options"]
        assert [option["label"] for option in found] == ["曾国华"]


class TestAssignCustomer:
    def test_gives_to_a_colleague_and_keeps_the_history(self, cast: Cast) -> None:
        address = f"/customers/{cast.customers['C0001']}/assign/"
        client = cast["market_manager_a"].client
        assert client.get(address).status_code == 200
        answer = client.post(
            address, {"holder_id": cast["manager_a2"].holder_id, "reason": "片区调整", "version": 1}
        )
        assert answer.status_code == 302
        shown = page(cast["manager_a2"], cast.customers["C0001"])
        assert "片区调整" in shown
        assert cast["manager_a1"].client.get(f"/customers/{cast.customers['C0001']}/").status_code == 404

    def test_who_was_too_late_reads_whose_she_is_now(self, cast: Cast) -> None:
        address = f"/customers/{cast.customers['C0001']}/assign/"
        sent = {"holder_id": cast["manager_a2"].holder_id, "reason": "x", "version": 1}
        assert cast["market_manager_a"].client.post(address, sent).status_code == 302
        late = {**sent, "holder_id": cast["market_manager_a"].holder_id}
        answer = cast["branch_head_a"].client.post(address, late)
        assert answer.status_code == 409
        shown = answer.content.decode()
        assert "<td>market_manager_a</td>" in shown.replace("\n", "")
        assert "<td>manager_a2</td>" in shown.replace("\n", "")

    def test_is_refused_to_who_may_not(self, cast: Cast) -> None:
        address = f"/customers/{cast.customers['C0001']}/assign/"
        assert cast["manager_a1"].client.get(address).status_code == 403
        assert cast["manager_a1"].client.post(address, {}).status_code == 403
