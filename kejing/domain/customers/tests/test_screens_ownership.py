"""The pages of ownership: what they show, what they refuse, what they cost."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kejing.domain.customers.actions import assign_customer, lock_customers
from kejing.domain.customers.models import Customer, Recycling, UnlockRequest
from kejing.domain.customers.tests.factories import as_, holds, policy, stretches
from kejing.foundation.kernel.context import as_system
from tests.cast import TODAY, Cast, make_customer

pytestmark = pytest.mark.django_db


def shown(cast: Cast, person: str, address: str) -> str:
    answer = cast[person].client.get(address, headers={"accept-language": "en"})
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def sent(cast: Cast, person: str, address: str, data: dict[str, Any]) -> Any:
    return cast[person].client.post(address, data, headers={"accept-language": "en"})


class TestTransferCustomers:
    ADDRESS = "/customers/transfer/"

    def test_look_first_then_move(self, cast: Cast) -> None:
        data = {
            "numbers": "C0001\nC0002",
            "holder_id": cast["manager_a2"].holder_id,
            "on": TODAY,
            "reason": "relief",
        }
        preview = sent(cast, "market_manager_a", self.ADDRESS, data)
        page = preview.content.decode()
        assert "Move 2 customers" in page
        assert stretches(cast, "C0001")[-1][0] == "manager_a1"
        answer = sent(
            cast, "market_manager_a", self.ADDRESS, data | {"seen": preview.context["preview"].seen}
        )
        assert answer.status_code == 302
        assert [stretches(cast, n)[-1][0] for n in ("C0001", "C0002")] == ["manager_a2"] * 2

    def test_says_which_row_may_not(self, cast: Cast) -> None:
        as_(cast, "market_manager_a", lock_customers, numbers=["C0001"], reason="stock")
        data = {"numbers": "C0001", "holder_id": cast["manager_a2"].holder_id, "on": TODAY, "reason": "x"}
        page = sent(cast, "market_manager_a", self.ADDRESS, data).content.decode()
        assert "Locked to manager_a1 since 1998-01-15: stock" in page
        assert "Look first" in page

    def test_those_of_the_list(self, cast: Cast) -> None:
        narrowed = f"?holder={cast['manager_a1'].holder_id}&sort=-name"
        assert f"{self.ADDRESS}{narrowed}" in shown(
            cast, "market_manager_a", f"/customers/{narrowed}"
        ).replace("&amp;", "&")
        assert "Transfer these" not in shown(cast, "market_manager_a", "/customers/?sort=-name")
        assert "Transfer these" not in shown(cast, "manager_a1", f"/customers/{narrowed}")
        address = self.ADDRESS + narrowed
        assert "manager_a1" in shown(cast, "market_manager_a", address)
        data = {"holder_id": cast["manager_a2"].holder_id, "on": TODAY, "reason": "relief"}
        preview = sent(cast, "market_manager_a", address, data)
        assert "Move 3 customers" in preview.content.decode()
        seen = {name: preview.context["form"][name].value() for name in ("seen", "looked")}
        answer = sent(cast, "market_manager_a", address, data | seen)
        assert (answer.status_code, answer.url) == (302, f"/customers/{narrowed}")
        assert [stretches(cast, n)[-1][0] for n in ("C0001", "C0003")] == ["manager_a2"] * 2

    @pytest.mark.requirement(
        "A2.58", shows="a row that changed between preview and press is named and nothing moves"
    )
    def test_a_row_that_changed_is_named_and_the_next_press_holds(self, cast: Cast) -> None:
        address = f"{self.ADDRESS}?kind=person"
        data = {"holder_id": cast["manager_a2"].holder_id, "on": TODAY, "reason": "relief"}
        preview = sent(cast, "market_manager_a", address, data)
        seen = {name: preview.context["form"][name].value() for name in ("seen", "looked")}
        as_(
            cast, "market_manager_a", assign_customer, customer_id=cast.customers["C0003"],
            holder_id=cast["market_manager_a"].holder_id, reason="x",
        )  # fmt: skip
        again = sent(cast, "market_manager_a", address, data | seen)
        page = again.content.decode()
        assert "Nothing has moved: it is not as you saw it any more." in page
        assert "1 customer has changed since; it stands first." in page
        assert "Was with somebody else" in page
        assert stretches(cast, "C0001")[-1][0] == "manager_a1"
        seen = {name: again.context["form"][name].value() for name in ("seen", "looked")}
        assert sent(cast, "market_manager_a", address, data | seen).status_code == 302
        assert {stretches(cast, n)[-1][0] for n in ("C0001", "C0003", "C0008")} == {"manager_a2"}

    def test_a_row_refused_since_is_shown_and_nothing_stays_pressed(self, cast: Cast) -> None:
        address = f"{self.ADDRESS}?kind=person"
        data = {"holder_id": cast["manager_a2"].holder_id, "on": TODAY, "reason": "relief"}
        preview = sent(cast, "branch_head_a", address, data)
        seen = {name: preview.context["form"][name].value() for name in ("seen", "looked")}
        as_(cast, "market_manager_a", lock_customers, numbers=["C0001"], reason="stock")
        again = sent(cast, "branch_head_a", address, data | seen)
        assert "Locked to manager_a1 since 1998-01-15: stock" in again.content.decode()
        assert again.context["form"]["seen"].value() == ""

    @pytest.mark.parametrize("n", [10, 100])
    def test_costs_the_same_for_ten_and_a_hundred(self, cast: Cast, n: int) -> None:
        with as_system("fill"):
            for i in range(n):
                make_customer(f"P{i:03}", f"池{i}", cast["manager_a1"].holder_id or 0)
        data = {"holder_id": cast["manager_a2"].holder_id, "on": TODAY, "reason": "relief"}
        address = f"{self.ADDRESS}?kind=person"
        sent(cast, "market_manager_a", address, data)
        with CaptureQueriesContext(connection) as asked:
            sent(cast, "market_manager_a", address, data)
        assert len(asked) <= 38

    def test_a_filter_that_is_none_is_refused(self, cast: Cast) -> None:
        answer = cast["market_manager_a"].client.get(f"{self.ADDRESS}?colour=red")
        assert answer.status_code == 422


class TestOwnershipPage:
    def test_the_answer_for_a_day(self, cast: Cast) -> None:
        as_(
            cast,
            "market_manager_a",
            assign_customer,
            customer_id=cast.customers["C0001"],
            holder_id=cast["manager_a2"].holder_id,
            reason="relief",
        )
        address = f"/customers/{cast.customers['C0001']}/ownership/"
        page = shown(cast, "market_manager_a", f"{address}?on=1997-03-15")
        assert "relief" in page
        assert "market_manager_a" in page
        assert "She was no customer then" in shown(cast, "market_manager_a", f"{address}?on=1980-01-01")
        assert shown(cast, "market_manager_a", f"{address}?on=x")


class TestPoolList:
    def test_claim_by_a_press(self, cast: Cast) -> None:
        policy(capacity={"person": 4}, claims_a_day=2)
        page = shown(cast, "manager_a1", "/customers/pool/")
        assert "欧阳修" in page
        assert "You may claim 2 more today." in page
        assert "Person: 3 of 4 held." in page
        answer = sent(cast, "manager_a1", f"/customers/pool/{cast.customers['C0008']}/claim/", {})
        assert answer.url == f"/customers/{cast.customers['C0008']}/"

    def test_a_refusal_is_said_on_the_page(self, cast: Cast) -> None:
        policy(capacity={"person": 3})
        client = cast["manager_a1"].client
        answer = client.post(
            f"/customers/pool/{cast.customers['C0008']}/claim/",
            headers={"accept-language": "en"},
            follow=True,
        )
        assert "may hold 3 customers" in answer.content.decode()

    @pytest.mark.parametrize("n", [1, 40])
    def test_costs_the_same_for_one_and_forty(self, cast: Cast, n: int) -> None:
        with as_system("fill"):
            pool = Customer.objects.get(number="C0008").holder_id
            for i in range(n):
                make_customer(f"P{i:03}", f"池{i}", pool)
        client = cast["manager_a1"].client
        client.get("/customers/pool/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/customers/pool/")
        assert len(asked) <= 16


class TestRecyclingList:
    def test_who_is_on_the_way_and_the_button_when_due(self, cast: Cast) -> None:
        with as_system("warn"):
            row = Recycling.objects.create(
                customer_id=cast.customers["C0001"], holder_id=cast["manager_a1"].holder_id, unit=cast.units["A"],
                rule="no_contact", warned_on=TODAY, due_on=TODAY, policy_version=1,
            )  # fmt: skip
        assert "no contact for too long" in shown(cast, "manager_a1", "/customers/pool/due/")
        assert "To the pool" in shown(cast, "market_manager_a", "/customers/pool/due/")
        assert sent(cast, "market_manager_a", f"/customers/pool/due/{row.pk}/", {}).status_code == 302
        assert "公海" in stretches(cast, "C0001")[-1][0]


class TestUnlockList:
    def test_asked_and_decided(self, cast: Cast) -> None:
        as_(cast, "market_manager_a", lock_customers, numbers=["C0001"], reason="stock")
        address = f"/customers/{cast.customers['C0001']}/"
        assert "stock" in shown(cast, "manager_a1", f"{address}ownership/")
        assert sent(cast, "manager_a1", f"{address}unlock/", {"reason": "moves away"}).status_code == 302
        assert "moves away" in shown(cast, "branch_head_a", "/customers/unlock/")
        with as_system("look"):
            asked = UnlockRequest.objects.get().pk
        assert sent(cast, "branch_head_a", f"/customers/unlock/{asked}/", {"approve": "1"}).status_code == 302
        assert "Nobody has asked" in shown(cast, "branch_head_a", "/customers/unlock/")


class TestAskUnlock:
    def test_of_nothing_locked_is_refused_on_the_form(self, cast: Cast) -> None:
        answer = sent(cast, "manager_a1", f"/customers/{cast.customers['C0001']}/unlock/", {"reason": "x"})
        assert answer.status_code == 422
        assert "The customer is not locked." in answer.content.decode()


class TestPackage:
    def test_packed_and_ended_by_hand(self, cast: Cast) -> None:
        [account] = holds(cast, "C0001", "A-1")
        address = f"/customers/{cast.customers['C0001']}/package/"
        data = {"holding_ids": [account], "holder_id": cast["manager_a1"].holder_id, "reason": "x"}
        assert sent(cast, "market_manager_a", address, data).status_code == 302
        assert "manager_a1" in shown(cast, "manager_a1", address)
        assert sent(cast, "market_manager_a", f"{address}end/", {"holding": [account]}).status_code == 302


class TestLeftList:
    def test_number_day_and_unit_alone(self, cast: Cast) -> None:
        with as_system("move") as system:
            assign_customer(
                actor=system,
                customer_id=cast.customers["C0001"],
                holder_id=cast["manager_b1"].holder_id or 0,
                reason="moved house",
            )
        page = shown(cast, "branch_head_a", "/customers/left/")
        assert "C0001" in page
        assert "Unit B" in page
        assert "曾国华" not in page
        assert "C0001" not in shown(cast, "branch_head_a", "/customers/left/?number=C0002").replace(
            'value="C0002"', ""
        )


class TestHeldOn:
    def test_who_was_with_whom_on_a_day(self, cast: Cast) -> None:
        as_(
            cast,
            "market_manager_a",
            assign_customer,
            customer_id=cast.customers["C0001"],
            holder_id=cast["manager_a2"].holder_id,
            reason="relief",
        )
        page = shown(
            cast, "market_manager_a", f"/customers/held/?holder={cast['manager_a1'].holder_id}&on=1997-03-15"
        )
        for number in ("C0001", "C0002", "C0003"):
            assert number in page


class TestRotationList:
    def test_shows_who_is_due_and_the_rule(self, cast: Cast) -> None:
        policy(max_years=5, return_months=24)
        page = shown(cast, "branch_head_a", "/customers/rotation/")
        assert "曾国华" in page
        assert "At most 5 years" in page
