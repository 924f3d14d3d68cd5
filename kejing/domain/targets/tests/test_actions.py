"""Setting, changing, breaking down: what goes, what is refused with nothing changed."""

from datetime import date
from typing import Any

import pytest

from kejing.domain.targets import actions, queries
from kejing.domain.targets.access import NotYours
from kejing.domain.targets.events import TargetCascaded, TargetSet
from kejing.domain.targets.models import Target
from kejing.domain.targets.rules import span_of
from kejing.domain.targets.tests.factories import (
    D,
    closed,
    counts,
    found,
    given,
    history,
    lent,
    product,
    staff_of,
    target,
    working,
)
from kejing.domain.targets.vocabulary import TargetRefusal
from kejing.foundation.kernel import events
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden, KernelRefusal, NotVisible, Refused, Stale
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


def refused(cast: Cast, *args: Any, **said: Any) -> Refused:
    """What setting a target refuses; nothing is written."""
    before = counts()
    with pytest.raises(Refused) as caught:
        given(cast, *args, **said)
    assert counts() == before
    return caught.value


def divide(actor: Actor, pk: int, way: str = "subject", **said: Any) -> int:
    start: dict[str, Any] = {"version": target(pk).version, "way": way}
    return actions.cascade_target(actor=actor, target_id=pk, **(start | said))


def part(key: str, base: str, **figures: str) -> dict[str, Any]:
    return {"key": key, "base": D(base), **{name: D(value) for name, value in figures.items()}}


class TestSetTarget:
    def test_of_a_person_with_floor_and_stretch(self, cast: Cast) -> None:
        heard: list[object] = []
        events.subscribe(TargetSet, heard.append)
        pk = given(cast, base="100", floor=D(80), stretch=D(120), themes=["growth"])
        row = target(pk)
        assert (row.level, row.staff_id, row.unit_id, row.holder_id) == (
            "staff", staff_of(cast, "manager_a1"), cast.units["A"].pk, cast["manager_a1"].holder_id,
        )  # fmt: skip
        assert (row.begins, row.ends) == (date(1998, 1, 1), date(1998, 2, 1))
        assert (row.base, row.floor, row.stretch, row.themes) == (D(100), D(80), D(120), ["growth"])
        assert [(c.version, c.kind, c.base) for c in history(pk)] == [(1, "set", D(100))]
        assert heard == [TargetSet(pk, row.staff_id, row.unit_id, row.begins, row.ends)]

    def test_pressed_twice_is_once(self, cast: Cast) -> None:
        assert given(cast, idempotency_key="k") == given(cast, idempotency_key="k")
        assert counts() == 1

    @pytest.mark.parametrize(
        ("said", "code", "field"),
        [
            ({"measure": "none"}, TargetRefusal.NO_SUCH_MEASURE, "measure"),
            ({"themes": ["none"]}, TargetRefusal.NO_SUCH_THEME, "themes"),
            ({"product": "none"}, TargetRefusal.NO_SUCH_PRODUCT, "product"),
            ({"measure": "calls", "product": "loan"}, TargetRefusal.NO_PRODUCTS, "product"),
            ({"measure": "calls", "base": D("1.5")}, TargetRefusal.TOO_PRECISE, "base"),
            ({"base": D(-1)}, TargetRefusal.NEGATIVE, "base"),
            ({"floor": D(101)}, TargetRefusal.FLOOR_ABOVE, "floor"),
            ({"stretch": D(99)}, TargetRefusal.STRETCH_BELOW, "stretch"),
            ({"staff_id": 999_999}, TargetRefusal.NO_POST, "staff_id"),
            ({"unit_id": 1}, TargetRefusal.ONE_SUBJECT, "unit_id"),
            ({"day": date(9999, 12, 31)}, TargetRefusal.DAY_OUT, "day"),
        ],
    )
    def test_what_is_refused(self, cast: Cast, said: dict[str, Any], code: TargetRefusal, field: str) -> None:
        refusal = refused(cast, **said)
        assert (refusal.code, refusal.field) == (code, field)

    def test_a_closed_month_takes_none_and_the_next_does(self, cast: Cast) -> None:
        closed(date(1998, 1, 1))
        assert refused(cast).code == KernelRefusal.PERIOD_CLOSED
        given(cast, day=date(1998, 2, 1))
        given(cast, kind="year")

    def test_scope(self, cast: Cast) -> None:
        assert refused(cast, "manager_b1").code == TargetRefusal.OUT_OF_SCOPE
        assert refused(cast, "B").field == "unit_id"
        assert refused(cast, "").code == TargetRefusal.OUT_OF_SCOPE
        assert refused(cast, "manager_a1", by="manager_a1").code == TargetRefusal.NOT_ONES_OWN
        assert refused(cast, "market_manager_a").code == TargetRefusal.NOT_ONES_OWN
        for by in ("hr", "outsider"):
            with working(cast, by) as actor, pytest.raises(Forbidden):
                actions.set_target(actor=actor, measure="loans", kind="month", day=TODAY, base=D(1))
        given(cast, "", by="administrator")
        given(cast, "EAST", by="administrator")
        given(cast, "market_manager_a", by="branch_head_a")
        assert counts() == 3

    def test_the_same_target_twice(self, cast: Cast) -> None:
        given(cast)
        assert refused(cast).code == TargetRefusal.THERE_ALREADY
        given(cast, product=product().code)

    def test_of_a_customer(self, cast: Cast) -> None:
        pk = given(cast, "", by="market_manager_a", customer_id=cast.customers["C0001"])
        assert (target(pk).level, target(pk).staff_id) == ("customer", staff_of(cast, "manager_a1"))
        with pytest.raises(NotVisible):
            given(cast, "", by="market_manager_a", customer_id=cast.customers["C0006"])
        assert refused(cast, "", customer_id=cast.customers["C0008"]).code == TargetRefusal.NOT_HELD


