"""Random organisations: list, count, search, cards, ids and the second wall alone show what the oracle says."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kejing.domain.customers import api, views
from kejing.domain.customers.models import Collaboration, Contact, Customer, Ownership
from kejing.domain.customers.queries import cards, customer_list, find_customers, lists, visible_ids
from kejing.domain.customers.rules import search_text, sort_key
from kejing.domain.org.models import Appointment, Cover, Holder, Position, Staff, Unit
from kejing.foundation.identity.models import Role as RoleRow
from kejing.foundation.identity.models import User
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_actor
from kejing.foundation.kernel.testing import as_owner
from tests.access.oracle import Organisation, Post, Role, Share, Stay
from tests.cast import BEGAN, TODAY

pytestmark = pytest.mark.django_db
WORLDS = int(os.environ.get("KEJING_WORLDS", "200"))
"""How many organisations are tried; `make nightly` tries 2,000."""
SCOPES = ("none", "own", "team", "unit", "all")
BEHIND = [
    ("id", "customers_customer"),
    ("customer_id", "customers_ownership"),
    ("customer_id", "customers_contact"),
    ("customer_id", "customers_collaboration"),
]
ROLES = [
    *(Role(scope) for scope in SCOPES),
    Role("all", sees_customers=False),
    Role("unit", sees_customers=False),
    *(Role(scope, sees_confidential=True) for scope in ("unit", "all")),
]
SPANS = [(-100, None), (-100, None), (-100, 0), (-100, 1), (0, None), (1, None)]


@st.composite
def organisations(draw: Any) -> Organisation:
    units = draw(st.integers(1, 6))
    parents = [None if n == 0 else draw(st.one_of(st.none(), st.integers(0, n - 1))) for n in range(units)]
    posts = [
        Post(draw(st.integers(0, units - 1)), draw(st.sampled_from(ROLES)), draw(st.integers(0, n - 1)) if n and draw(st.booleans()) else None)
        for n in range(draw(st.integers(1, 8)))
    ]  # fmt: skip
    people = draw(st.integers(1, 7))
    spans = st.sampled_from(SPANS)
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
    customers = draw(st.lists(holders, max_size=11))
    some = st.frozensets(st.integers(0, max(len(customers) - 1, 0)), max_size=4)
    shares = st.lists(
        st.builds(lambda a, c, s: Share(a, c, *s), either, st.integers(0, max(len(customers) - 1, 0)), spans),
        max_size=5 if customers else 0,
        unique_by=lambda share: (share.stay, share.customer),
    )
    return Organisation(
        parents, posts, stays, covers, customers, draw(st.frozensets(st.integers(0, people - 1), max_size=1)),
        draw(shares), draw(some) if customers else frozenset(), draw(some) - {0} if customers else frozenset(),
    )  # fmt: skip


def day(offset: int | None) -> Any:
    return None if offset is None else TODAY + timedelta(days=offset)


class Built:
    """The organisation in the database, a statement for each table: users by person, customer ids by number."""

    def __init__(self, org: Organisation) -> None:
        self.users = {n: 1_000_000 + n for n in {s.person for s in org.stays}}
        self.customers = [2_000_000 + n for n in range(len(org.customers))]
        self._people(org)
        self._posts(org)
        self._customers(org)

    def _people(self, org: Organisation) -> None:
        User.objects.bulk_create(
            User(id=pk, username=f"u{n}", name=f"u{n}", is_active=n not in org.inactive)
            for n, pk in self.users.items()
        )
        Staff.objects.bulk_create(
            Staff(id=pk, number=f"s{n}", name=f"s{n}", user_id=pk) for n, pk in self.users.items()
        )
        RoleRow.objects.bulk_create(
            RoleRow(code=f"r{n}", label_zh="x", label_en="x", scope=role.scope, permissions=permissions(role))
            for n, role in enumerate(ROLES)
        )

    def _posts(self, org: Organisation) -> None:
        Unit.objects.bulk_create(
            Unit(id=n + 1, code=f"u{n}", name="x", name_en="x", kind="x", parent_id=None if above is None else above + 1)
            for n, above in enumerate(org.parents)
        )  # fmt: skip
        Position.objects.bulk_create(
            Position(
                id=n + 1, code=f"p{n}", unit_id=post.unit + 1, role_id=f"r{ROLES.index(post.role)}",
                reports_to_id=None if post.above is None else post.above + 1,
            )
            for n, post in enumerate(org.posts)
        )  # fmt: skip
        Appointment.objects.bulk_create(
            Appointment(
                id=n + 1, staff_id=self.users[s.person], position_id=s.post + 1, valid_from=day(s.start), valid_to=day(s.end)
            )
            for n, s in enumerate(org.stays)
        )  # fmt: skip
        Holder.objects.bulk_create(
            Holder(id=holder_id("stay", n), kind="person", appointment_id=n + 1, unit_id=org.posts[s.post].unit + 1, name="x")
            for n, s in enumerate(org.stays)
        )  # fmt: skip
        Holder.objects.bulk_create(
            Holder(id=holder_id("pool", n), kind="pool", unit_id=n + 1, name="pool") for n in range(len(org.parents))
        )  # fmt: skip
        Cover.objects.bulk_create(
            Cover(
                covered_id=cover.post + 1, deputy_id=cover.person + 1, valid_from=day(cover.start), valid_to=day(cover.end)
            )
            for cover in org.covers
        )  # fmt: skip

    def _customers(self, org: Organisation) -> None:
        units = [org._unit_of(n) + 1 for n in range(len(org.customers))]  # the oracle's own word
        Customer.objects.bulk_create(
            Customer(
                id=self.customers[n], number=f"N{n:03}", name=f"王{n}", kind="person", unit_id=units[n],
                holder_id=holder_id(*held), since=BEGAN, sort_key=sort_key(f"王{n}"),
                search_text=search_text(f"王{n}", f"N{n:03}"), confidential=n in org.confidential,
                merged_into_id=self.customers[0] if n in org.merged else None,
            )
            for n, held in enumerate(org.customers)
        )  # fmt: skip
        Ownership.objects.bulk_create(
            Ownership(
                customer_id=self.customers[n], holder_id=holder_id(*held), unit_id=units[n], valid_from=BEGAN, reason="x"
            )
            for n, held in enumerate(org.customers)
        )  # fmt: skip
        Contact.objects.bulk_create(Contact(customer_id=pk, name="x") for pk in self.customers)
        Collaboration.objects.bulk_create(
            Collaboration(
                customer_id=self.customers[share.customer], holder_id=holder_id("stay", share.stay), role="assistant",
                valid_from=day(share.start), valid_to=day(share.end), reason="x",
            )
            for share in org.shares
        )  # fmt: skip


def permissions(role: Role) -> list[str]:
    return ["customers.view"] * role.sees_customers + ["customers.confidential"] * role.sees_confidential


def holder_id(kind: str, n: int) -> int:
    return n + (100 if kind == "stay" else 200)


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
            listed_ids = {made.customers[n] for n in org.listed_for(person)}
            with as_actor(user_id) as actor:
                shown = listed_ids if actor.may("customers.view") else set()
                assert set(listed(actor)) == shown
                assert set(listed(actor, "n0")) == shown
                assert {card.id for card in find_customers(actor=actor, text="n0", limit=100)} == shown
                # What a merged customer was called is still shown where she is named.
                named = scope if actor.may("customers.view") else set()
                assert set(cards(actor=actor, ids=made.customers)) == named
                assert set(visible_ids(actor)) == shown
                assert set(asked(actor)) == shown
                assert picked(actor) <= shown
                assert shown - picked(actor) == set() or len(shown) > PICKED
                for column, table in BEHIND:
                    there = scope & set(behind(org, made, table))
                    assert behind_the_wall(column, table) == there


PICKED = 10
"""How many a picker offers."""


def behind(org: Organisation, made: Built, table: str) -> list[int]:
    """The customers that have a row in the table at all."""
    if table == "customers_collaboration":
        return [made.customers[share.customer] for share in org.shares]
    return made.customers


def asked(actor: Actor) -> list[int]:
    """What a program gets from the API, page by page."""
    ids, cursor = [], None
    request: Any = SimpleNamespace(actor=actor, GET=QueryDict())
    while True:
        found: Any = api.customer_list(request, api.CustomerFilter.model_validate({"after": cursor}))
        ids += [row.pk for row in found.rows]
        if (cursor := found.next) is None:
            return ids


def picked(actor: Actor) -> set[int]:
    """What the picker offers while somebody types."""
    request: Any = RequestFactory().get("/customers/pick/", {"q": "n0"})
    request.actor = actor
    return {option["id"] for option in json.loads(views.pick_customer(request).content)["options"]}


OWN, UNIT = Role("own"), Role("unit")
SMALL = Organisation(
    parents=[None, 0, 0],
    posts=[Post(1, UNIT, None), Post(1, OWN, 0), Post(2, OWN, None)],
    stays=[Stay(0, 1, -9, None), Stay(1, 0, -9, None), Stay(2, 2, -9, None)],
    covers=[Stay(2, 0, -1, 1)],
    customers=[("stay", 0), ("pool", 1), ("stay", 2), ("pool", 0), ("stay", 0), ("pool", 1), ("pool", 1)],
    shares=[Share(2, 5, -3, None), Share(0, 3, -9, 0)],
    confidential=frozenset({4, 6}),
    merged=frozenset({5}),
)


def test_the_oracle_knows_a_small_bank() -> None:
    """4 is confidential and hers alone (and her deputy's), 5 shared with the deputy, 6 confidential in the pool."""
    assert [SMALL.seen_by(person) for person in range(4)] == [{0, 4}, {0, 1, 5}, {0, 2, 4, 5}, set()]
    assert SMALL.listed_for(1) == {0, 1}


@pytest.mark.parametrize("wrong", [lambda seen: seen | {2}, lambda seen: seen - {1}, lambda seen: set()])
def test_a_world_that_shows_too_much_or_too_little_is_told(
    monkeypatch: pytest.MonkeyPatch, wrong: Any
) -> None:
    """The control: to an oracle that is off by one, the product looks wrong."""
    true = Organisation.seen_by
    monkeypatch.setattr(Organisation, "seen_by", lambda org, person: wrong(true(org, person)))
    with pytest.raises(AssertionError):
        compare(SMALL)
