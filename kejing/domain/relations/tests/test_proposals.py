"""What relations propose for plans."""

from datetime import date
from typing import Any

import pytest

from kejing.domain.relations import actions
from kejing.domain.relations.queries.proposals import promise_proposals
from kejing.domain.relations.tests.factories import A1, done, policy_in_force, working
from tests.cast import Cast

pytestmark = pytest.mark.django_db
COMING, AFTER = date(1998, 1, 19), date(1998, 1, 26)


def test_our_promises_that_fall_due_by_the_end_of_the_period(cast: Cast) -> None:
    policy_in_force()
    for by, text, due in (
        ("us", "late", date(1998, 1, 15)), ("us", "in time", date(1998, 1, 21)), ("us", "after", AFTER),
        ("customer", "theirs", COMING),
    ):  # fmt: skip
        done(cast, actions.make_promise, by=by, text=text, due_on=due)
    about: dict[str, Any] = {"start": COMING, "end": AFTER, "holder_id": cast[A1].holder_id}
    with working(cast) as actor:
        found = promise_proposals(actor=actor, span="week", **about) or []
        assert promise_proposals(actor=actor, span="half_year", **about) is None
        hers = promise_proposals(
            actor=actor, span="week", **about | {"holder_id": cast["manager_a2"].holder_id}
        )
    assert [(item.text, item.due_on) for item in found] == [
        ("兑现承诺：late", COMING), ("兑现承诺：in time", date(1998, 1, 21)),
    ]  # fmt: skip
    assert hers == []
