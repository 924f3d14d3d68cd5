"""Who is overdue: kept as contacts happen and owners change, and the same when worked out anew."""

from datetime import date, timedelta
from typing import Any

import pytest

from kejing.domain.segments import actions, queries
from kejing.domain.segments.actions.due import refresh_services
from kejing.domain.segments.models import Service, Standard
from kejing.domain.segments.tests.factories import (
    brought,
    held,
    holder_of,
    in_force,
    lends,
    service,
    spends,
    standard,
    working,
)
from kejing.domain.visits.actions import correct_visit
from kejing.domain.visits.tests.factories import handed_over
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
START = date(1997, 11, 3)


@pytest.fixture
def bank(cast: Cast) -> Cast:
    """C0001 and C0004 are of class A (10 days), C0002 of B (20), the others of C (100)."""
    brought()
    for number in ("C0001", "C0004"):
        lends(cast, number, 5000)
    spends("C0002", 300)
    in_force("classes")
    return cast


def overdue(cast: Cast, person: str = "manager_a1", **wanted: Any) -> list[tuple[str, int]]:
    with working(cast, person) as actor:
        return [(row.name, row.days) for row in queries.overdue_list(actor=actor, **wanted).page.rows]


@pytest.mark.requirement(
    "A9.4", shows="customers without contact beyond the norm of their class, most overdue first"
)
def test_who_is_overdue(bank: Cast) -> None:
    # 73 days since 3 November: 63 beyond 10, 53 beyond 20; class C has 27 left.
    assert overdue(bank) == [("曾国华", 63), ("重庆", 53)]
    assert overdue(bank, "manager_a2") == [("王小明", 63)]
    assert overdue(bank, "manager_b1") == []
    held(bank, customer="C0001")
    assert overdue(bank) == [("重庆", 53)]
    assert (service(bank, "C0001").last_on, service(bank, "C0001").due_on) == (
        TODAY,
        TODAY + timedelta(days=10),
    )


def test_on_the_due_day_itself_nobody_is_overdue(bank: Cast) -> None:
    with working(bank, "manager_a1", START + timedelta(days=10)) as actor:
        assert queries.overdue_list(actor=actor).page.rows == []
    with working(bank, "manager_a1", START + timedelta(days=11)) as actor:
        assert [row.days for row in queries.overdue_list(actor=actor).page.rows] == [1]


def test_an_earlier_contact_does_not_turn_the_clock_back(bank: Cast) -> None:
    held(bank, customer="C0001")
    held(bank, customer="C0001", day=TODAY - timedelta(days=2))
    assert service(bank, "C0001").last_on == TODAY


def test_what_events_kept_is_what_working_it_out_anew_gives(bank: Cast) -> None:
    held(bank, customer="C0001", day=TODAY - timedelta(days=1))
    visit = held(bank, customer="C0002")
    with working(bank, "manager_a1") as actor:
        correct_visit(
            actor=actor, visit_id=visit, version=1, direction="inbound", channel="call", goal="", reached="none",
            result="agreed", observations="", next_step="",
        )  # fmt: skip
    handed_over(bank, "C0003", "manager_a2")
    with clock.frozen(clock.at(TODAY, 23)), as_system("night"):
        assert refresh_services(TODAY) == 0


def test_due_dates_go_with_the_customer(bank: Cast) -> None:
    handed_over(bank, "C0001", "manager_a2")
    assert overdue(bank) == [("重庆", 53)]
    assert overdue(bank, "manager_a2") == [("曾国华", 63), ("王小明", 63)]
    assert service(bank, "C0001").holder_id == holder_of(bank, "manager_a2")


def test_many_customers_moved_at_once_cost_one_more_statement_not_many(bank: Cast) -> None:
    from kejing.domain.customers.models import Customer
    from kejing.foundation.kernel.testing import as_owner

    with as_owner():
        Customer.objects.filter(number__in=["C0001", "C0002"]).update(unit_id=bank.units["B"].pk)
        Customer.objects.filter(number__in=["C0001", "C0002"]).update(unit_id=bank.units["A"].pk)
    assert service(bank, "C0002").unit_id == bank.units["A"].pk


