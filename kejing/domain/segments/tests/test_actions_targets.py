"""Target lists frozen on their day, their coverage from visits, and prospects step by step."""

from datetime import timedelta
from typing import Any

import pytest

from kejing.domain.segments import actions, queries
from kejing.domain.segments.models import Prospect, Target
from kejing.domain.segments.tests.factories import (
    brought,
    held,
    holder_of,
    in_force,
    lends,
    segment,
    working,
)
from kejing.domain.visits.tests.factories import handed_over
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused, Stale
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
DUE = TODAY + timedelta(days=14)


@pytest.fixture
def bank(cast: Cast) -> Cast:
    brought()
    lends(cast, "C0001", 5000)
    in_force()
    return cast


def make(cast: Cast, person: str = "market_manager_a", of: str = "market", **said: Any) -> int:
    code = {"market": "all", "classes": "A"}[of]
    with working(cast, person) as actor:
        return actions.make_list(
            actor=actor, **{"segment_id": segment(code, of), "purpose": "spring loans", "due_on": DUE, **said}
        )


def targets(cast: Cast, list_id: int) -> dict[str, Target]:
    numbers = {pk: number for number, pk in cast.customers.items()}
    with as_system("look"):
        rows = Target.objects.filter(list_id=list_id).select_related("holder").order_by("customer_id")
        return {numbers[row.customer_id]: row for row in rows}


def coverage(cast: Cast, person: str, list_id: int) -> list[tuple[str, int, int]]:
    with working(cast, person) as actor:
        people = queries.target_list(actor=actor, list_id=list_id).people
    return [(row.name, row.coverage.part, row.coverage.whole) for row in people]


@pytest.mark.requirement(
    "A2.6", shows="a list takes a segment's customers by account manager and stays as it was"
)
def test_a_list_is_frozen_on_its_day(bank: Cast) -> None:
    pk = make(bank)
    assert {number: row.holder.name for number, row in targets(bank, pk).items()} == {
        "C0002": "manager_a1", "C0003": "manager_a1", "C0004": "manager_a2", "C0005": "manager_a2",
        "C0008": targets(bank, pk)["C0008"].holder.name,
    }  # fmt: skip
    handed_over(bank, "C0002", "manager_a2")
    lends(bank, "C0003", 10)
    in_force_again(bank)
    assert targets(bank, pk)["C0002"].holder.name == "manager_a1"
    assert "C0003" in targets(bank, pk)


def in_force_again(cast: Cast) -> None:
    from kejing.domain.segments.tests.factories import set_id

    with as_system("night") as system:
        actions.evaluate_segments(actor=system, set_id=set_id("market"))


@pytest.mark.requirement(
    "A2.6", shows="coverage of a list: contacted of all, by person and unit, from visits in its period"
)
def test_coverage_follows_visits(bank: Cast) -> None:
    held(bank, customer="C0003", day=TODAY - timedelta(days=1))
    pk = make(bank)
    assert coverage(bank, "market_manager_a", pk)[0][1:] == (0, 2)
    held(bank, customer="C0002")
    held(bank, "manager_a2", "C0004")
    with working(bank, "market_manager_a") as actor:
        page = queries.target_list(actor=actor, list_id=pk)
        assert [(row.name, row.coverage.part, row.coverage.whole) for row in page.people if row.coverage.part] == [
            ("manager_a1", 1, 2), ("manager_a2", 1, 2),
        ]  # fmt: skip
        assert [(row.unit, row.coverage.part, row.coverage.whole) for row in page.units] == [("机构A", 2, 5)]
    # What an account manager sees is her own part.
    assert coverage(bank, "manager_a1", pk) == [("manager_a1", 1, 2)]
    assert coverage(bank, "auditor", pk)[-1][1:] == (1, 2)


def test_a_contact_before_or_after_the_period_does_not_count(bank: Cast) -> None:
    pk = make(bank, due_on=TODAY)
    held(bank, customer="C0002", day=TODAY - timedelta(days=1))
    with working(bank, "manager_a1", TODAY + timedelta(days=1)):
        pass
    held(bank, customer="C0003", day=TODAY + timedelta(days=1))
    assert coverage(bank, "manager_a1", pk) == [("manager_a1", 0, 2)]


def test_a_contact_on_the_day_of_the_list_counts_whenever_it_was_made(bank: Cast) -> None:
    held(bank, customer="C0002")
    pk = make(bank)
    assert targets(bank, pk)["C0002"].contacted_on == TODAY


def test_a_contact_by_the_new_holder_counts_for_the_list(bank: Cast) -> None:
    pk = make(bank)
    handed_over(bank, "C0002", "manager_a2")
    held(bank, "manager_a2", "C0002")
    assert coverage(bank, "manager_a1", pk) == [("manager_a1", 1, 2)]
    with working(bank, "manager_a1") as actor:
        rows = queries.target_list(actor=actor, list_id=pk).targets.rows
    assert [row.name for row in rows] == ["–", "单田芳"]


def test_coverage_is_explained_down_to_the_contact(bank: Cast) -> None:
    pk = make(bank)
    held(bank, customer="C0002")
    with working(bank, "manager_a1") as actor:
        found = queries.explain_coverage(actor=actor, list_id=pk, holder_id=holder_of(bank, "manager_a1"))
    assert (found.score, [fact.label for fact in found.facts]) == ("50.0%", ["重庆"])


def test_my_targets_are_those_of_running_lists(bank: Cast) -> None:
    pk = make(bank)
    with working(bank, "manager_a1") as actor:
        assert [(row.id, row.coverage.whole) for row in queries.my_targets(actor=actor)] == [(pk, 2)]
    with working(bank, "manager_a1", DUE + timedelta(days=1)) as actor:
        assert queries.my_targets(actor=actor) == []
    with working(bank, "manager_b1") as actor:
        assert queries.my_targets(actor=actor) == []
        assert queries.target_lists(actor=actor).rows == []


