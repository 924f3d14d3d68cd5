"""Who sees what: the access module and the walls of the database say the same, and neither says more."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from kejing.domain.customers.models import Customer
from kejing.domain.plans import access, actions, queries
from kejing.domain.plans.models import Binder, Decision, Item, Outcome, Plan, PolicyVersion
from kejing.domain.plans.tests.factories import (
    A1,
    A2,
    HEAD_A,
    MARKET_A,
    YES,
    approved,
    covering,
    decide,
    drafted,
    handed_in,
    items_of,
    row,
    version_of,
    working,
)
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import NotVisible
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
SEEN = {
    A1: {A1}, A2: {A2}, MARKET_A: {A1, A2, MARKET_A}, "branch_head_a": {A1, A2, MARKET_A}, "manager_b1": {"manager_b1"},
    "market_manager_b": {"manager_b1"}, "hr": set(), "outsider": set(), "administrator": set(),
    "auditor": {A1, A2, MARKET_A, "manager_b1"}, "compliance": {A1, A2, MARKET_A, "manager_b1"},
}  # fmt: skip


@pytest.fixture
def written(cast: Cast) -> dict[str, int]:
    plans = {
        A1: approved(cast),
        A2: handed_in(cast, A2),
        MARKET_A: drafted(cast, MARKET_A),
        "manager_b1": approved(cast, "manager_b1", "market_manager_b"),
    }
    with working(cast, A1) as actor:
        actions.record_outcome(actor=actor, item_id=items_of(plans[A1])[0].pk, state="done", done_on=TODAY)
    with working(cast, MARKET_A) as actor:
        actions.bind_plans(actor=actor, month=TODAY)
    return plans


def test_scope_and_wall_agree(cast: Cast, written: dict[str, int]) -> None:
    for person, whose in SEEN.items():
        with cast[person].acting() as actor:
            wanted = {written[key] for key in whose}
            assert set(access.visible(actor).values_list("pk", flat=True)) == wanted, person
            assert set(Plan.objects.values_list("pk", flat=True)) == wanted, person
            assert set(Item.objects.values_list("plan_id", flat=True)) == wanted, person
            assert set(Decision.objects.values_list("plan_id", flat=True)) <= wanted, person
            assert Outcome.objects.count() == (written[A1] in wanted), person
            bound = person in {MARKET_A, "branch_head_a", "auditor", "compliance"}
            assert Binder.objects.count() == access.binders(actor).count() == bound, person


def test_a_deputy_sees_the_covered_colleagues_plans(cast: Cast, written: dict[str, int]) -> None:
    covering(cast, A1, A2)
    with cast[A2].acting() as actor:
        assert set(access.visible(actor).values_list("pk", flat=True)) == {written[A1], written[A2]}
        assert set(access.own(actor).values_list("pk", flat=True)) == {written[A1], written[A2]}


def test_the_walls_refuse_what_the_actions_would(cast: Cast, written: dict[str, int]) -> None:
    [item] = items_of(written[MARKET_A])
    now = clock.now()
    forged: dict[str, tuple[str, Callable[[Any], object]]] = {
        "a decision on one's own plan": (
            MARKET_A, lambda me: Decision.objects.create(
                plan_id=written[MARKET_A], seq=1, verdict="approved", answers=YES, by_id=me, at=now)),
        "a decision without the right": (
            A1, lambda me: Decision.objects.create(
                plan_id=written[A1], seq=2, verdict="approved", answers=YES, by_id=me, at=now)),
        "a decision in another's name": (
            MARKET_A, lambda me: Decision.objects.create(
                plan_id=written[A2], seq=1, verdict="approved", by_id=cast["branch_head_a"].staff_id, at=now)),
        "an action in another's plan": (
            "branch_head_a", lambda me: Item.objects.create(
                plan_id=written[MARKET_A], place=9, text="x", point="customer")),
        "an outcome of another's action": (
            "branch_head_a", lambda me: Outcome.objects.create(
                item=item, seq=1, state="done", done_on=TODAY, by_id=me, at=now)),
        "a policy": (
            A1, lambda me: PolicyVersion.objects.create(
                number=9, valid_from=TODAY, approved_by="x", approved_by_en="x", body={})),
    }  # fmt: skip
    for what, (person, write) in forged.items():
        with (
            cast[person].acting() as actor,
            pytest.raises(DatabaseError),
            transaction.atomic(),
        ):
            write(actor.staff_id)
            pytest.fail(what)


def test_what_is_archived_of_a_confidential_customer_is_closed_as_she_is(cast: Cast) -> None:
    """The archive is whole, also where its approver may not read all of it; the file names her to nobody else."""
    plan = drafted(cast, day=TODAY)
    with working(cast, A1) as actor:
        actions.add_item(
            actor=actor,
            plan_id=plan,
            text="her merger",
            point="customer",
            customer_id=cast.customers["C0001"],
        )
        actions.submit_plan(actor=actor, plan_id=plan, version=version_of(plan))
    with as_system("mark"):
        Customer.objects.filter(number="C0001").update(confidential=True)
    decide(cast, plan, MARKET_A)
    assert [item["text"] for item in json.loads(row(plan).content)["items"]] == ["action 0", "her merger"]
    with working(cast, MARKET_A) as actor:
        binder = actions.bind_plans(actor=actor, month=TODAY)
        (bound,) = queries.binder_page(actor=actor, binder_id=binder).plans
        assert [item.text for item in bound.items] == ["action 0"]
        assert [item.text for item in queries.plan_page(actor=actor, plan_id=plan).items] == ["action 0"]
        for closed in (
            partial(queries.plan_file, plan_id=plan),
            partial(queries.binder_file, binder_id=binder),
        ):
            with pytest.raises(NotVisible):
                closed(actor=actor)
    for reader in (A1, HEAD_A):  # who wrote it, and who may see such customers
        with working(cast, reader) as actor:
            assert "her merger" in queries.plan_file(actor=actor, plan_id=plan)
