"""Existing accounts locked to a person, and holdings packed to one."""

from datetime import timedelta
from typing import Any

import pytest

from kejing.domain.customers.actions import (
    add_collaborator,
    ask_unlock,
    assign_customer,
    decide_unlock,
    lock_customers,
    pack_holdings,
    unpack_holdings,
)
from kejing.domain.customers.models import (
    HoldingOwnership,
    Lock,
    UnlockRequest,
)
from kejing.domain.customers.tests.factories import as_, holds, refused
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


class TestLockCustomers:
    @pytest.mark.requirement(
        "A2.58", shows="customers and what they own are locked to a person: no one moves them"
    )
    def test_locked_with_what_she_owns_nobody_moves_her(self, cast: Cast) -> None:
        ids = holds(cast, "C0001", "A-1", "A-2")
        assert as_(cast, "market_manager_a", lock_customers, numbers=["C0001"], reason="stock") == 1
        with as_system("look"):
            packed = HoldingOwnership.objects.filter(holding_id__in=ids)
            assert {(row.holder_id, row.valid_from, row.amount) for row in packed} == {
                (cast["manager_a1"].holder_id, TODAY, 1_000)
            }
        with pytest.raises(Refused) as refusal:
            as_(
                cast,
                "branch_head_a",
                assign_customer,
                customer_id=cast.customers["C0001"],
                holder_id=cast["manager_a2"].holder_id,
                reason="x",
            )
        assert refusal.value.code.value == "locked"
        assert refusal.value.params["reason"] == "stock"

    @pytest.mark.requirement("A2.58", shows="a second person unlocks, never the one who asks")
    def test_a_second_person_unlocks(self, cast: Cast) -> None:
        holds(cast, "C0001", "A-1")
        as_(cast, "market_manager_a", lock_customers, numbers=["C0001"], reason="stock")
        as_(cast, "market_manager_a", ask_unlock, customer_id=cast.customers["C0001"], reason="moves away")
        with as_system("look"):
            asked = UnlockRequest.objects.get().pk
        decide = {"request_id": asked, "approve": True}
        assert refused(cast, "market_manager_a", decide_unlock, **decide) == "second_person"
        with pytest.raises(Forbidden):
            as_(cast, "manager_a1", decide_unlock, **decide)
        with pytest.raises(NotVisible):
            as_(cast, "branch_head_b", decide_unlock, **decide)
        as_(cast, "branch_head_a", decide_unlock, **decide)
        assert refused(cast, "branch_head_a", decide_unlock, **decide) == "decided"
        with clock.frozen(clock.at(TODAY + timedelta(days=1), 9)):
            as_(
                cast,
                "branch_head_a",
                assign_customer,
                customer_id=cast.customers["C0001"],
                holder_id=cast["manager_a2"].holder_id,
                reason="x",
            )
        with as_system("look"):
            assert not Lock.objects.filter(valid_to=None).exists()
            assert not HoldingOwnership.objects.filter(valid_to=None).exists()

    def test_declined_she_stays_locked(self, cast: Cast) -> None:
        as_(cast, "market_manager_a", lock_customers, numbers=["C0001"], reason="stock")
        as_(cast, "manager_a1", ask_unlock, customer_id=cast.customers["C0001"], reason="x")
        assert (
            refused(cast, "manager_a1", ask_unlock, customer_id=cast.customers["C0001"], reason="x")
            == "asked_already"
        )
        with as_system("look"):
            asked = UnlockRequest.objects.get().pk
        as_(cast, "branch_head_a", decide_unlock, request_id=asked, approve=False)
        with as_system("look"):
            assert Lock.objects.get().valid_to is None

    def test_refusals(self, cast: Cast) -> None:
        lock = {"reason": "x"}
        assert refused(cast, "market_manager_a", lock_customers, numbers=["C0008"], **lock) == "locks_persons"
        assert refused(cast, "market_manager_a", lock_customers, numbers=["C0006"], **lock) == "not_found"
        assert refused(cast, "market_manager_a", lock_customers, **lock) == "nothing_chosen"
        as_(cast, "market_manager_a", lock_customers, from_holder_id=cast["manager_a1"].holder_id, **lock)
        assert (
            refused(cast, "market_manager_a", lock_customers, numbers=["C0001", "C0004"], **lock)
            == "locked_already"
        )
        assert (
            refused(cast, "manager_a2", ask_unlock, customer_id=cast.customers["C0004"], reason="x")
            == "not_locked"
        )
        with pytest.raises(Forbidden):
            as_(cast, "manager_a1", lock_customers, numbers=["C0001"], **lock)


class TestPackHoldings:
    def pack(self, cast: Cast, person: str, ids: list[int], to: str = "manager_a1") -> Any:
        return as_(
            cast,
            person,
            pack_holdings,
            customer_id=cast.customers["C0001"],
            holding_ids=ids,
            holder_id=cast[to].holder_id,
            reason="x",
        )

    def test_packed_to_a_collaborator_and_unpacked(self, cast: Cast) -> None:
        ids = holds(cast, "C0001", "A-1", "A-2")
        as_(
            cast,
            "manager_a1",
            add_collaborator,
            customer_id=cast.customers["C0001"],
            holder_id=cast["manager_a2"].holder_id,
            role="specialist",
            reason="x",
        )
        assert self.pack(cast, "market_manager_a", ids[:1], "manager_a2") == 1
        with pytest.raises(Refused) as refusal:
            self.pack(cast, "market_manager_a", ids)
        assert refusal.value.code.value == "packed"
        gone = {"customer_id": cast.customers["C0001"], "holding_ids": ids[:1]}
        with pytest.raises(Forbidden):
            as_(cast, "manager_a1", unpack_holdings, **gone)
        assert as_(cast, "market_manager_a", unpack_holdings, **gone) == 1

    def test_refusals(self, cast: Cast) -> None:
        [own] = holds(cast, "C0001", "A-1")
        [foreign] = holds(cast, "C0004", "B-1")
        for ids, to, code in (
            ([own], "manager_a2", "unknown_person"),
            ([own, foreign], "manager_a1", "not_theirs"),
            ([], "manager_a1", "not_theirs"),
        ):
            with pytest.raises(Refused) as refusal:
                self.pack(cast, "market_manager_a", ids, to)
            assert refusal.value.code.value == code
        with pytest.raises(Forbidden):
            self.pack(cast, "manager_a1", [own])

    def test_refused(self, cast: Cast) -> None:
        of = {"customer_id": cast.customers["C0001"], "holding_ids": [1]}
        assert refused(cast, "manager_a1", pack_holdings, **of, holder_id=1, reason="x") == "forbidden"
        assert refused(cast, "market_manager_b", pack_holdings, **of, holder_id=1, reason="x") == "404"
        assert refused(cast, "market_manager_a", unpack_holdings, **of) == "not_theirs"
