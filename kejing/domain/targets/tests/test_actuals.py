"""What was reached: attributed to whom it belongs on its day, live on people's pages, kept for the tree."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kejing.domain.customers.models import HoldingOwnership, HoldingParty
from kejing.domain.customers.public import assign_customer
from kejing.domain.targets import actions, queries
from kejing.domain.targets.tests.factories import (
    D,
    calls,
    fact,
    given,
    lent,
    product,
    staff_of,
    working,
)
from kejing.domain.targets.vocabulary import ACTUALS
from kejing.foundation.kernel import clock, sections
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


def rows(cast: Cast, person: str, of: str = "", day: date = TODAY) -> list[queries.TargetRow]:
    with working(cast, person, day) as actor:
        progress = queries.progress_of(actor=actor, staff_id=staff_of(cast, of or person))
    return [row for group in progress.groups for row in group.rows]


def kept(cast: Cast, pk: int, person: str = "market_manager_a") -> Decimal | None:
    with clock.frozen(clock.at(TODAY, 17)):
        actions.refresh()
    with working(cast, person) as actor:
        return queries.target_page(actor=actor, target_id=pk).row.actual


@pytest.mark.requirement("A2.59", shows="target and floor by product, and one's own progress against them")
class TestOwnProgress:
    def test_target_floor_and_what_was_reached_by_product(self, cast: Cast) -> None:
        given(cast, base="1000", floor=D(800))
        given(cast, base="400", floor=D(200), product=product("house").code)
        lent("C0001", "500")
        lent("C0002", "250", of="house")
        lent("C0001", "70", date(1997, 12, 31))
        lent("C0004", "90")
        whole, house = rows(cast, "manager_a1")
        assert (whole.actual, whole.attainment, whole.floor_met) == (D(750), D("0.75"), False)
        assert (house.product_code, house.actual, house.floor_met) == ("house", D(250), True)

    def test_a_target_of_nothing_has_no_attainment(self, cast: Cast) -> None:
        given(cast, base="0")
        (row,) = rows(cast, "manager_a1")
        assert (row.actual, row.attainment, row.floor_met) == (D(0), None, None)

    def test_whom_one_sees(self, cast: Cast) -> None:
        given(cast)
        assert len(rows(cast, "market_manager_a", "manager_a1")) == 1
        for person in ("manager_a2", "manager_b1", "branch_head_b"):
            with pytest.raises(NotVisible):
                rows(cast, person, "manager_a1")


class TestAttribution:
    def test_whoever_held_the_customer_on_the_day(self, cast: Cast) -> None:
        given(cast)
        given(cast, "manager_a2")
        lent("C0001", "100", date(1998, 1, 10))
        with working(cast, "market_manager_a") as actor:
            taker = cast["manager_a2"].holder_id or 0
            assign_customer(
                actor=actor, customer_id=cast.customers["C0001"], holder_id=taker, reason="relief"
            )
        lent("C0001", "40", TODAY)
        assert [row.actual for person in ("manager_a1", "manager_a2") for row in rows(cast, person)] == [
            D(100),
            D(40),
        ]

    def test_what_is_packed_to_somebody_is_hers(self, cast: Cast) -> None:
        given(cast)
        given(cast, "manager_a2")
        lent("C0001", "100")
        with as_owner():
            holding = HoldingParty.objects.get().holding_id
            HoldingOwnership.objects.create(
                holding_id=holding,
                holder_id=cast["manager_a2"].holder_id or 0,
                valid_from=date(1998, 1, 1),
                reason="x",
            )
        assert [row.actual for person in ("manager_a1", "manager_a2") for row in rows(cast, person)] == [
            D(0),
            D(100),
        ]

    def test_two_owners_count_once_for_a_unit(self, cast: Cast) -> None:
        branch = given(cast, "A", "1000")
        lent("C0001", "100")
        with as_owner():
            holding = HoldingParty.objects.get().holding_id
            HoldingParty.objects.create(holding_id=holding, customer_id=cast.customers["C0004"], role="owner")
        assert kept(cast, branch) == D(100)

    def test_balances_are_the_last_ones(self, cast: Cast) -> None:
        given(cast, measure="balance")
        loan = lent("C0001", "1", date(1997, 11, 3), standing="700")
        fact("lent", loan, "1", date(1998, 1, 5), {"standing": "650"})
        lent("C0002", "1", date(1997, 12, 3), standing="50")
        (row,) = rows(cast, "manager_a1")
        assert row.actual == D(700)

    def test_facts_of_customers_and_of_a_customers_target(self, cast: Cast) -> None:
        given(cast, measure="spent")
        given(cast, "", measure="spent", customer_id=cast.customers["C0001"])
        fact("spend", "C0001", "9", TODAY)
        fact("spend", "C0003", "9", TODAY)
        (row,) = rows(cast, "manager_a1")
        assert row.actual == D(2)
        with working(cast, "manager_a1") as actor:
            (node,) = queries.parts_page(actor=actor, target_id=row.id)[1].rows
            assert queries.target_page(actor=actor, target_id=node.row.id).row.actual == D(1)

    def test_units_and_the_organisation_as_last_counted(self, cast: Cast) -> None:
        whole = given(cast, "", "1000", by="administrator")
        region = given(cast, "EAST", "900", by="administrator")
        other = given(cast, "B", "100", by="branch_head_b")
        lent("C0001", "100")
        lent("C0006", "30")
        lent("C0008", "7")
        assert kept(cast, whole, "auditor") == D(137)
        assert kept(cast, region, "auditor") == D(137)
        assert kept(cast, other, "branch_head_b") == D(30)

    def test_activities_come_from_modules_above(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        pk = given(cast, measure="calls", base="10")
        assert rows(cast, "manager_a1")[0].actual is None
        done = calls(staff_of(cast, "manager_a1"), date(1997, 12, 31), date(1998, 1, 2), date(1998, 1, 15))
        monkeypatch.setitem(sections._providers, ACTUALS, [("test", lambda actor: done)])
        assert rows(cast, "manager_a1")[0].actual == D(2)
        with working(cast, "manager_a1") as actor:
            why = queries.explain_target(actor=actor, target_id=pk)
        assert [(f.on, f.quantity) for f in why.facts] == [(date(1998, 1, 15), "1"), (date(1998, 1, 2), "1")]


def test_why_leads_to_the_facts(cast: Cast) -> None:
    pk = given(cast, base="1000", floor=D(800))
    number = lent("C0001", "900")
    with working(cast, "manager_a1") as actor:
        why = queries.explain_target(actor=actor, target_id=pk)
    assert (why.score, why.share, why.mark) == ("90.0%", 90.0, 80.0)
    assert [(f.label, f.on, f.quantity) for f in why.facts] == [(number, date(1998, 1, 10), "900.00")]
    assert why.rule.approved_by == "market_manager_a"
    with working(cast, "manager_b1") as actor, pytest.raises(NotVisible):
        queries.explain_target(actor=actor, target_id=pk)


@pytest.mark.requirement(
    "A3.17", shows="targets carry strategic themes, which are rolled up; nothing counts twice"
)
def test_themes_roll_up(cast: Cast) -> None:
    branch = given(cast, "A", "100", themes=["growth"])
    given(cast, "manager_a1", "60", themes=["growth"])
    given(cast, "manager_a2", "40", themes=["growth", "structure"])
    lent("C0001", "30")
    with clock.frozen(clock.at(TODAY, 17)):
        actions.refresh()
    with working(cast, "branch_head_a") as actor:
        structure, growth = queries.theme_page(actor=actor).rows
    (line,) = growth.lines
    assert (line.base, line.actual, line.targets, line.only) == (D(100), D(30), 1, branch)
    assert [(each.base, each.actual) for each in structure.lines] == [(D(40), D(0))]
    assert growth.label == "促发展"


class TestTree:
    def test_a_level_at_a_time_with_parts_and_difference(self, cast: Cast) -> None:
        branch = given(cast, "A", "100")
        given(cast, "manager_a1", "60")
        lent("C0001", "30")
        with clock.frozen(clock.at(TODAY, 17)):
            actions.refresh()
        with working(cast, "branch_head_a") as actor:
            tree = queries.tree(actor=actor)
            (top,) = tree.nodes.rows
            (below,) = queries.parts_page(actor=actor, target_id=branch)[1].rows
        assert (top.row.id, top.row.actual, top.parts and top.parts.difference) == (branch, D(30), D(-40))
        assert (below.row.name, below.row.attainment, below.opens) == ("manager_a1", D("0.5"), False)
        with working(cast, "manager_a1") as actor:
            assert [node.row.name for node in queries.tree(actor=actor).nodes.rows] == ["manager_a1"]
            with pytest.raises(NotVisible):
                queries.parts_page(actor=actor, target_id=branch)
        with working(cast, "branch_head_b") as actor:
            assert queries.tree(actor=actor).nodes.rows == []

    def test_the_number_of_queries_does_not_grow(self, cast: Cast) -> None:
        person = staff_of(cast, "manager_a1")
        month = given(cast, base="50")

        def costs() -> list[int]:
            found = []
            for ask in (
                lambda actor: queries.tree(actor=actor, kind="day", day=date(1998, 1, 1)),
                lambda actor: queries.progress_of(actor=actor, staff_id=person),
                lambda actor: queries.target_page(actor=actor, target_id=month),
            ):
                with working(cast, "branch_head_a") as actor, CaptureQueriesContext(connection) as asked:
                    ask(actor)
                found.append(len(asked))
            return found

        given(cast, kind="day", day=date(1998, 1, 1), base="1")
        given(cast, kind="day", day=date(1998, 1, 1), base="0", product=product("p").code)
        before = costs()
        for day in range(2, 32):
            given(cast, kind="day", day=date(1998, 1, day), base="1")
        for n in range(20):
            given(cast, kind="day", day=date(1998, 1, 1), base="0", product=product(f"p{n}").code)
        assert costs() == before
