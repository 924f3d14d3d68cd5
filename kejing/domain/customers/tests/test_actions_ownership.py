"""Collaborators, confidential marks, the pool, locks and transfers: what is done, and what is refused."""

from datetime import date, timedelta
from typing import Any

import pytest

from kejing.domain.customers.actions import (
    add_collaborator,
    ask_unlock,
    assign_customer,
    claim_customer,
    decide_unlock,
    end_collaboration,
    lock_customers,
    mark_confidential,
    pack_holdings,
    send_to_pool,
    sweep_pool,
    transfer_customers,
    unpack_holdings,
)
from kejing.domain.customers.models import (
    Collaboration,
    Customer,
    HoldingOwnership,
    Lock,
    Recycling,
    UnlockRequest,
)
from kejing.domain.customers.queries import (
    customer_list,
    find_customers,
    left_list,
    owner_as_of,
    ownership_page,
    pool_list,
    rotation_list,
    transfer_preview,
)
from kejing.domain.customers.tests.factories import holds, policy, stretches
from kejing.domain.org.models import Appointment, Holder
from kejing.domain.visits.models import Visit
from kejing.domain.visits.tests.factories import planned
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused
from kejing.foundation.kernel.testing import as_owner
from tests.cast import BEGAN, TODAY, Cast

pytestmark = pytest.mark.django_db


def as_(cast: Cast, person: str, act: Any, **arguments: Any) -> Any:
    with cast[person].acting() as actor:
        return act(actor=actor, **arguments)


def refused(cast: Cast, person: str, act: Any, **arguments: Any) -> str:
    with pytest.raises(Refused) as refusal:
        as_(cast, person, act, **arguments)
    return str(refusal.value.code.value)


def seen(cast: Cast, person: str) -> set[str]:
    with cast[person].acting() as actor:
        rows = customer_list(actor=actor).page.rows
        wall = set(Customer.objects.values_list("number", flat=True))
    assert {row.number for row in rows} == wall
    return wall


class TestAddCollaborator:
    def share(
        self,
        cast: Cast,
        person: str = "manager_a1",
        number: str = "C0001",
        to: str = "manager_b1",
        **more: Any,
    ) -> Any:
        more = {"role": "specialist", "reason": "loan", **more}
        return as_(
            cast,
            person,
            add_collaborator,
            customer_id=cast.customers[number],
            holder_id=cast[to].holder_id,
            **more,
        )

    def test_she_sees_the_customer_and_no_other_of_the_holder_s(self, cast: Cast) -> None:
        self.share(cast)
        assert seen(cast, "manager_b1") == {"C0001", "C0006", "C0007"}
        with cast["manager_b1"].acting() as actor:
            assert [card.number for card in find_customers(actor=actor, text="C0001")] == ["C0001"]

    def test_until_the_last_day_and_not_longer(self, cast: Cast) -> None:
        self.share(cast, last=TODAY)
        assert "C0001" in seen(cast, "manager_b1")
        with clock.frozen(clock.at(TODAY + timedelta(days=1), 9)):
            assert "C0001" not in seen(cast, "manager_b1")

    def test_her_leader_sees_it_not(self, cast: Cast) -> None:
        self.share(cast)
        assert "C0001" not in seen(cast, "market_manager_b")

    def test_whoever_leads_there_shares_too_and_nobody_else(self, cast: Cast) -> None:
        self.share(cast, "market_manager_a")
        for person, error in (
            ("auditor", Forbidden),
            ("manager_a2", NotVisible),
            ("market_manager_b", NotVisible),
        ):
            with pytest.raises(error):
                self.share(cast, person, to="manager_a2")

    def test_a_collaborator_does_not_share_on(self, cast: Cast) -> None:
        self.share(cast)
        with pytest.raises(Forbidden):
            self.share(cast, "manager_b1", to="manager_a2")

    @pytest.mark.parametrize(
        ("to", "more", "code"),
        [
            ("manager_a1", {}, "is_holder"),
            ("outsider", {}, "unknown_person"),
            ("manager_b1", {"last": TODAY - timedelta(days=1)}, "until_before"),
        ],
    )
    def test_refusals(self, cast: Cast, to: str, more: dict[str, Any], code: str) -> None:
        with pytest.raises(Refused) as refusal:
            self.share(cast, to=to, **more)
        assert refusal.value.code.value == code

    def test_not_twice_at_a_time(self, cast: Cast) -> None:
        self.share(cast)
        with pytest.raises(Refused) as refusal:
            self.share(cast)
        assert refusal.value.code.value == "collaborates"

    def test_ended_it_shows_nothing_any_more(self, cast: Cast) -> None:
        self.share(cast)
        with as_system("look"):
            row = Collaboration.objects.get()
        ids = {"customer_id": cast.customers["C0001"], "collaboration_id": row.pk}
        with pytest.raises(NotVisible):
            as_(cast, "manager_a2", end_collaboration, **ids)
        as_(cast, "manager_a1", end_collaboration, **ids)
        assert "C0001" not in seen(cast, "manager_b1")


