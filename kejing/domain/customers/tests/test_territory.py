"""Unit markets: one of each manager, rolled up to the unit."""

from decimal import Decimal

import pytest
from django.db import connection

from kejing.domain.customers.actions import add_territory, give_territory, place_customers
from kejing.domain.customers.queries import territory_list
from kejing.domain.customers.tests.factories import as_, holds, policy, refused
from kejing.engines.metrics.models import Fact, FactKind
from kejing.foundation.kernel.testing import as_owner
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def market(cast: Cast, code: str, person: str, *numbers: str) -> int:
    pk = as_(cast, "market_manager_a", add_territory, code=code, name=code, holder_id=cast[person].holder_id)
    if numbers:
        as_(cast, "market_manager_a", place_customers, territory_id=pk, numbers=list(numbers))
    return int(pk)


class TestTerritoryList:
    @pytest.mark.requirement(
        "A4.33", shows="each manager has one unit market, whose customers and sales add up in its unit"
    )
    def test_customers_and_sales_roll_up_to_the_unit(self, cast: Cast) -> None:
        policy(sales_kind="sale", sales_subject="holding")
        [one] = holds(cast, "C0001", "A-1")
        [two] = holds(cast, "C0004", "B-1")
        sold(one, "500.25", "1997-12-10")
        sold(two, "100.00", "1997-11-03")
        sold(two, "7.00", "1998-01-10")  # this month is not whole yet
        market(cast, "M1", "manager_a1", "C0001", "C0002")
        market(cast, "M2", "manager_a2", "C0004")
        found = as_(cast, "branch_head_a", territory_list)
        assert [(r.code, r.holder, r.customers, r.sold) for r in found.rows] == [
            ("M1", "manager_a1", 2, Decimal("500.25")), ("M2", "manager_a2", 1, Decimal("100.00")),
        ]  # fmt: skip
        assert [(a.markets, a.customers, a.sold) for a in found.areas] == [(2, 3, Decimal("600.25"))]
        assert [row.code for row in as_(cast, "manager_a1", territory_list).rows] == ["M1"]
        assert as_(cast, "branch_head_b", territory_list).rows == []


def sold(holding: int, amount: str, day: str) -> None:
    with as_owner():
        kind, _new = FactKind.objects.get_or_create(
            code="sale",
            defaults={"subject_kind": "holding", "label_zh": "x", "label_en": "x", "has_amount": True},
        )
        connection.cursor().execute("select kj_fact_partition(date_trunc('month', %s::date)::date)", [day])
        Fact.objects.create(
            kind_id=kind.pk, quantity=1, subject_kind="holding", subject_id=holding, on_day=day, amount=amount, row_key=f"{holding}{day}",
        )  # fmt: skip


class TestAddTerritory:
    @pytest.mark.requirement("A4.33", shows="a second unit market for one manager is refused")
    def test_refused(self, cast: Cast) -> None:
        pk = market(cast, "M1", "manager_a1")
        new = {"name": "x", "holder_id": cast["manager_a1"].holder_id}
        assert refused(cast, "market_manager_a", add_territory, code="M1", **new) == "code_taken"
        assert refused(cast, "market_manager_a", add_territory, code="M2", **new) == "has_territory"
        assert refused(cast, "manager_a1", add_territory, code="M2", **new) == "forbidden"
        given = {"territory_id": pk, "holder_id": cast["manager_a2"].holder_id, "reason": "x"}
        assert refused(cast, "market_manager_a", give_territory, **given) == "before_ownership"
        assert refused(cast, "market_manager_b", give_territory, **given) == "404"
        assert (
            refused(cast, "market_manager_a", place_customers, territory_id=pk, numbers=["C0006"])
            == "not_found"
        )


class TestGiveTerritory:
    def test_pages_open(self, cast: Cast) -> None:
        pk = market(cast, "M1", "manager_a1")
        for address in ("", "add/", f"{pk}/give/", f"{pk}/place/"):
            assert cast["market_manager_a"].client.get(f"/customers/markets/{address}").status_code == 200


class TestPlaceCustomers:
    def test_by_a_form(self, cast: Cast) -> None:
        pk = market(cast, "M1", "manager_a1")
        answer = cast["market_manager_a"].client.post(
            f"/customers/markets/{pk}/place/", {"numbers": "C0001, C0002"}
        )
        assert answer.status_code == 302
        assert as_(cast, "market_manager_a", territory_list).rows[0].customers == 2
