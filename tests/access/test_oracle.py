"""Random organisations: list, count, search, cards, ids and the second wall alone show what the oracle says."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kejing.domain.customers.models import Contact
from kejing.domain.customers.queries import cards, customer_list, find_customers, lists, visible_ids
from kejing.domain.org.models import Appointment, Cover, Holder, Position, Staff, Unit
from kejing.foundation.identity.models import Role as RoleRow
from kejing.foundation.identity.models import User
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_actor
from kejing.foundation.kernel.testing import as_owner
from tests.access.oracle import Organisation, Post, Role, Stay
from tests.cast import BEGAN, TODAY, make_customer

pytestmark = pytest.mark.django_db
WORLDS = int(os.environ.get("KEJING_WORLDS", "30"))
SCOPES = ("none", "own", "team", "unit", "all")
BEHIND = [
    ("id", "customers_customer"),
    ("customer_id", "customers_ownership"),
    ("customer_id", "customers_contact"),
]
ROLES = [Role(scope) for scope in SCOPES] + [
    Role("all", sees_customers=False),
    Role("unit", sees_customers=False),
]


@st.composite
def organisations(draw: Any) -> Organisation:
    units = draw(st.integers(1, 6))
    parents = [None if n == 0 else draw(st.one_of(st.none(), st.integers(0, n - 1))) for n in range(units)]
    posts = [
        Post(draw(st.integers(0, units - 1)), draw(st.sampled_from(ROLES)), draw(st.integers(0, n - 1)) if n and draw(st.booleans()) else None)
        for n in range(draw(st.integers(1, 8)))
    ]  # fmt: skip
    people = draw(st.integers(1, 7))
    spans = st.sampled_from([(-100, None), (-100, None), (-100, 0), (-100, 1), (0, None), (1, None)])
    stays = [Stay(draw(st.integers(0, people - 1)), n, *draw(spans)) for n in range(len(posts))]
    either = st.integers(0, len(stays) - 1)
    covers = draw(
        st.lists(
            st.builds(
                lambda a, b, s: Stay(a, b, *s),
                either,
                either,
                st.sampled_from([(-1, 1), (0, 5), (-9, 0), (1, 9)]),
            ),
            max_size=4,
        )
    )
    holders = st.one_of(
        st.tuples(st.just("stay"), either), st.tuples(st.just("pool"), st.integers(0, units - 1))
    )
    return Organisation(parents, posts, stays, covers, draw(st.lists(holders, max_size=11)), draw(st.frozensets(st.integers(0, people - 1), max_size=1)))  # fmt: skip


def day(offset: int | None) -> Any:
    return None if offset is None else TODAY + timedelta(days=offset)


class Built:
    """The organisation in the database: users by person, customer ids by number."""

    def __init__(self, org: Organisation) -> None:
        self.users = {
            n: User.objects.create(username=f"u{n}", name=f"u{n}", is_active=n not in org.inactive).pk
            for n in {s.person for s in org.stays}
        }
        staff = {
            n: Staff.objects.create(number=f"s{n}", name=f"s{n}", user_id=pk) for n, pk in self.users.items()
        }
        roles = [
            RoleRow.objects.create(code=f"r{n}", label_zh="x", label_en="x", scope=role.scope, permissions=["customers.view"] * role.sees_customers)
            for n, role in enumerate(ROLES)
        ]  # fmt: skip
        units: list[Unit] = []
        for n, above in enumerate(org.parents):
            parent = units[above] if above is not None else None
            units.append(Unit.objects.create(code=f"u{n}", name="x", name_en="x", kind="x", parent=parent))
        pools = [Holder.objects.create(kind="pool", unit=unit, name="pool") for unit in units]
        posts: list[Position] = []
        for n, post in enumerate(org.posts):
            leader = posts[post.above] if post.above is not None else None
            posts.append(
                Position.objects.create(
                    code=f"p{n}",
                    unit=units[post.unit],
                    role_id=roles[ROLES.index(post.role)].code,
                    reports_to=leader,
                )
            )
        stays = [
            Appointment.objects.create(staff=staff[s.person], position=posts[s.post], valid_from=day(s.start), valid_to=day(s.end)) for s in org.stays
        ]  # fmt: skip
        holders = [
            Holder.objects.create(kind="person", appointment=stay, unit=stay.position.unit, name="x")
            for stay in stays
        ]
        for cover in org.covers:
            Cover.objects.create(
                covered=stays[cover.post],
                deputy=stays[cover.person],
                valid_from=day(cover.start),
                valid_to=day(cover.end),
            )
        self.customers = [
            make_customer(f"N{n:03}", f"王{n}", (holders if kind == "stay" else pools)[i].pk, BEGAN)
            for n, (kind, i) in enumerate(org.customers)
        ]
        Contact.objects.bulk_create(Contact(customer_id=pk, name="x") for pk in self.customers)


@contextmanager
def built(org: Organisation) -> Iterator[Built]:
    with transaction.atomic():
        with as_owner():
            clock.set_business_day(TODAY, using="default")
            made = Built(org)
        yield made
        transaction.set_rollback(True)


def listed(actor: Actor, query: str = "") -> list[int]:
    """Every page of the list or the search, and the count's claim checked on the way."""
    found = customer_list(actor=actor, query=query)
    ids, count = [row.pk for row in found.page.rows], found.count.n
    while found.page.next:
        found = customer_list(actor=actor, query=query, cursor=found.page.next)
        ids += [row.pk for row in found.page.rows]
    assert query or count == len(ids)
    assert len(ids) == len(set(ids))
    return ids