class TestMarkConfidential:
    def mark(self, cast: Cast, person: str = "branch_head_a", *, confidential: bool = True) -> Any:
        return as_(
            cast,
            person,
            mark_confidential,
            customer_id=cast.customers["C0001"],
            confidential=confidential,
            reason="x",
        )

    def test_only_her_holder_and_who_has_the_right_see_her(self, cast: Cast) -> None:
        self.mark(cast)
        shown = {
            p: "C0001" in seen(cast, p)
            for p in ("manager_a1", "market_manager_a", "branch_head_a", "auditor")
        }
        assert shown == {
            "manager_a1": True,
            "market_manager_a": False,
            "branch_head_a": True,
            "auditor": True,
        }

    def test_a_collaborator_sees_her_and_the_mark_can_be_taken_off(self, cast: Cast) -> None:
        self.mark(cast)
        as_(
            cast, "manager_a1", add_collaborator, customer_id=cast.customers["C0001"],
            holder_id=cast["manager_a2"].holder_id, role="b_role", reason="x",
        )  # fmt: skip
        assert "C0001" in seen(cast, "manager_a2")
        self.mark(cast, confidential=False)
        assert "C0001" in seen(cast, "market_manager_a")

    def test_not_without_the_right(self, cast: Cast) -> None:
        for person in ("manager_a1", "market_manager_a", "auditor"):
            with pytest.raises(Forbidden):
                self.mark(cast, person)
        with pytest.raises(NotVisible):
            self.mark(cast, "branch_head_b")


