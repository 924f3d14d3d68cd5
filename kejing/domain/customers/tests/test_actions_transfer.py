"""Moving many customers, all or none; who had them before."""

from datetime import date
from typing import Any

import pytest

from kejing.domain.customers.actions import (
    add_collaborator,
    assign_customer,
    lock_customers,
    mark_confidential,
    pack_holdings,
    transfer_customers,
)
from kejing.domain.customers.queries import (
    Preview,
    choosing,
    left_list,
    owner_as_of,
    ownership_page,
    rotation_list,
    transfer_preview,
)
from kejing.domain.customers.tests.factories import as_, holds, policy, refused, stretches
from kejing.domain.customers.vocabulary import Along
from kejing.engines.metrics.models import Period
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused
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
        preview = as_(
            cast, "branch_head_a", transfer_preview, **self.wanted(cast, ["C0001", "C0002", "C0004"])
        )
        assert [(row.number, row.stays) for row in preview.rows] == [
            ("C0001", False),
            ("C0002", False),
            ("C0004", True),
        ]
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

    def test_a_day_before_the_lock_is_no_way_round_it(self, cast: Cast) -> None:
        as_(cast, "market_manager_a", lock_customers, numbers=["C0001"], reason="stock")
        wanted = self.wanted(cast, ["C0001"]) | {"on": date(1998, 1, 14)}
        preview = as_(cast, "branch_head_a", transfer_preview, **wanted)
        assert [row.fault.code.value for row in preview.rows if row.fault] == ["locked"]

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


class TestTransferOfAList:
    def wanted(self, cast: Cast, filters: dict[str, str], to: str = "manager_a2") -> dict[str, Any]:
        return {"holder_id": cast[to].holder_id, "on": TODAY, "filters": filters}

    def look(
        self, cast: Cast, filters: dict[str, str], person: str = "branch_head_a", **more: Any
    ) -> Preview:
        found: Preview = as_(cast, person, transfer_preview, **self.wanted(cast, filters), **more)
        return found

    def move(self, cast: Cast, filters: dict[str, str], preview: Preview) -> int:
        wanted = self.wanted(cast, filters)
        return int(
            as_(cast, "branch_head_a", transfer_customers, reason="relief", seen=preview.seen, **wanted)
        )

    @pytest.mark.requirement(
        "A2.58", shows="those of a narrowed list move as its preview showed, and no others"
    )
    def test_those_on_the_list_move_and_no_others(self, cast: Cast) -> None:
        held = {"holder": str(cast["manager_a1"].holder_id)}
        preview = self.look(cast, held)
        assert (preview.moving, preview.refused, preview.staying, preview.changed) == (3, 0, 0, 0)
        assert [(card.name, n) for card, n in preview.sources] == [("manager_a1", 3)]
        assert self.move(cast, held, preview) == 3
        assert [stretches(cast, n)[-1][0] for n in ("C0001", "C0003", "C0008")] == [
            "manager_a2", "manager_a2", "机构A公海",
        ]  # fmt: skip

    def test_the_text_and_a_filter_narrow_together(self, cast: Cast) -> None:
        pool = {"pool": "1", "q": "欧阳"}
        preview = self.look(cast, pool)
        assert [row.number for row in preview.rows] == ["C0008"]
        assert self.move(cast, pool, preview) == 1
        assert self.look(cast, {"q": "王小", "kind": "organisation"}).rows == []

    def test_never_past_what_the_reader_sees(self, cast: Cast) -> None:
        seen = {row.number for row in self.look(cast, {"kind": "person"}).rows}
        assert seen == {"C0001", "C0002", "C0003", "C0004", "C0005", "C0008"}
        foreign = self.wanted(cast, {"holder": str(cast["manager_b1"].holder_id)})
        assert refused(cast, "branch_head_a", transfer_preview, **foreign) == "no_such_holder"

    def test_a_list_of_all_is_no_choice(self, cast: Cast) -> None:
        for nothing in ({"sort": "-name"}, {"kind": ""}):
            wanted = self.wanted(cast, nothing)
            assert refused(cast, "branch_head_a", transfer_preview, **wanted) == "nothing_chosen"
        wanted = self.wanted(cast, {"colour": "red"})
        assert refused(cast, "branch_head_a", transfer_preview, **wanted) == "unknown_filter"

    def test_more_than_may_move_at_once_are_refused(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(choosing, "MOST", 5)
        wanted = self.wanted(cast, {"kind": "person"})
        with pytest.raises(Refused) as refusal:
            as_(cast, "branch_head_a", transfer_preview, **wanted)
        assert (refusal.value.code.value, refusal.value.params) == ("too_many", {"most": 5})
        assert self.look(cast, {"holder": str(cast["manager_a1"].holder_id)}).moving == 3

    def test_what_has_changed_since_the_look_is_told_and_nothing_moves(self, cast: Cast) -> None:
        people = {"kind": "person"}
        first = self.look(cast, people)
        with as_system("meanwhile") as system:
            assign_customer(
                actor=system, customer_id=cast.customers["C0001"], holder_id=cast["manager_b1"].holder_id or 0,
                reason="x",
            )  # fmt: skip
            assign_customer(
                actor=system, customer_id=cast.customers["C0002"],
                holder_id=cast["market_manager_a"].holder_id or 0, reason="x",
            )  # fmt: skip
            assign_customer(
                actor=system, customer_id=cast.customers["C0006"], holder_id=cast["manager_a1"].holder_id or 0,
                reason="x",
            )  # fmt: skip
        wanted = self.wanted(cast, people)
        assert (
            refused(cast, "branch_head_a", transfer_customers, reason="x", seen=first.seen, **wanted)
            == "preview_outdated"
        )
        assert stretches(cast, "C0003")[-1][0] == "manager_a1"
        again = self.look(cast, people, looked=first.looked)
        # C0001 has left the reader's sight: counted, not shown
        assert (again.changed, [(row.number, row.since) for row in again.rows[:2]]) == (
            3, [("C0002", "moved"), ("C0006", "new")],
        )  # fmt: skip
        assert self.look(cast, people, looked="made up").changed == 0
        assert self.move(cast, people, again) == 4

    def test_what_hangs_on_them_is_told(self, cast: Cast) -> None:
        [account, _other] = holds(cast, "C0001", "A-1", "A-2")
        ask = {"customer_id": cast.customers["C0001"], "holder_id": cast["market_manager_a"].holder_id}
        as_(cast, "manager_a1", add_collaborator, role="specialist", reason="x", **ask)
        as_(cast, "market_manager_a", pack_holdings, holding_ids=[account], reason="x", **ask)
        held = {"holder": str(cast["manager_a1"].holder_id)}
        assert {row.text: row.n for row in self.look(cast, held).along} == {
            Along.COLLABORATORS.label: 1,
            Along.PACKED.label: 1,
        }


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
