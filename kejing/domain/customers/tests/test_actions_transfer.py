"""Moving many customers, all or none; who had them before."""

from datetime import date
from typing import Any

import pytest

from kejing.domain.customers.actions import (
    assign_customer,
    lock_customers,
    mark_confidential,
    transfer_customers,
)
from kejing.domain.customers.queries import (
    left_list,
    owner_as_of,
    ownership_page,
    rotation_list,
    transfer_preview,
)
from kejing.domain.customers.tests.factories import as_, policy, refused, stretches
from kejing.engines.metrics.models import Period
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible
from kejing.foundation.kernel.testing import as_owner
from tests.cast import BEGAN, TODAY, Cast

pytestmark = pytest.mark.django_db


class TestTransferCustomers:
    def wanted(self, cast: Cast, numbers: list[str], to: str = "manager_a2", **more: Any) -> dict[str, Any]:
        return {"holder_id": cast[to].holder_id, "on": TODAY, "numbers": numbers, **more}

    def move(self, cast: Cast, numbers: list[str], person: str = "branch_head_a", **more: Any) -> int:
        wanted = self.wanted(cast, numbers, **more)
        seal = as_(cast, person, transfer_preview, **wanted).seen
        return int(as_(cast, person, transfer_customers, reason="relief", seen=seal, **wanted))

    def test_what_the_preview_showed_happens(self, cast: Cast) -> None:
        assert self.move(cast, ["C0001", "C0002", "C0004"]) == 2
        assert [stretches(cast, n)[-1][0] for n in ("C0001", "C0002", "C0004")] == ["manager_a2"] * 3

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
            Period.objects.create(month=date(1997, 12, 1), state="closed", closed_at=clock.system_now())
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