class TestClaimCustomer:
    def claim(self, cast: Cast, person: str = "manager_a1", number: str = "C0008") -> Any:
        return as_(cast, person, claim_customer, customer_id=cast.customers[number])

    def test_out_of_the_pool_into_her_hands(self, cast: Cast) -> None:
        self.claim(cast)
        assert stretches(cast, "C0008")[-1] == ("manager_a1", TODAY, None, "claim")
        assert "C0008" in seen(cast, "manager_a1")

    def test_the_pool_shows_only_what_lies_in_one_s_own(self, cast: Cast) -> None:
        assert [row.number for row in as_(cast, "manager_a1", pool_list).page.rows] == ["C0008"]
        assert as_(cast, "manager_b1", pool_list).page.rows == []
        with pytest.raises(NotVisible):
            self.claim(cast, "manager_b1")
        with pytest.raises(Forbidden):
            as_(cast, "auditor", pool_list)

    def test_all_pools_where_the_rules_say_so(self, cast: Cast) -> None:
        policy(claim_from="region")
        self.claim(cast, "manager_b1")
        assert "C0008" in seen(cast, "manager_b1")

    def test_not_what_somebody_holds(self, cast: Cast) -> None:
        with pytest.raises(NotVisible):
            self.claim(cast, "manager_a2", "C0001")

    def test_not_without_the_right(self, cast: Cast) -> None:
        with pytest.raises(Forbidden):
            self.claim(cast, "market_manager_a")

    @pytest.mark.requirement("A2.58", shows="a claim above the capacity of a person is refused")
    def test_not_above_capacity(self, cast: Cast) -> None:
        policy(capacity={"person": 3})
        assert (
            refused(cast, "manager_a1", claim_customer, customer_id=cast.customers["C0008"])
            == "over_capacity"
        )
        self.claim(cast, "manager_a2")  # she has two

    def test_not_more_than_the_day_s_number(self, cast: Cast) -> None:
        policy(claims_a_day=1)
        self.claim(cast)
        as_(cast, "market_manager_a", lambda actor: None)
        with clock.frozen(clock.at(TODAY, 10)):
            to_pool(cast, "C0004")
        assert (
            refused(cast, "manager_a1", claim_customer, customer_id=cast.customers["C0004"])
            == "claims_used_up"
        )

    def test_whoever_lost_her_cools_off(self, cast: Cast) -> None:
        policy(cooling_off_days=30, days_without_contact=180, warn_days=0)
        as_(cast, "market_manager_a", sweep_pool)
        with as_system("look"):
            row = Recycling.objects.get(customer_id=cast.customers["C0001"])
        as_(cast, "market_manager_a", send_to_pool, recycling_ids=[row.pk])
        customer = cast.customers["C0001"]
        with clock.frozen(clock.at(TODAY + timedelta(days=29), 9)):
            assert refused(cast, "manager_a1", claim_customer, customer_id=customer) == "cooling_off"
        with clock.frozen(clock.at(TODAY + timedelta(days=30), 9)):
            self.claim(cast, "manager_a1", "C0001")

    def test_the_same_day_s_newcomer_waits(self, cast: Cast) -> None:
        to_pool(cast, "C0004")
        assert (
            refused(cast, "manager_a1", claim_customer, customer_id=cast.customers["C0004"])
            == "in_pool_today"
        )


def to_pool(cast: Cast, number: str) -> None:
    with as_system("look"):
        pool = Holder.objects.get(kind="pool", unit=cast.units["A"]).pk
    as_(
        cast,
        "market_manager_a",
        assign_customer,
        customer_id=cast.customers[number],
        holder_id=pool,
        reason="x",
    )


class TestSweepPool:
    def open(self) -> dict[str, tuple[str, date]]:
        with as_system("look"):
            rows = Recycling.objects.filter(state="warned").select_related("customer")
            return {row.customer.number: (row.rule, row.due_on) for row in rows}

    def test_warns_and_proposes_and_never_sends_a_locked_one(self, cast: Cast) -> None:
        policy(days_without_contact=180, warn_days=14)
        as_(cast, "market_manager_a", lock_customers, numbers=["C0002"], reason="x")
        assert as_(cast, "market_manager_a", sweep_pool) == 4
        assert self.open() == dict.fromkeys(
            ("C0001", "C0003", "C0004", "C0005"), ("no_contact", TODAY + timedelta(days=14))
        )
        assert as_(cast, "market_manager_a", sweep_pool) == 0

    def test_sends_by_itself_after_the_warning_where_the_rules_say_so(self, cast: Cast) -> None:
        policy(days_without_contact=180, warn_days=14, acts=True)
        with as_system("pool") as system:
            sweep_pool(actor=system)
        assert stretches(cast, "C0001")[-1][0] == "manager_a1"
        with clock.frozen(clock.at(TODAY + timedelta(days=14), 3)), as_system("pool") as system:
            sweep_pool(actor=system)
        holder, began, _end, reason = stretches(cast, "C0001")[-1]
        assert (began, reason) == (TODAY + timedelta(days=14), "recycle:no_contact")
        assert "公海" in holder

    def test_a_contact_takes_the_warning_back(self, cast: Cast) -> None:
        from kejing.domain.visits.tests.factories import held

        policy(days_without_contact=180, warn_days=14)
        as_(cast, "market_manager_a", sweep_pool)
        held(cast, "manager_a1", "C0001")
        as_(cast, "market_manager_a", sweep_pool)
        assert "C0001" not in self.open()

    def test_whose_holder_left_goes(self, cast: Cast) -> None:
        policy(after_owner_left=True, warn_days=0)
        with as_system("end"):
            Appointment.objects.filter(pk=cast["manager_a2"].appointment_id).update(valid_to=TODAY)
        as_(cast, "market_manager_a", sweep_pool)
        assert self.open() == dict.fromkeys(("C0004", "C0005"), ("left", TODAY))

    def test_who_may_and_what_is_due(self, cast: Cast) -> None:
        policy(days_without_contact=180, warn_days=14)
        with pytest.raises(Forbidden):
            as_(cast, "manager_a1", sweep_pool)
        as_(cast, "market_manager_a", sweep_pool)
        with as_system("look"):
            row = Recycling.objects.get(customer_id=cast.customers["C0001"])
        with pytest.raises(NotVisible):  # its warning runs
            as_(cast, "market_manager_a", send_to_pool, recycling_ids=[row.pk])
        with pytest.raises(Forbidden):
            as_(cast, "manager_a1", send_to_pool, recycling_ids=[row.pk])


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


