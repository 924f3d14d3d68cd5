"""The two walls say the same: what `access` shows and what the database lets through."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from kejing.domain.relations import access, actions
from kejing.domain.relations.models import Happening, Need, NegotiationLimit
from kejing.domain.relations.tests.factories import A1, done, policy_in_force, working
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
WATCHERS = ("compliance", "auditor")


@pytest.fixture(autouse=True)
def words(cast: Cast) -> None:
    policy_in_force()


@pytest.mark.parametrize(
    ("person", "seen"),
    [(A1, 1), ("market_manager_a", 2), ("branch_head_a", 2), ("manager_a2", 1), ("manager_b1", 0),
     ("compliance", 2), ("auditor", 2), ("hr", 0), ("administrator", 0), ("outsider", 0)],
)  # fmt: skip
def test_needs_are_seen_with_their_customer(cast: Cast, person: str, seen: int) -> None:
    for customer, whose in (("C0001", A1), ("C0004", "manager_a2")):
        said = {"family": "deposit", "kind": "current", "text": "x", "customer_id": cast.customers[customer]}
        done(cast, actions.add_need, whose, **said)
    with working(cast, person) as actor:
        assert access.visible(Need, actor).count() == Need.objects.count() == seen


@pytest.mark.parametrize(("person", "seen"), [(A1, 1), ("market_manager_a", 1), ("auditor", 1), ("compliance", 0), ("manager_b1", 0)])  # fmt: skip
def test_limits_have_a_wall_of_their_own(cast: Cast, person: str, seen: int) -> None:
    file = done(cast, actions.open_negotiation, title="t", goals="g")
    done(cast, actions.set_limits, negotiation_id=file, version=0, text="four")
    with working(cast, person) as actor:
        assert access.visible(NegotiationLimit, actor).count() == NegotiationLimit.objects.count() == seen


@pytest.mark.parametrize("person", WATCHERS)
def test_who_only_reads_writes_nothing_past_the_product_either(cast: Cast, person: str) -> None:
    row = {"customer_id": cast.customers["C0001"], "staff_id": cast[person].staff_id, "day": TODAY}
    with (
        working(cast, person),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Need.objects.create(**row, family="deposit", kind="current", text="x", state_on=TODAY)


def test_nobody_writes_to_a_customer_out_of_scope(cast: Cast) -> None:
    row: dict[str, Any] = {
        "customer_id": cast.customers["C0006"],
        "staff_id": cast[A1].staff_id,
        "day": TODAY,
    }
    with working(cast), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Need.objects.create(**row, family="deposit", kind="current", text="x", state_on=TODAY)


def test_history_is_never_changed(cast: Cast) -> None:
    done(cast, actions.rate_relation, grade=3)
    with as_system("look"), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Happening.objects.update(text="x")


def test_every_table_of_a_customer_is_behind_its_wall(cast: Cast) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relname like 'relations_%%' and relkind = 'r' and not relrowsecurity"
        )
        assert {row[0] for row in cursor.fetchall()} == {"relations_lineshare", "relations_policyversion"}