def test_a_customer_merged_into_another_is_not_served_apart(bank: Cast) -> None:
    from kejing.domain.customers.models import Customer
    from kejing.foundation.kernel.testing import as_owner

    with as_owner():
        Customer.objects.filter(number="C0002").update(merged_into_id=bank.customers["C0001"])
    with as_system("night"):
        assert refresh_services(TODAY) == 1
        assert not Service.objects.filter(customer_id=bank.customers["C0002"]).exists()


@pytest.mark.requirement("A9.4", shows="a manager sees how many are overdue with each of her people")
def test_a_manager_sees_overdue_by_person(bank: Cast) -> None:
    with working(bank, "market_manager_a") as actor:
        found = queries.overdue_list(actor=actor)
        assert [(row.name, row.n) for row in found.people] == [("manager_a1", 2), ("manager_a2", 1)]
        assert found.count.n == 3
        only = queries.overdue_list(actor=actor, holder_id=holder_of(bank, "manager_a2"))
        assert [row.name for row in only.page.rows] == ["王小明"]
    with working(bank, "manager_a1") as actor:
        assert queries.overdue_list(actor=actor).people == ()


def test_an_overdue_contact_is_explained(bank: Cast) -> None:
    with working(bank, "manager_a1") as actor:
        found = queries.explain_overdue(actor=actor, customer_id=bank.customers["C0001"])
    assert [line.value for line in found.criteria] == ["A类", "10", "73"]
    assert (found.rule.version, found.rule.valid_from) == ("v1", START)
    assert found.facts[0].on == START
    with pytest.raises(NotVisible), working(bank, "manager_b1") as actor:
        queries.explain_overdue(actor=actor, customer_id=bank.customers["C0001"])


NORMS = {"A": (90, 8, 60), "B": (20, 24, 45), "C": (60, 48, 30)}


@pytest.mark.requirement("A9.4", shows="other norms say how many would be overdue before they are in force")
def test_a_standard_is_tried_before_it_applies(bank: Cast) -> None:
    with working(bank, "administrator") as actor:
        pk = actions.draft_standard(actor=actor, classes=NORMS)
    with as_system("look"):
        assert Standard.objects.get(pk=pk).trial == {"overdue": 3, "would_be": 6}
    assert overdue(bank) == [("曾国华", 63), ("重庆", 53)]
    with working(bank, "administrator") as actor:
        actions.apply_standard(actor=actor, standard_id=pk)
    assert (standard().number, standard().valid_from) == (2, TODAY)
    # A has 90 days now, C only 60; nobody's clock starts again because the norm changed.
    assert overdue(bank) == [("重庆", 53), ("单田芳", 13)]


@pytest.mark.parametrize(
    ("classes", "code"),
    [({"D": (1, 1, 10)}, "unknown_class"), ({"A": (0, 1, 10)}, "bad_norm"), ({"A": (1, 1, 481)}, "bad_norm")],
)
def test_draft_standard_is_refused(bank: Cast, classes: Any, code: str) -> None:
    with pytest.raises(Refused) as refused, working(bank, "administrator") as actor:
        actions.draft_standard(actor=actor, classes=classes)
    assert refused.value.code == code
    with pytest.raises(Forbidden), working(bank, "branch_head_a") as actor:
        actions.draft_standard(actor=actor, classes=NORMS)


def test_apply_standard_is_refused(bank: Cast) -> None:
    with pytest.raises(Refused), working(bank, "administrator") as actor:
        actions.apply_standard(actor=actor, standard_id=standard().pk)
    with pytest.raises(NotVisible), working(bank, "administrator") as actor:
        actions.apply_standard(actor=actor, standard_id=999_999)
    with pytest.raises(Forbidden), working(bank, "branch_head_a") as actor:
        actions.apply_standard(actor=actor, standard_id=standard().pk)