class TestTransferCustomers:
    def wanted(self, cast: Cast, numbers: list[str], to: str = "manager_a2", **more: Any) -> dict[str, Any]:
        return {"holder_id": cast[to].holder_id, "on": TODAY, "numbers": numbers, **more}

    def move(self, cast: Cast, numbers: list[str], person: str = "branch_head_a", **more: Any) -> int:
        wanted = self.wanted(cast, numbers, **more)
        seal = as_(cast, person, transfer_preview, **wanted).seen
        return int(as_(cast, person, transfer_customers, reason="relief", seen=seal, **wanted))

    def test_what_the_preview_showed_happens_and_plans_go_along(self, cast: Cast) -> None:
        plan = planned(cast)
        assert self.move(cast, ["C0001", "C0002", "C0004"]) == 2
        assert [stretches(cast, n)[-1][0] for n in ("C0001", "C0002", "C0004")] == ["manager_a2"] * 3
        with as_system("look"):
            assert Visit.objects.get(pk=plan).staff_id == cast["manager_a2"].staff_id

    @pytest.mark.requirement(
        "A2.58", shows="a transfer with one row refused moves none, and names each row's reason"
    )
    def test_one_row_refused_then_none_moves(self, cast: Cast) -> None:
        as_(cast, "market_manager_a", lock_customers, numbers=["C0002"], reason="stock")
        wanted = self.wanted(cast, ["C0001", "C0002", "C0006"])
        preview = as_(cast, "branch_head_a", transfer_preview, **wanted)
        assert (preview.moving, preview.refused, preview.staying) == (1, 2, 0)
        faults = {row.number: row.fault.code.value for row in preview.rows if row.fault}
        assert faults == {"C0002": "locked", "C0006": "not_found"}
        assert (
            refused(cast, "branch_head_a", transfer_customers, reason="x", seen=preview.seen, **wanted)
            == "rows_refused"
        )
        assert stretches(cast, "C0001")[-1][0] == "manager_a1"

    def test_capacity_is_given_out_in_order(self, cast: Cast) -> None:
        policy(capacity={"person": 4})
        preview = as_(
            cast, "branch_head_a", transfer_preview, **self.wanted(cast, ["C0001", "C0002", "C0003"])
        )
        assert [row.fault.code.value for row in preview.rows if row.fault] == ["over_capacity"]

    def test_confidential_ones_move_by_who_may_see_them(self, cast: Cast) -> None:
        as_(
            cast,
            "branch_head_a",
            mark_confidential,
            customer_id=cast.customers["C0001"],
            confidential=True,
            reason="x",
        )
        preview = as_(cast, "market_manager_a", transfer_preview, **self.wanted(cast, ["C0001"]))
        assert [row.fault.code.value for row in preview.rows if row.fault] == ["not_found"]
        assert self.move(cast, ["C0001"]) == 1

    def test_who_was_rotated_out_comes_back_later(self, cast: Cast) -> None:
        policy(max_years=5, return_months=24)
        assert self.move(cast, ["C0001"]) == 1
        later = date(1999, 1, 15)
        with clock.frozen(clock.at(later, 9)):
            wanted = self.wanted(cast, ["C0001"], "manager_a1") | {"on": later}
            preview = as_(cast, "branch_head_a", transfer_preview, **wanted)
        assert [row.fault.code.value for row in preview.rows if row.fault] == ["not_back_yet"]

    def test_all_of_a_person_s(self, cast: Cast) -> None:
        assert self.move(cast, [], from_holder_id=cast["manager_a1"].holder_id) == 3

    def test_another_choice_needs_another_look(self, cast: Cast) -> None:
        wanted = self.wanted(cast, ["C0001"])
        seal = as_(cast, "branch_head_a", transfer_preview, **wanted).seen
        other = self.wanted(cast, ["C0002"])
        assert (
            refused(cast, "branch_head_a", transfer_customers, reason="x", seen=seal, **other)
            == "preview_outdated"
        )

    def test_a_closed_month_stays_as_it_was(self, cast: Cast) -> None:
        with as_owner():
            from django.db import connection

            connection.cursor().execute(
                "insert into metrics_period (month, state) values ('1997-12-01', 'closed')"
            )
        wanted = self.wanted(cast, ["C0001"]) | {"on": date(1997, 12, 20)}
        preview = as_(cast, "branch_head_a", transfer_preview, **wanted)
        assert [row.fault.code.value for row in preview.rows if row.fault] == ["month_closed"]

    def test_only_who_may(self, cast: Cast) -> None:
        for person in ("manager_a1", "auditor", "outsider"):
            with pytest.raises(Forbidden):
                as_(cast, person, transfer_customers, reason="x", seen="", **self.wanted(cast, ["C0001"]))


