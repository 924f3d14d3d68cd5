"""Who holds a customer: one at every instant, given away by those who may, to those who can take her."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError

from kejing.domain.customers.actions import assign_customer, assign_customers
from kejing.domain.customers.models import Customer, Ownership
from kejing.domain.org.models import Appointment, Holder
from kejing.engines.metrics.models import Period
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused, Stale
from kejing.foundation.kernel.models import JournalLine
from kejing.foundation.kernel.testing import as_owner
from tests.cast import BEGAN, TODAY, Cast

pytestmark = pytest.mark.django_db


def held(cast: Cast, number: str) -> list[tuple[str, date, date | None]]:
    with as_system("look"):
        rows = Ownership.objects.filter(customer_id=cast.customers[number]).order_by("valid_from")
        return [(row.holder.name, row.valid_from, row.valid_to) for row in rows.select_related("holder")]


def give(cast: Cast, person: str, number: str, to: str, **more: Any) -> int:
    with cast[person].acting() as actor:
        return assign_customer(
            actor=actor,
            customer_id=cast.customers[number],
            holder_id=cast[to].holder_id or 0,
            reason="test",
            **more,
        )


def refused(cast: Cast, person: str, number: str, to: str, **more: Any) -> tuple[str, str | None]:
    before = held(cast, number)
    with pytest.raises(Refused) as refusal:
        give(cast, person, number, to, **more)
    assert held(cast, number) == before
    return str(refusal.value.code.value), refusal.value.field


class TestAssignCustomer:
    def test_the_new_holder_has_her_from_today_and_the_old_one_had_her_until_then(self, cast: Cast) -> None:
        give(cast, "market_manager_a", "C0001", "manager_a2")
        assert held(cast, "C0001") == [("manager_a1", BEGAN, TODAY), ("manager_a2", TODAY, None)]
        with cast["manager_a2"].acting():
            customer = Customer.objects.get(number="C0001")
        assert (customer.holder_id, customer.version) == (cast["manager_a2"].holder_id, 2)

    def test_she_is_out_of_the_old_ones_sight_at_once(self, cast: Cast) -> None:
        give(cast, "market_manager_a", "C0001", "manager_a2")
        with cast["manager_a1"].acting():
            assert not Customer.objects.filter(number="C0001").exists()

    def test_the_journal_says_to_whom_and_why(self, cast: Cast) -> None:
        give(cast, "market_manager_a", "C0001", "manager_a2")
        with as_system("look"):
            line = JournalLine.objects.get(action="customers.assign_customer")
        assert line.subject_id == cast.customers["C0001"]
        assert line.detail["reason"] == "test"

    def test_only_who_may(self, cast: Cast) -> None:
        for person in ("manager_a1", "auditor", "compliance", "administrator", "hr", "outsider"):
            with pytest.raises(Forbidden):
                give(cast, person, "C0001", "manager_a2")
        assert len(held(cast, "C0001")) == 1

    def test_not_a_customer_out_of_sight(self, cast: Cast) -> None:
        with pytest.raises(NotVisible):
            give(cast, "market_manager_b", "C0001", "manager_b1")

    def test_not_to_another_branch(self, cast: Cast) -> None:
        """She could be given there and never be brought back."""
        assert refused(cast, "market_manager_a", "C0001", "manager_b1") == ("unknown_holder", "holder_id")

    def test_not_to_somebody_who_left(self, cast: Cast) -> None:
        with as_system("end"):
            Appointment.objects.filter(pk=cast["manager_a2"].appointment_id).update(valid_to=TODAY)
        assert refused(cast, "market_manager_a", "C0001", "manager_a2") == ("unknown_holder", "holder_id")

    def test_not_to_nobody_not_to_the_same_not_tomorrow_not_before_it_began(self, cast: Cast) -> None:
        assert refused(cast, "market_manager_a", "C0001", "outsider")[0] == "unknown_holder"
        assert refused(cast, "market_manager_a", "C0001", "manager_a1")[0] == "same_holder"
        tomorrow = TODAY + timedelta(days=1)
        assert refused(cast, "market_manager_a", "C0001", "manager_a2", on=tomorrow) == ("not_today", "on")
        give(cast, "market_manager_a", "C0001", "manager_a2")
        early = {"on": TODAY - timedelta(days=1)}
        assert refused(cast, "market_manager_a", "C0001", "manager_a1", **early) == ("before_ownership", "on")

    @pytest.mark.requirement(
        "A2.58", shows="who came in today is given to somebody today, and the journal keeps both steps"
    )
    def test_who_came_today_is_given_to_somebody_today(self, cast: Cast) -> None:
        with as_system("import"):
            Ownership.objects.filter(customer_id=cast.customers["C0008"]).update(valid_from=TODAY)
        give(cast, "market_manager_a", "C0008", "manager_a2")
        assert held(cast, "C0008") == [("manager_a2", TODAY, None)]
        give(cast, "market_manager_a", "C0008", "manager_a1")
        assert held(cast, "C0008") == [("manager_a1", TODAY, None)]
        with as_system("look"):
            assert JournalLine.objects.filter(action="customers.assign_customer").count() == 2

    def test_a_slip_of_today_is_corrected_and_taken_back(self, cast: Cast) -> None:
        give(cast, "market_manager_a", "C0001", "manager_a2")
        with as_system("look"):
            pool = Customer.objects.get(number="C0008").holder_id
        with cast["market_manager_a"].acting() as actor:
            assign_customer(
                actor=actor, customer_id=cast.customers["C0001"], holder_id=pool, reason="leave it open"
            )
        assert [row[1:] for row in held(cast, "C0001")] == [(BEGAN, TODAY), (TODAY, None)]
        give(cast, "market_manager_a", "C0001", "manager_a1")
        assert held(cast, "C0001") == [("manager_a1", BEGAN, None)]

    def test_not_in_a_closed_month(self, cast: Cast) -> None:
        with as_owner():
            Period.objects.create(month=TODAY.replace(day=1), state="closed", closed_at=clock.system_now())
        assert refused(cast, "market_manager_a", "C0008", "manager_a2") == ("month_closed", "on")

    def test_not_over_what_somebody_else_did_meanwhile(self, cast: Cast) -> None:
        give(cast, "market_manager_a", "C0001", "manager_a2", version=1)
        with pytest.raises(Stale):
            give(cast, "branch_head_a", "C0001", "manager_a1", version=1)
        assert held(cast, "C0001")[-1][0] == "manager_a2"


class TestAssignCustomers:
    def move(self, cast: Cast, person: str, numbers: list[str], to: str) -> int:
        ids = [cast.customers[number] for number in numbers]
        with cast[person].acting() as actor:
            return assign_customers(
                actor=actor, customer_ids=ids, holder_id=cast[to].holder_id or 0, reason="test"
            )

    def test_all_move_and_those_already_there_stay(self, cast: Cast) -> None:
        assert self.move(cast, "branch_head_a", ["C0001", "C0002", "C0004"], "manager_a2") == 2
        assert [held(cast, n)[-1][0] for n in ("C0001", "C0002", "C0004")] == ["manager_a2"] * 3

    def test_one_foreign_customer_among_them_refuses_all(self, cast: Cast) -> None:
        with pytest.raises(NotVisible):
            self.move(cast, "branch_head_a", ["C0001", "C0002", "C0006"], "manager_a2")
        assert held(cast, "C0001")[-1][0] == "manager_a1"

    def test_those_who_moved_today_move_with_the_others(self, cast: Cast) -> None:
        give(cast, "branch_head_a", "C0002", "manager_a2")
        assert self.move(cast, "branch_head_a", ["C0002", "C0004"], "manager_a1") == 2
        assert held(cast, "C0002") == [("manager_a1", BEGAN, None)]
        assert held(cast, "C0004") == [("manager_a2", BEGAN, TODAY), ("manager_a1", TODAY, None)]

    def test_not_to_another_branch_and_not_by_just_anybody(self, cast: Cast) -> None:
        with pytest.raises(Refused):
            self.move(cast, "branch_head_a", ["C0001"], "manager_b1")
        with pytest.raises(Forbidden):
            self.move(cast, "manager_a1", ["C0001"], "manager_a2")


class TestOneHolderAtEveryInstant:
    """Kept by the database, whoever writes."""

    @pytest.fixture(autouse=True)
    def settled(self, cast: Cast) -> None:
        """The cast's own customers are checked before the test, not by it."""
        settle()

    def ownership(
        self, cast: Cast, number: str, start: date, end: date | None, to: str = "manager_a2"
    ) -> Ownership:
        return Ownership(
            customer_id=cast.customers[number], holder_id=cast[to].holder_id, unit_id=cast[to].unit_id,
            valid_from=start, valid_to=end, reason="by hand",
        )  # fmt: skip

    def test_not_two_at_once(self, cast: Cast) -> None:
        with as_system("write"), pytest.raises(IntegrityError), transaction.atomic():
            self.ownership(cast, "C0001", TODAY, None).save()

    def test_not_none(self, cast: Cast) -> None:
        with pytest.raises(DatabaseError, match="no holder"), as_system("write"):
            Ownership.objects.filter(customer_id=cast.customers["C0001"]).update(valid_to=TODAY)
            settle()

    def test_not_a_gap(self, cast: Cast) -> None:
        with pytest.raises(DatabaseError, match="no holder for a time"), as_system("write"):
            Ownership.objects.filter(customer_id=cast.customers["C0001"]).update(valid_to=TODAY)
            self.ownership(cast, "C0001", TODAY + timedelta(days=1), None, "manager_a1").save()
            settle()

    def test_not_a_gap_put_in_before(self, cast: Cast) -> None:
        with pytest.raises(DatabaseError, match="no holder for a time"), as_system("write"):
            self.ownership(cast, "C0001", date(1980, 1, 1), date(1985, 1, 1)).save()
            settle()

    def test_not_another_than_the_customer_says(self, cast: Cast) -> None:
        with pytest.raises(DatabaseError, match="no holder"), as_system("write"):
            Customer.objects.filter(number="C0001").update(holder_id=cast["manager_a2"].holder_id)
            settle()

    def test_not_a_customer_without_one(self, cast: Cast) -> None:
        with pytest.raises(DatabaseError, match="no holder"), as_system("write"):
            Customer.objects.create(
                number="X1", name="X", kind="person", unit=cast.units["A"], holder=Holder.objects.get(kind="pool", unit=cast.units["A"]),
                sort_key="x", search_text="x",
            )  # fmt: skip
            settle()


def settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set constraints all deferred")