class TestLinks:
    def test_each_hangs_on_the_nearest_above_whatever_the_order(self, cast: Cast) -> None:
        person = given(cast)
        whole = given(cast, "", "1000", by="administrator")
        assert target(person).above_id == whole
        region = given(cast, "EAST", "900", by="administrator")
        assert (target(person).above_id, target(region).above_id) == (region, whole)
        branch = given(cast, "A", "500")
        of_product = given(cast, base="40", product=product().code)
        assert target(person).above_id == branch
        assert target(branch).above_id == region
        assert target(of_product).above_id == person


class TestReconcile:
    def test_refuse_parts_that_exceed_in_either_direction(self, cast: Cast) -> None:
        given(cast, "A", "100")
        first = given(cast, "manager_a1", "60")
        refusal = refused(cast, "manager_a2", "41")
        assert (refusal.code, refusal.params["parts"], refusal.params["base"]) == (
            TargetRefusal.EXCEEDS, "101.00", "100.00",
        )  # fmt: skip
        given(cast, "manager_a2", "40")
        with working(cast, "market_manager_a") as actor, pytest.raises(Refused):
            actions.change_target(actor=actor, target_id=first, version=1, base=D(61), reason="more")
        assert target(first).base == D(60)

    def test_over_time_too(self, cast: Cast) -> None:
        given(cast, kind="quarter", base="100")
        given(cast, base="60")
        assert refused(cast, base="41", day=date(1998, 2, 1)).code == TargetRefusal.EXCEEDS
        given(cast, base="40", day=date(1998, 2, 1))

    def test_explain_wants_a_reason_that_holds_for_that_difference_alone(self, cast: Cast) -> None:
        whole = given(cast, "A", "100", measure="spent")
        refusal = refused(cast, "manager_a1", "120", measure="spent")
        assert (refusal.code, refusal.field) == (TargetRefusal.EXPLAIN, "explanation")
        given(cast, "manager_a1", "120", measure="spent", explanation="a reserve")
        with working(cast, "market_manager_a") as actor:
            (way,) = queries.target_page(actor=actor, target_id=whole).ways
        assert (way.parts.difference, way.parts.is_explained, way.explanation) == (D(20), True, "a reserve")
        given(cast, "manager_a2", "5", measure="spent", explanation="more of it")
        with working(cast, "market_manager_a") as actor:
            (way,) = queries.target_page(actor=actor, target_id=whole).ways
        assert (way.parts.difference, way.explanation) == (D(25), "more of it")

    def test_shown_and_explained_afterwards(self, cast: Cast) -> None:
        whole = given(cast, "A", "10", measure="calls")
        given(cast, "manager_a1", "12", measure="calls")
        with working(cast, "market_manager_a") as actor:
            (way,) = queries.target_page(actor=actor, target_id=whole).ways
            assert (way.parts.state, way.parts.is_explained) == ("over", False)
            actions.explain_difference(actor=actor, target_id=whole, way="subject", explanation="two spare")
            (way,) = queries.target_page(actor=actor, target_id=whole).ways
            assert (way.explanation, way.parts.is_explained) == ("two spare", True)
            with pytest.raises(Refused) as caught:
                actions.explain_difference(actor=actor, target_id=whole, way="time", explanation="none")
        assert caught.value.code == TargetRefusal.NO_DIFFERENCE