class TestOwnershipPage:
    def test_who_owned_this_in_march(self, cast: Cast) -> None:
        with clock.frozen(clock.at(date(1997, 6, 2), 9)):
            as_(
                cast,
                "market_manager_a",
                assign_customer,
                customer_id=cast.customers["C0001"],
                holder_id=cast["manager_a2"].holder_id,
                reason="relief",
            )
        ask = {"customer_id": cast.customers["C0001"]}
        march = as_(cast, "manager_a2", owner_as_of, day=date(1997, 3, 15), **ask)
        page = as_(cast, "manager_a2", ownership_page, on=date(1997, 7, 1), **ask)
        assert (march.name, page.then.holder, page.then.reason, page.then.decided_by) == (
            "manager_a1",
            "manager_a2",
            "relief",
            "market_manager_a",
        )
        assert as_(cast, "manager_a2", owner_as_of, day=date(1990, 1, 1), **ask) is None

    def test_who_left_the_unit_is_a_number_a_day_and_a_unit(self, cast: Cast) -> None:
        with as_system("move") as system:
            assign_customer(
                actor=system,
                customer_id=cast.customers["C0001"],
                holder_id=cast["manager_b1"].holder_id or 0,
                reason="moved house",
            )
        [row] = as_(cast, "branch_head_a", left_list).page.rows
        assert (row.number, row.holder, row.left_on, row.to_unit_en, row.reason) == (
            "C0001",
            "manager_a1",
            TODAY,
            "Unit B",
            "moved house",
        )
        assert as_(cast, "branch_head_b", left_list).page.rows == []
        with pytest.raises(NotVisible):
            as_(cast, "branch_head_a", ownership_page, customer_id=cast.customers["C0001"])

    def test_who_is_due_for_rotation(self, cast: Cast) -> None:
        policy(max_years=5, rotation_notice_days=90)
        rows = as_(cast, "branch_head_a", rotation_list).page.rows
        assert {row.customer.number for row in rows} == {"C0001", "C0002", "C0003", "C0004", "C0005"}
        assert {row.valid_from for row in rows} == {BEGAN}
