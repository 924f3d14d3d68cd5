"""The pool: claiming from it, going back into it."""

from datetime import date, timedelta
from typing import Any

import pytest

from kejing.domain.customers.actions import (
    assign_customer,
    claim_customer,
    lock_customers,
    send_to_pool,
    sweep_pool,
)
from kejing.domain.customers.models import (
    Recycling,
)
from kejing.domain.customers.queries import (
    pool_list,
)
from kejing.domain.customers.tests.factories import as_, policy, refused, seen, stretches
from kejing.domain.org.models import Appointment, Holder
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


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

    def test_refused(self, cast: Cast) -> None:
        assert refused(cast, "manager_a1", sweep_pool) == "forbidden"
        assert refused(cast, "manager_a1", send_to_pool, recycling_ids=[1]) == "forbidden"
        assert refused(cast, "market_manager_a", send_to_pool, recycling_ids=[]) == "404"