class TestChangeTarget:
    def test_what_it_was_stays_in_its_history(self, cast: Cast) -> None:
        pk = given(cast, floor=D(50))
        with working(cast, "branch_head_a") as actor:
            actions.change_target(
                actor=actor, target_id=pk, version=1, base=D(90), floor=D(60), reason="fewer"
            )
        assert [(c.version, c.base, c.floor, c.reason, c.made_by_name) for c in history(pk)] == [
            (1, D(100), D(50), "", "market_manager_a"), (2, D(90), D(60), "fewer", "branch_head_a"),
        ]  # fmt: skip

    def test_refusals(self, cast: Cast) -> None:
        pk = given(cast)
        for person, error in (("manager_b1", NotVisible), ("manager_a1", NotYours), ("auditor", NotYours)):
            with working(cast, person) as actor, pytest.raises(error):
                actions.change_target(actor=actor, target_id=pk, version=1, base=D(1), reason="x")
        with working(cast, "market_manager_a") as actor:
            with pytest.raises(Stale) as stale:
                actions.change_target(actor=actor, target_id=pk, version=7, base=D(1), reason="x")
            with pytest.raises(Refused) as bare:
                actions.change_target(actor=actor, target_id=pk, version=1, base=D(1), reason="")
        assert [d.field for d in stale.value.differences] == ["base"]
        assert bare.value.code == TargetRefusal.REASON_MISSING
        closed(date(1998, 1, 1))
        with working(cast, "market_manager_a") as actor, pytest.raises(Refused) as late:
            actions.change_target(actor=actor, target_id=pk, version=1, base=D(1), reason="x")
        assert late.value.code == KernelRefusal.PERIOD_CLOSED
        assert target(pk).base == D(100)