def test_make_list_is_refused(bank: Cast) -> None:
    with pytest.raises(Refused) as refused:
        make(bank, due_on=TODAY - timedelta(days=1))
    assert (refused.value.code, refused.value.field) == ("due_in_the_past", "due_on")
    with pytest.raises(Refused) as refused:
        make(bank, "market_manager_b", of="classes")
    assert refused.value.code == "nobody"
    with pytest.raises(Forbidden):
        make(bank, "manager_a1")
    with pytest.raises(NotVisible):
        make(bank, segment_id=999_999)


def test_a_list_above_the_most_is_refused(bank: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from kejing.domain.segments.actions import targets as module

    monkeypatch.setattr(module, "MOST_TARGETS", 4)
    with pytest.raises(Refused) as refused:
        make(bank)
    assert (refused.value.code, refused.value.params) == ("too_many", {"most": 4})


def mark(cast: Cast, pk: int, person: str = "manager_a1", day: Any = TODAY, **said: Any) -> int:
    with working(cast, person, day) as actor:
        return actions.mark_target(actor=actor, target_id=pk, **{"version": 1, "state": "won", **said})


def test_mark_target_says_what_became_of_it(bank: Cast) -> None:
    pk = make(bank)
    mark(bank, targets(bank, pk)["C0002"].pk)
    assert (targets(bank, pk)["C0002"].state, targets(bank, pk)["C0002"].version) == ("won", 2)


def test_mark_target_is_refused(bank: Cast) -> None:
    target = targets(bank, make(bank))["C0002"].pk
    with pytest.raises(Refused) as refused:
        mark(bank, target, state="dropped")
    assert (refused.value.code, refused.value.field) == ("reason_missing", "note")
    with pytest.raises(Stale):
        mark(bank, target, version=7)
    with pytest.raises(Refused) as refused:
        mark(bank, target, day=DUE + timedelta(days=1))
    assert refused.value.code == "list_is_over"
    with pytest.raises(NotVisible):
        mark(bank, target, "manager_b1")
    with pytest.raises(Refused) as refused:
        mark(bank, target, "auditor")
    assert refused.value.status == 403


def add(cast: Cast, person: str = "manager_a1", **said: Any) -> int:
    with working(cast, person) as actor:
        return actions.add_prospect(
            actor=actor, **{"segment_id": segment("all", "market"), "name": "东方商行", **said}
        )


def move(cast: Cast, pk: int, state: str, person: str = "manager_a1", **said: Any) -> int:
    with working(cast, person) as actor:
        return actions.move_prospect(actor=actor, prospect_id=pk, **{"version": 1, "state": state, **said})


@pytest.mark.requirement("A9.2", shows="a prospect of a market goes from prospect to contacted to customer")
def test_a_prospect_becomes_a_customer(bank: Cast) -> None:
    pk = add(bank, phone="021", source="fair")
    move(bank, pk, "contacted")
    move(bank, pk, "customer", version=2, customer_id=bank.customers["C0002"])
    with as_system("look"):
        row = Prospect.objects.get(pk=pk)
    assert (row.state, row.customer_id, row.contacted_on, row.settled_on) == (
        "customer", bank.customers["C0002"], TODAY, TODAY,
    )  # fmt: skip
    with working(bank, "market_manager_a") as actor:
        assert queries.prospect_list(actor=actor, segment_id=segment("all", "market")).counts == {
            "customer": 1
        }


@pytest.mark.requirement(
    "A9.2", shows="a market's prospects are seen by their keeper and her managers, with status"
)
def test_prospects_are_seen_by_scope(bank: Cast) -> None:
    add(bank)
    seen = {}
    for person in ("manager_a1", "manager_a2", "market_manager_a", "market_manager_b", "auditor"):
        with working(bank, person) as actor:
            found = queries.prospect_list(actor=actor, segment_id=segment("all", "market"))
            seen[person] = [(row.name, row.state.value) for row in found.page.rows]
    one = [("东方商行", "prospect")]
    assert seen == {
        "manager_a1": one,
        "manager_a2": [],
        "market_manager_a": one,
        "market_manager_b": [],
        "auditor": one,
    }


def test_move_prospect_is_refused(bank: Cast) -> None:
    pk = add(bank)
    for state, code in (("customer", "settled"), ("dropped", "reason_missing"), ("prospect", "settled")):
        with pytest.raises(Refused) as refused:
            move(bank, pk, state)
        assert refused.value.code == code
    move(bank, pk, "contacted")
    with pytest.raises(Stale):
        move(bank, pk, "dropped", note="no interest")
    with pytest.raises(Refused) as refused:
        move(bank, pk, "customer", version=2)
    assert refused.value.code == "customer_missing"
    with pytest.raises(NotVisible):
        move(bank, pk, "customer", version=2, customer_id=bank.customers["C0006"])
    with pytest.raises(NotVisible):
        move(bank, pk, "dropped", "manager_a2", version=2, note="x")
    with pytest.raises(Refused) as refused:
        move(bank, pk, "dropped", "auditor", version=2, note="x")
    assert refused.value.status == 403
    move(bank, pk, "dropped", version=2, note="no interest")
    with pytest.raises(Refused):
        move(bank, pk, "contacted", version=3)


def test_add_prospect_is_refused(bank: Cast) -> None:
    with pytest.raises(Refused) as refused:
        add(bank, segment_id=segment("A"))
    assert refused.value.code == "not_a_market"
    with pytest.raises(Forbidden):
        add(bank, "administrator")
