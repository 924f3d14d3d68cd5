"""The day's number of looks is exact, also from many places at once."""

import pytest

from kejing.domain.customers.actions import unmask_field
from kejing.domain.customers.models import Unmasking
from kejing.domain.customers.tests.factories import fill, limits, rights
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast
from tests.own_cast import at_once

pytestmark = pytest.mark.slow


def test_eight_looks_at_once_leave_the_three_that_are_allowed(own_cast: Cast) -> None:
    customer_id = fill(own_cast)
    rights("account_manager", phone="mask")
    limits("account_manager", {"customers.unmask_per_day": 3})

    def look() -> str:
        with own_cast["manager_a1"].acting() as actor:
            return unmask_field(
                actor=actor, customer_id=customer_id, field="customers.phone", reason="核对电话"
            )

    answers = at_once(*[look] * 8)
    assert sorted(type(answer).__name__ for answer in answers) == ["Refused"] * 5 + ["str"] * 3
    with as_system("look"):
        assert Unmasking.objects.count() == 3
