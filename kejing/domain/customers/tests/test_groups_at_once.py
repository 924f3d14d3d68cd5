"""Two changes of a group that are right one by one make no circle together."""

import pytest

from kejing.domain.customers.actions import set_parent
from kejing.domain.customers.models import Customer
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast
from tests.own_cast import at_once

pytestmark = pytest.mark.slow


def test_two_customers_put_below_one_another_at_once_make_no_circle(own_cast: Cast) -> None:
    def put(person: str, child: str, parent: str) -> int:
        with own_cast[person].acting() as actor:
            return set_parent(
                actor=actor,
                customer_id=own_cast.customers[child],
                parent_id=own_cast.customers[parent],
                version=1,
            )

    answers = at_once(
        lambda: put("market_manager_a", "C0001", "C0004"), lambda: put("branch_head_a", "C0004", "C0001")
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Refused", "int"]
    with as_system("look"):
        assert Customer.objects.filter(parent__isnull=False).count() == 1