@pytest.mark.requirement(
    "A4.39", shows="a month's target goes down to people and weeks; parts come to the whole"
)
class TestCascadeTarget:
    def test_evenly_to_the_people_of_a_unit(self, cast: Cast) -> None:
        whole = given(cast, "A", "100", floor=D(70), themes=["growth"])
        heard: list[object] = []
        events.subscribe(TargetCascaded, heard.append)
        with working(cast, "market_manager_a") as actor:
            form = queries.division(actor=actor, target_id=whole)
            assert [(r.place.key, r.proposed) for r in form.rows] == [("S003", D(50)), ("S004", D(50))]
            assert divide(actor, whole, parts=[part("S003", "60"), part("S004", "40", floor="10")]) == 2
        rows = found(level="staff")
        assert [(r.base, r.floor, r.above_id, r.themes) for r in rows] == [
            (D(60), D(42), whole, ["growth"]), (D(40), D(10), whole, ["growth"]),
        ]  # fmt: skip
        people = tuple(sorted((staff_of(cast, "manager_a1"), staff_of(cast, "manager_a2"))))
        assert heard == [TargetCascaded(whole, people, date(1998, 1, 1), date(1998, 2, 1))]

    def test_by_what_each_reached_last_time(self, cast: Cast) -> None:
        lent("C0001", "300", date(1997, 12, 5))
        lent("C0004", "100", date(1997, 12, 6))
        whole = given(cast, "A", "1000.01")
        with working(cast, "market_manager_a") as actor:
            rows = queries.division(actor=actor, target_id=whole, split="actual").rows
        assert [r.proposed for r in rows] == [D("750.01"), D("250.00")]

    def test_to_weeks_of_a_month_and_to_products(self, cast: Cast) -> None:
        loan = product()
        pk = given(cast, base="40")
        with working(cast, "market_manager_a") as actor:
            weeks = queries.division(actor=actor, target_id=pk, way="time", kind="week").rows
            assert [r.place.key for r in weeks] == ["1998-01-05", "1998-01-12", "1998-01-19", "1998-01-26"]
            parts = [part(r.place.key, "10") for r in weeks]
            assert divide(actor, pk, "time", kind="week", parts=parts) == 4
            assert divide(actor, pk, "product", parts=[part(loan.code, "30")]) == 1
            ways = {w.way: w.parts for w in queries.target_page(actor=actor, target_id=pk).ways}
        assert ways["time"].state == "even"
        assert (ways["product"].state, ways["product"].difference) == ("short", D(-10))

    def test_all_or_nothing(self, cast: Cast) -> None:
        whole = given(cast, "A", "100")
        bad: list[tuple[list[dict[str, Any]], TargetRefusal]] = [
            ([part("S003", "60"), part("S004", "41")], TargetRefusal.EXCEEDS),
            ([part("S003", "60"), part("S007", "40")], TargetRefusal.NO_SUCH_PART),
            ([part("S003", "60"), part("S003", "40")], TargetRefusal.TWICE),
            ([part("S003", "60"), part("S004", "4", floor="5")], TargetRefusal.PART),
            ([], TargetRefusal.NO_PARTS),
        ]
        for parts, code in bad:
            with working(cast, "market_manager_a") as actor, pytest.raises(Refused) as caught:
                divide(actor, whole, parts=parts)
            assert caught.value.code == code
        assert counts() == 1

    def test_too_little_must_be_explained_where_differences_must(self, cast: Cast) -> None:
        whole = given(cast, "A", "100", measure="spent")
        with working(cast, "market_manager_a") as actor:
            with pytest.raises(Refused) as caught:
                divide(actor, whole, parts=[part("S003", "60")])
            assert caught.value.code == TargetRefusal.EXPLAIN
            assert divide(actor, whole, parts=[part("S003", "60")], explanation="one is ill") == 1
            assert queries.target_page(actor=actor, target_id=whole).ways[0].explanation == "one is ill"

    def test_her_own_to_her_customers_and_days(self, cast: Cast) -> None:
        pk = given(cast, base="90")
        with working(cast, "manager_a1") as actor:
            rows = queries.division(actor=actor, target_id=pk).rows
            assert [r.place.key for r in rows] == ["C0003", "C0001", "C0002"]
            assert divide(actor, pk, parts=[part("C0001", "60"), part("C0002", "30")]) == 2
            assert divide(actor, pk, "time", kind="day", parts=[part("1998-01-15", "5")]) == 1
        year = given(cast, kind="year", base="1000")
        with working(cast, "manager_a1") as actor, pytest.raises(Refused) as caught:
            divide(actor, year, "time", kind="month", parts=[part("1998-02-01", "5")])
        assert caught.value.code == TargetRefusal.NOT_THIS_WAY
        with working(cast, "manager_a2") as actor, pytest.raises(NotVisible):
            divide(actor, pk, parts=[part("C0001", "1")])

    def test_a_target_from_another_unit_is_in_the_way(self, cast: Cast) -> None:
        elsewhere = given(cast, "manager_a1", "10", by="administrator")
        with as_owner():
            Target.objects.filter(pk=elsewhere).update(unit=cast.units["B"], holder=None)
        whole = given(cast, "A", "100")
        with working(cast, "market_manager_a") as actor, pytest.raises(Refused) as caught:
            divide(actor, whole, parts=[part("S003", "60")])
        assert (caught.value.code, caught.value.field) == (TargetRefusal.PART, "base-S003")

    def test_from_the_organisation_down(self, cast: Cast) -> None:
        whole = given(cast, "", "100", by="administrator")
        with working(cast, "administrator") as actor:
            divide(actor, whole, parts=[part("HQ", "100")])
            (top,) = found(level="unit")
            divide(actor, top.pk, parts=[part("EAST", "100")])
            with pytest.raises(Refused) as caught:
                divide(actor, whole, "product", kind="week", parts=[part("HQ", "1")])
        assert caught.value.code == TargetRefusal.NOT_THIS_WAY

    def test_stale_and_not_ones_own(self, cast: Cast) -> None:
        whole = given(cast, "A", "100")
        with working(cast, "market_manager_a") as actor, pytest.raises(Stale):
            divide(actor, whole, version=9, parts=[part("S003", "1")])
        with working(cast, "auditor") as actor, pytest.raises(NotYours):
            divide(actor, whole, parts=[part("S003", "1")])


def test_targets_of_for_modules_above(cast: Cast) -> None:
    given(cast, kind="quarter", base="300")
    given(cast, base="100")
    given(cast, kind="week", base="20")
    with working(cast, "manager_a1") as actor:
        rows = queries.targets_of(actor=actor, span=span_of("month", TODAY), staff_id=actor.staff_id)
        assert [(row.span.kind, row.base) for row in rows] == [
            ("quarter", D(300)),
            ("month", D(100)),
            ("week", D(20)),
        ]
    with working(cast, "hr") as actor:
        assert queries.targets_of(actor=actor, span=span_of("month", TODAY), unit_id=cast.units["A"].pk) == []
