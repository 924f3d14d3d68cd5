"""A customer merged into another: nothing new of its own; what it had is shown and settled with the other."""

import pytest
from django.urls import reverse

from kejing.domain.customers.actions import merge_customers
from kejing.domain.customers.vocabulary import DuplicateRefusal
from kejing.domain.relations import actions
from kejing.domain.relations.models import Promise
from kejing.domain.relations.tests.factories import policy_in_force
from kejing.domain.visits.actions import plan_visit
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Refused
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged(cast: Cast) -> Cast:
    """C0002 has a promise and is merged into C0001."""
    policy_in_force()
    with cast["manager_a1"].acting() as actor:
        actions.make_promise(
            actor=actor, customer_id=cast.customers["C0002"], by="us", text="a new card", due_on=TODAY
        )
    with cast["branch_head_a"].acting() as actor:
        merge_customers(
            actor=actor, customer_id=cast.customers["C0001"], merged_id=cast.customers["C0002"], reason="one"
        )
    return cast


def test_nothing_new_is_entered_for_it(merged: Cast) -> None:
    gone = merged.customers["C0002"]
    for act, said in (
        (actions.rate_relation, {"grade": 3}),
        (actions.make_promise, {"by": "us", "text": "x", "due_on": TODAY}),
        (plan_visit, {"day": TODAY, "goal": "x"}),
    ):
        with pytest.raises(Refused) as refused, merged["manager_a1"].acting() as actor:
            act(actor=actor, customer_id=gone, **said)
        assert refused.value.code == DuplicateRefusal.IS_MERGED
        with merged["manager_a1"].acting() as actor:
            assert act(actor=actor, customer_id=merged.customers["C0001"], **said)


def test_what_it_had_is_shown_with_the_other_and_goes_on(merged: Cast) -> None:
    client = merged["manager_a1"].client
    page = client.get(reverse("relations:relation_page", args=[merged.customers["C0001"]]))
    assert "a new card" in page.content.decode()
    with as_system("look"):
        promise = Promise.objects.get().pk
    assert client.get(reverse("relations:settle_promise", args=[promise])).status_code == 200
    with merged["manager_a1"].acting() as actor:
        assert actions.settle_promise(
            actor=actor, promise_id=promise, version=1, state="kept", settled_on=TODAY
        )
