"""Defining, trying, applying; membership in step with what customers are; its history."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from kejing.domain.segments import actions, queries
from kejing.domain.segments.models import Membership, SegmentSet, SetVersion
from kejing.domain.segments.tests.factories import (
    SECTION,
    brought,
    held,
    in_force,
    lends,
    segment,
    set_id,
    spends,
    version_of,
    working,
)
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused, Stale
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
LENT = {"all": [{"field": "lent", "is": ">=", "value": 1000}]}


@pytest.fixture
def bank(cast: Cast) -> Cast:
    """C0001 owes 5,000, C0002 spent 300 in the last full months, the others neither."""
    brought()
    lends(cast, "C0001", 5000)
    lends(cast, "C0003", 9000, closed_on=date(1998, 1, 10))
    spends("C0002", 200, date(1997, 10, 31))
    spends("C0002", 100, date(1997, 12, 31))
    spends("C0004", 90, date(1997, 9, 30))
    return cast


def classes(cast: Cast, code: str = "classes") -> dict[str, str]:
    """Customer number → segment now."""
    numbers = {pk: number for number, pk in cast.customers.items()}
    with as_system("look"):
        rows = Membership.objects.filter(set__code=code, valid_to=None).values_list(
            "customer_id", "segment__code"
        )
        return {numbers[pk]: code for pk, code in rows}


def evaluate(day: date = TODAY, code: str = "classes") -> int:
    with clock.frozen(clock.at(day, 2)), as_system("night") as system:
        return actions.evaluate_segments(actor=system, set_id=set_id(code))


@pytest.mark.requirement(
    "A2.6", shows="classes are tried, counted and applied; every customer is in exactly one"
)
def test_classes_are_tried_before_they_apply(bank: Cast) -> None:
    pk = version_of()
    with clock.frozen(clock.at(TODAY, 9)), as_system("try") as system:
        actions.try_version(actor=system, version_id=pk)
        page = queries.trial_page(actor=system, version_id=pk)
    assert [(row.now, row.enters, row.leaves) for row in page.rows] == [(1, 1, 0), (1, 1, 0), (6, 6, 0)]
    assert classes(bank) == {}
    in_force("classes")
    assert classes(bank) == {
        "C0001": "A", "C0002": "B", "C0003": "C", "C0004": "C", "C0005": "C", "C0006": "C", "C0007": "C", "C0008": "C",
    }  # fmt: skip


def test_the_values_that_decided_stand_beside_the_membership(bank: Cast) -> None:
    in_force("classes")
    with as_system("look"):
        row = Membership.objects.get(customer_id=bank.customers["C0002"])
    assert {name: float(value) for name, value in row.values.items()} == {"lent": 0, "spend": 300}
    assert (row.valid_from, row.valid_to, row.by_id) == (TODAY, None, version_of(state="applied"))


def test_evaluating_again_changes_nothing(bank: Cast) -> None:
    in_force("classes")
    assert evaluate() == 0
    assert evaluate(TODAY + timedelta(days=1)) == 0
    with as_system("look"):
        assert Membership.objects.filter(set__code="classes").count() == 8


@pytest.mark.requirement("A2.6", shows="in which segment a customer was on a day is answered from dated rows")
def test_membership_has_a_history(bank: Cast) -> None:
    in_force("classes")
    lends(bank, "C0005", 2000)
    later = TODAY + timedelta(days=10)
    assert evaluate(later) == 2
    customer = bank.customers["C0005"]
    with clock.frozen(clock.at(later, 9)), bank["manager_a2"].acting() as actor:

        def at(day: date | None) -> list[str]:
            return [row.label for row in queries.segments_of(actor=actor, customer_id=customer, on=day)]

        assert at(TODAY + timedelta(days=9)) == ["C类"]
        assert at(later) == ["A类"]
        assert at(TODAY - timedelta(days=1)) == []
        assert at(None) == ["A类", "C类"]
        assert [
            r.name for r in queries.segment_page(actor=actor, segment_id=segment("C"), on=TODAY).members.rows
        ] == ["王小明", "尉迟恭"]
        assert [r.name for r in queries.segment_page(actor=actor, segment_id=segment("C")).members.rows] == [
            "王小明"
        ]


def test_who_moves_twice_in_a_day_is_where_she_ended_up(bank: Cast) -> None:
    in_force("classes")
    later = TODAY + timedelta(days=1)
    lends(bank, "C0005", 2000)
    evaluate(later)
    with as_owner():
        from kejing.domain.customers.models import Holding

        Holding.objects.filter(number="L-C0005-2000").update(closed_on=later)
    evaluate(later)
    with as_system("look"):
        found = Membership.objects.filter(customer_id=bank.customers["C0005"], set__code="classes")
        rows = list(found.select_related("segment"))
    assert [(row.segment.code, row.valid_from, row.valid_to) for row in rows] == [("C", TODAY, None)]


def define(cast: Cast, person: str = "market_manager_a", rule: Any = None, **said: Any) -> int:
    with working(cast, person) as actor:
        return actions.define_segment(
            actor=actor, **{"name": "borrowers", "kind": "free", "rule": rule or LENT, **said}
        )


def draft_of(cast: Cast, pk: int) -> SetVersion:
    with as_system("look"):
        return SetVersion.objects.get(set__in=SegmentSet.objects.filter(pk__in=[pk_set(pk)]), state="draft")


def pk_set(segment_id: int) -> int:
    from kejing.domain.segments.models import Segment

    return Segment.objects.get(pk=segment_id).set_id


def test_a_units_segment_looks_at_the_units_customers_alone(bank: Cast) -> None:
    lends(bank, "C0006", 7000)
    draft = draft_of(bank, define(bank))
    assert draft.trial["counts"] == {"it": [1, 1, 0]}
    assert draft.trial["entering"] == [bank.customers["C0001"]]
    with working(bank, "market_manager_a") as actor:
        actions.apply_segments(actor=actor, version_id=draft.pk)
    with as_system("look"):
        assert list(Membership.objects.values_list("customer_id", flat=True)) == [bank.customers["C0001"]]


def test_an_administrator_defines_for_all(bank: Cast) -> None:
    lends(bank, "C0006", 7000)
    assert draft_of(bank, define(bank, "administrator")).trial["counts"] == {"it": [2, 2, 0]}


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"all": [{"field": "shoe_size", "is": ">", "value": 1}]}, "unknown_field"),
        ({"all": []}, "no_condition"),
        ({"all": [{"field": "lent", "is": ">", "value": "much"}]}, "bad_value"),
    ],
)
def test_a_bad_rule_is_refused(bank: Cast, rule: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        define(bank, rule=rule)
    assert (refused.value.code, refused.value.field) == (code, "rule")


def test_a_restricted_field_needs_its_right(bank: Cast) -> None:
    by_risk = {"all": [{"field": "risk", "is": "is", "value": "bad"}]}
    define(bank, rule=by_risk)  # a market manager sees the team's results
    with pytest.raises(Refused) as refused:
        define(bank, "administrator", rule=by_risk)
    assert (refused.value.code, refused.value.params) == ("field_not_yours", {"name": "risk"})


def test_who_defines_none_is_refused(bank: Cast) -> None:
    for person in ("manager_a1", "compliance"):
        with pytest.raises(Refused) as refused:
            define(bank, person)
        assert refused.value.status == 403
    with pytest.raises(Forbidden):
        define(bank, "hr")


def test_draft_rule_replaces_one_rule_and_keeps_the_others(bank: Cast) -> None:
    in_force("classes")
    stricter = {"all": [{"field": "lent", "is": ">=", "value": 6000}]}
    with working(bank, "administrator") as actor:
        actions.draft_rule(actor=actor, segment_id=segment("A"), version=1, rule=stricter)
    with as_system("look"):
        draft = SetVersion.objects.get(set__code="classes", state="draft")
    assert draft.number == 2
    assert draft.body["rules"]["A"] == {"all": [{"field": "lent", "is": ">=", "value": "6000"}]}
    assert draft.body["rules"]["B"]["any"][0]["field"] == "spend"
    assert draft.trial["counts"] == {"A": [0, 0, 1], "B": [1, 0, 0], "C": [7, 1, 0]}
    assert classes(bank)["C0001"] == "A"
    with working(bank, "administrator") as actor:
        actions.apply_segments(actor=actor, version_id=draft.pk)
    assert classes(bank)["C0001"] == "C"
    with as_system("look"):
        assert SetVersion.objects.get(set__code="classes", number=1).state == "past"


def test_draft_rule_is_refused(bank: Cast) -> None:
    with pytest.raises(Refused) as refused, working(bank, "administrator") as actor:
        actions.draft_rule(actor=actor, segment_id=segment("C"), version=1, rule=LENT)
    assert refused.value.code == "last_class"
    with pytest.raises(Stale), working(bank, "administrator") as actor:
        actions.draft_rule(actor=actor, segment_id=segment("A"), version=7, rule=LENT)
    with pytest.raises(Refused) as refused, working(bank, "market_manager_a") as actor:
        actions.draft_rule(actor=actor, segment_id=segment("A"), version=1, rule=LENT)
    assert refused.value.status == 403
    foreign = define(bank, "market_manager_b")
    with pytest.raises(NotVisible), working(bank, "market_manager_a") as actor:
        actions.draft_rule(actor=actor, segment_id=foreign, version=1, rule=LENT)


def test_apply_segments_is_refused_before_a_trial_and_twice(bank: Cast) -> None:
    pk = version_of()
    with pytest.raises(Refused) as refused, working(bank, "administrator") as actor:
        actions.apply_segments(actor=actor, version_id=pk)
    assert refused.value.code == "not_tried"
    in_force("classes")
    for run in (actions.apply_segments, actions.try_version):
        with pytest.raises(Refused) as refused, working(bank, "administrator") as actor:
            run(actor=actor, version_id=pk)
        assert refused.value.code == "not_a_draft"
    with pytest.raises(Refused) as refused, working(bank, "manager_a1") as actor:
        actions.try_version(actor=actor, version_id=pk)
    assert refused.value.status == 403


def test_evaluate_segments_is_refused_where_nothing_is_in_force(bank: Cast) -> None:
    with pytest.raises(Refused), as_system("night") as system:
        actions.evaluate_segments(actor=system, set_id=set_id())


def test_a_version_that_came_into_force_is_frozen(bank: Cast) -> None:
    from django.db.utils import IntegrityError

    in_force("classes")
    with pytest.raises(IntegrityError), as_system("cheat"):
        SetVersion.objects.filter(state="applied").update(body={})


CONTACTS = {
    "code": "contacts", "fact": "contact", "figure": "quantity", "folding": "count", "months": 3,
    "label": {"zh": "接触次数", "en": "Contacts"},
}  # fmt: skip


@pytest.mark.requirement("A2.10", shows="how often a customer was contacted, by anybody, decides in a rule")
def test_contacts_of_full_months_count_in_a_rule(cast: Cast) -> None:
    rule = {"all": [{"field": "contacts", "is": ">=", "value": 2}]}
    label = {"zh": "常联系", "en": "Often met"}
    often = {
        "code": "often", "kind": "free", "label": label,
        "segments": [{"code": "all", "label": label, "rule": rule}],
    }  # fmt: skip
    brought(figures=[*SECTION["figures"], CONTACTS], sets=[*SECTION["sets"], often])
    for number, days in {"C0001": (10, 12), "C0002": (10,), "C0004": ()}.items():
        for day in days:
            held(cast, customer=number, day=date(1997, 12, day))
    held(cast, customer="C0002", day=TODAY)  # of a month that is not full yet
    in_force("often")
    with as_system("look"):
        rows = Membership.objects.filter(set__code="often").values_list("customer__number", "values")
        assert list(rows) == [("C0001", {"contacts": 2})]
    with working(cast, "manager_a1") as actor:
        why = queries.explain_membership(
            actor=actor, customer_id=cast.customers["C0002"], set_id=set_id("often")
        )
    assert [(line.value, line.threshold) for line in why.criteria] == [("1", "不低于 2")]


def test_contacts_are_counted_and_nothing_else(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="contacts have a quantity, which is counted"):
        brought(figures=[CONTACTS | {"folding": "sum"}])
