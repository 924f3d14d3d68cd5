"""Two people give the same customer away at once: one holder, one refusal."""

from datetime import date

import pytest

from kejing.domain.customers.actions import assign_customer
from kejing.domain.customers.models import Ownership
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast
from tests.own_cast import at_once

pytestmark = pytest.mark.slow


def test_a_customer_given_away_twice_at_once_has_one_holder(own_cast: Cast) -> None:
    customer_id = own_cast.customers["C0008"]  # in the pool: both want her

    def give(person: str, to: str) -> int:
        with own_cast[person].acting() as actor:
            return assign_customer(
                actor=actor,
                customer_id=customer_id,
                holder_id=own_cast[to].holder_id or 0,
                reason="mine",
                on=date(1998, 1, 15),
                version=1,  # both have the same page before them
            )

    answers = at_once(
        lambda: give("market_manager_a", "manager_a1"), lambda: give("branch_head_a", "manager_a2")
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Stale", "int"]
    with as_system("look"):
        assert Ownership.objects.filter(customer_id=customer_id, valid_to=None).count() == 1