def behind_the_wall(column: str, table: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"select {column} from {table}")
        return {row[0] for row in cursor.fetchall()}


@settings(max_examples=WORLDS, deadline=None, suppress_health_check=list(HealthCheck))
@given(organisations())
def test_everybody_sees_what_the_oracle_says(monkeypatch: pytest.MonkeyPatch, org: Organisation) -> None:
    monkeypatch.setattr(lists, "PAGE_SIZE", 3)
    compare(org)


def compare(org: Organisation) -> None:
    with built(org) as made:
        for person, user_id in made.users.items():
            scope = {made.customers[n] for n in org.seen_by(person)}
            with as_actor(user_id) as actor:
                shown = scope if actor.may("customers.view") else set()
                assert set(listed(actor)) == shown
                assert set(listed(actor, "n0")) == shown
                assert {card.id for card in find_customers(actor=actor, text="n0", limit=100)} == shown
                assert set(cards(actor=actor, ids=made.customers)) == shown
                assert set(visible_ids(actor)) == shown
                for column, table in BEHIND:
                    assert behind_the_wall(column, table) == scope


OWN, UNIT = Role("own"), Role("unit")
SMALL = Organisation(
    parents=[None, 0, 0],
    posts=[Post(1, UNIT, None), Post(1, OWN, 0), Post(2, OWN, None)],
    stays=[Stay(0, 1, -9, None), Stay(1, 0, -9, None), Stay(2, 2, -9, None)],
    covers=[Stay(2, 0, -1, 1)],
    customers=[("stay", 0), ("pool", 1), ("stay", 2), ("pool", 0)],
)


def test_the_oracle_knows_a_small_bank() -> None:
    assert [SMALL.seen_by(person) for person in range(4)] == [{0}, {0, 1}, {0, 2}, set()]


@pytest.mark.parametrize("wrong", [lambda seen: seen | {2}, lambda seen: seen - {1}, lambda seen: set()])
def test_a_world_that_shows_too_much_or_too_little_is_told(
    monkeypatch: pytest.MonkeyPatch, wrong: Any
) -> None:
    """The control: to an oracle that is off by one, the product looks wrong."""
    true = Organisation.seen_by
    monkeypatch.setattr(Organisation, "seen_by", lambda org, person: wrong(true(org, person)))
    with pytest.raises(AssertionError):
        compare(SMALL)
