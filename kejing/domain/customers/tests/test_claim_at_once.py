"""Two people claim the same customer at once: exactly one gets her."""

import pytest

from kejing.domain.customers.actions import claim_customer
from kejing.domain.customers.models import Ownership
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast
from tests.own_cast import at_once

pytestmark = pytest.mark.slow


def test_a_customer_claimed_twice_at_once_has_one_holder(own_cast: Cast) -> None:
    customer_id = own_cast.customers["C0008"]

    def claim(person: str) -> int:
        with own_cast[person].acting() as actor:
            return claim_customer(actor=actor, customer_id=customer_id)

    answers = at_once(lambda: claim("manager_a1"), lambda: claim("manager_a2"))
    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert {type(answer).__name__ for answer in answers} <= {"int", "Refused", "NotVisible"}
    with as_system("look"):
        rows = Ownership.objects.filter(customer_id=customer_id, valid_to=None)
        assert [
            row.holder_id in {own_cast[p].holder_id for p in ("manager_a1", "manager_a2")} for row in rows
        ] == [True]
