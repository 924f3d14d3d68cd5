"""Load and its balance: what each has to do, and a proposal that moves nothing by itself."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kejing.domain.customers.models import Customer, Ownership
from kejing.domain.segments import actions, queries
from kejing.domain.segments.tests.factories import (
    SECTION,
    brought,
    holder_of,
    in_force,
    lends,
    spends,
    working,
)
from kejing.domain.visits.tests.factories import handed_over
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused
from kejing.foundation.kernel.testing import as_owner
from tests.cast import Cast

pytestmark = pytest.mark.django_db
# January 1998 has 19 working days for the calendar; 0.2 hours each leave 3.8 hours a month.
SCARCE = {**SECTION["standard"], "hours": {"per_day": "0.2", "travel_minutes": 30}}


@pytest.fixture
def bank(cast: Cast) -> Cast:
    """manager_a1 has one customer of class A and two of C, manager_a2 two of C."""
    brought(standard=SCARCE)
    lends(cast, "C0001", 5000)
    spends("C0002", 40)
    spends("C0003", 70)
    spends("C0004", 30)
    in_force()
    return cast


def board(cast: Cast, person: str = "market_manager_a") -> Any:
    with working(cast, person) as actor:
        found = queries.load_board(actor=actor)
    assert found is not None
    return found


@pytest.mark.requirement(
    "A10.53", shows="load: hours needed by the standard against hours there, overload flagged"
)
def test_load_of_each_account_manager(bank: Cast) -> None:
    found = board(bank)
    first, second = found.rows
    # A: 365/10 × 90 min / 60 / 12 = 4.5625 h a month; C: 365/100 × 60 min / 60 / 12 = 0.3042 h.
    assert (first.name, first.customers, first.value, first.needed) == (
        "manager_a1",
        3,
        Decimal(110),
        Decimal("5.1709"),
    )
    assert (second.name, second.customers, second.value, second.needed) == (
        "manager_a2",
        2,
        Decimal(30),
        Decimal("0.6084"),
    )
    assert first.there == found.days * Decimal("0.2")
    assert (first.is_over, second.is_over) == (True, False)


def test_loads_are_seen_by_scope_and_right(bank: Cast) -> None:
    assert [row.name for row in board(bank, "market_manager_b").rows] == ["manager_b1"]
    assert len(board(bank, "auditor").rows) == 3
    with pytest.raises(Forbidden):
        board(bank, "manager_a1")


def test_load_is_explained(bank: Cast) -> None:
    with working(bank, "market_manager_a") as actor:
        found = queries.explain_load(actor=actor, holder_id=holder_of(bank, "manager_a1"))
    assert [line.value for line in found.criteria][:3] == ["1", "0", "2"]
    with pytest.raises(NotVisible), working(bank, "market_manager_b") as actor:
        queries.explain_load(actor=actor, holder_id=holder_of(bank, "manager_a1"))


def propose(cast: Cast, unit: str = "A", person: str = "market_manager_a") -> Any:
    with working(cast, person) as actor:
        return queries.balance_unit(actor=actor, unit_id=cast.units[unit].pk)


@pytest.mark.requirement(
    "A10.53", shows="a proposal says whom to move, before and after; nothing moves until it is passed"
)
def test_a_proposal_moves_those_of_least_value_first(bank: Cast) -> None:
    page = propose(bank)
    # C0001 is worth nothing in spend, but too much for anybody else; then C0002 (40) and C0003 (70).
    assert [(row.name, row.giver, row.taker) for row in page.moves] == [
        ("重庆", "manager_a1", "manager_a2"), ("单田芳", "manager_a1", "manager_a2"),
    ]  # fmt: skip
    after = {
        line.row.name: (line.row.customers, line.after.customers, line.after.needed) for line in page.people
    }
    assert after == {"manager_a1": (3, 1, Decimal("4.5625")), "manager_a2": (2, 4, Decimal("1.2168"))}
    with as_system("look"):
        assert Customer.objects.filter(holder_id=holder_of(bank, "manager_a1")).count() == 3
    with working(bank, "market_manager_a") as actor:
        moved = actions.pass_proposal(
            actor=actor, unit_id=bank.units["A"].pk, digest=page.digest, reason="relief"
        )
    assert moved == 2
    with as_system("look"):
        now = Ownership.objects.filter(
            valid_to=None, holder_id=holder_of(bank, "manager_a2"), reason="relief"
        )
        assert now.count() == 2
    assert [row.customers for row in board(bank).rows] == [1, 4]


def test_confidential_customers_and_those_who_came_lately_stay(bank: Cast) -> None:
    with as_owner():
        Customer.objects.filter(number="C0002").update(confidential=True)
        Ownership.objects.filter(customer_id=bank.customers["C0003"]).update(valid_from=date(1997, 12, 1))
    assert propose(bank).moves == ()


def passed(cast: Cast, digest: str, person: str = "market_manager_a", unit: str = "A") -> int:
    with working(cast, person) as actor:
        return actions.pass_proposal(actor=actor, unit_id=cast.units[unit].pk, digest=digest, reason="relief")


def test_pass_proposal_is_refused(bank: Cast) -> None:
    digest = propose(bank).digest
    with pytest.raises(Refused) as refused:
        passed(bank, "another")
    assert refused.value.code == "changed"
    for person, error in (
        ("manager_a1", Forbidden),
        ("auditor", Forbidden),
        ("market_manager_b", NotVisible),
    ):
        with pytest.raises(error):
            passed(bank, digest, person)
    with pytest.raises(Refused) as refused:
        passed(bank, "", "market_manager_b", "B")
    assert refused.value.code == "nothing"
    handed_over(bank, "C0002", "manager_a2")
    with pytest.raises(Refused) as refused:
        passed(bank, digest)
    assert refused.value.code == "changed"
