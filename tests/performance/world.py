"""The scale organisation: generated, loaded with COPY past the actions, kept while nothing of it changes.

`python -m tests.performance.world` builds it in the server whose addresses `tests.database` knows and prints the
name of its database: a template, which each run of the benchmark clones.
"""

import hashlib
import os
import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg

from tests.database import migrate, migrations_state, superuser, url_for

HERE = Path(__file__).parent
MADE_BY = [HERE / name for name in ("world.py", "people.py", "names.py")]
PREFIX = "kejing_bench_"
SEED = 20
BEGAN = date(2015, 1, 1)
BRANCH = 10
"""People in a branch: its head, a market manager, account managers."""
IN_POOL = 20
"""Every twentieth customer is in the pool of a branch."""
YEARS = 3
FILLED = (
    "customers_customer", "customers_ownership", "customers_contact", "customers_contactposition",
    "customers_holding", "customers_holdingparty", "visits_visit",
)  # fmt: skip
NULL = r"\N"
NEVER = "0001-01-01"
"""A profile without all its required fields has been due since for ever."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large the organisation is; each number can be set, as KEJING_BENCH_CUSTOMERS and so on."""

    customers: int = 100_000
    contacts: int = 150_000
    staff: int = 200
    visits: int = 1_000_000
    units: int = 25
    levels: int = 3

    @classmethod
    def from_environment(cls) -> "Size":
        names = {field.name: f"KEJING_BENCH_{field.name.upper()}" for field in fields(cls)}
        given = {field: int(os.environ[name]) for field, name in names.items() if os.environ.get(name)}
        return replace(MILLION if os.environ.get("SIZE") == "1m" else cls(), **given)

    @property
    def environment(self) -> dict[str, str]:
        return {
            f"KEJING_BENCH_{field.name.upper()}": str(getattr(self, field.name)) for field in fields(self)
        }

    @property
    def is_million(self) -> bool:
        return self.customers >= 1_000_000

    @property
    def without_customers(self) -> "Size":
        return replace(self, customers=0, contacts=0, visits=0)

    def __str__(self) -> str:
        return ", ".join(f"{getattr(self, field.name):,} {field.name}" for field in fields(self))


MILLION = Size(
    customers=1_000_000, contacts=1_500_000, staff=10_000, visits=10_000_000, units=2_000, levels=6
)
"""`make bench SIZE=1m`."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Who holds customers: an account manager, or the pool of a branch, for which the manager's visits are made."""

    holder_id: int
    unit_id: int
    staff_id: int


@dataclass(frozen=True, slots=True)
class People:
    managers: list[Seat]
    pools: list[Seat]

    def of(self, customer: int) -> Seat:
        seats = self.pools if customer % IN_POOL == 0 else self.managers
        return seats[customer * 2654435761 // 65536 % len(seats)]


def database_for(size: Size) -> str:
    """The database of an organisation of this size: named after all it is made from."""
    digest = hashlib.sha256(f"{migrations_state()} {size}".encode())
    for file in MADE_BY:
        digest.update(file.read_bytes())
    return PREFIX + digest.hexdigest()[:12]


def is_there(name: str) -> bool:
    return bool(superuser(f"select 1 from pg_database where datname = '{name}' and datistemplate"))


def build(size: Size) -> str:
    """Make the database, filled and marked as a template; returns its name. Does nothing where it is there."""
    name = database_for(size)
    if is_there(name):
        return name
    os.environ["DJANGO_SETTINGS_MODULE"] = "kejing.app.settings"
    superuser(f'drop database if exists "{name}" with (force)')
    superuser(f'create database "{name}" template kejing owner kejing_owner')
    migrate(name)
    people = _people(name, size)
    with psycopg.connect(url_for(name, "SUPERUSER")) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute("set maintenance_work_mem = '512MB'")
        if size.customers:
            with _indexes_made_last(connection, FILLED):
                _load(connection, people, size)
    with psycopg.connect(url_for(name, "SUPERUSER"), autocommit=True) as connection:
        connection.execute("vacuum analyze")
    _drop_former(size)
    superuser(f"comment on database \"{name}\" is '{size}'")
    superuser(f'alter database "{name}" is_template true')
    return name


def _drop_former(size: Size) -> None:
    """An organisation of this size made by other migrations or by another generator is of no use any more."""
    former = superuser(
        f"select datname from pg_database where datname like '{PREFIX}%'"
        f" and shobj_description(oid, 'pg_database') = '{size}'"
    )
    for (name,) in former:
        drop(name)


def drop(name: str) -> None:
    superuser(f'alter database "{name}" is_template false')
    superuser(f'drop database "{name}" with (force)')


def _people(name: str, size: Size) -> People:
    """Units, posts and people with the triggers on: the closure wants them."""
    os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = (
        url_for(name, "APP"),
        url_for(name, "OWNER"),
    )
    import django

    django.setup()
    from django.db import connections

    from kejing.foundation.kernel.context import as_system
    from tests.performance.people import appoint_everybody

    with as_system("benchmark") as actor:
        seats, pools = appoint_everybody(actor, size.units, size.levels, size.staff // BRANCH, BRANCH, BEGAN)
    connections["default"].close()
    connections["default"].close_pool()  # type: ignore[attr-defined]  # of PostgreSQL's wrapper alone
    return People([Seat(*row) for row in seats], [Seat(*row) for row in pools])


def _load(connection: psycopg.Connection[Any], people: People, size: Size) -> None:
    """Fill the tables in bulk: the triggers are off, so the rows must be what the product would have made."""
    chance = random.Random(SEED)
    today = date.today()
    since = [BEGAN + timedelta(days=chance.randrange(2_000)) for _ in range(size.customers)]
    _copy(
        connection, "customers_customer",
        "id, number, name, name_is_generated, kind, unit_id, holder_id, since, risk, phone, attributes,"
        " attributes_at, profile_due, sort_key, search_text, version",
        _customers(people, since, chance),
    )  # fmt: skip
    _copy(
        connection, "customers_ownership",
        "customer_id, holder_id, unit_id, valid_from, valid_to, reason, decided_by",
        _ownership(people, since),
    )  # fmt: skip
    _load_contacts(connection, size, since, chance)
    _load_holdings(connection, people, since, chance)
    _copy(
        connection, "visits_visit",
        "customer_id, holder_id, unit_id, staff_id, state, day, planned_for, planned_at, happened_at, minutes,"
        " channel, direction, goal, reached, result, observations, next_step, next_step_on, follows_id,"
        " cancel_reason, version",
        _visits(people, size, today, chance),
    )  # fmt: skip
    for table in ("customers_customer", "customers_contact", "customers_holding"):
        connection.execute(f"select setval('{table}_id_seq', (select max(id) from {table}))")


@contextmanager
def _indexes_made_last(connection: psycopg.Connection[Any], tables: Sequence[str]) -> Iterator[None]:
    """Drop the tables' indexes that no constraint stands on, and make them again when the rows are there."""
    found = connection.execute(
        "select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i"
        " where i.indrelid = any(%s::regclass[]) and not exists"
        " (select 1 from pg_constraint c where c.conindid = i.indexrelid)", [list(tables)],
    ).fetchall()  # fmt: skip
    for name, _ in found:
        connection.execute(f"drop index {name}")
    yield
    for _, definition in found:
        connection.execute(definition)


def _copy(connection: psycopg.Connection[Any], table: str, columns: str, lines: Iterable[str]) -> None:
    """COPY in the text format; `lines` are rows, tabs between their values."""
    source = iter(lines)
    with connection.cursor() as cursor, cursor.copy(f"copy {table} ({columns}) from stdin") as copy:
        while block := list(islice(source, 5_000)):
            copy.write("\n".join(block) + "\n")


def _customers(people: People, since: list[date], chance: random.Random) -> Iterator[str]:
    from kejing.domain.customers.rules import search_text, sort_key
    from tests.performance.names import customer_name, is_organisation

    risks = ("", "", "", "good", "good", "unclassified", "bad")
    for i, first in enumerate(since, 1):
        name, number, seat = customer_name(i), f"K{i:07}", people.of(i)
        kind = "organisation" if is_organisation(i) else "person"
        found_by = search_text(name, number).replace("\n", r"\n")
        yield (
            f"{i}\t{number}\t{name}\tf\t{kind}\t{seat.unit_id}\t{seat.holder_id}\t{first}\t{chance.choice(risks)}"
            f'\t+86 139 {i // 10_000:04} {i % 10_000:04}\t{{"city": "C{i % 300}"}}\t{{"city": "{first}"}}\t{NEVER}'
            f"\t{sort_key(name)}\t{found_by}\t1"
        )


def _ownership(people: People, since: list[date]) -> Iterator[str]:
    """One holder from the first day on; every fifth customer was in a pool for her first year."""
    for i, first in enumerate(since, 1):
        seat, start = people.of(i), first
        if i % 5 == 0:
            pool, start = people.pools[i % len(people.pools)], first + timedelta(days=365)
            yield f"{i}\t{pool.holder_id}\t{pool.unit_id}\t{first}\t{start}\timport\t{NULL}"
        yield f"{i}\t{seat.holder_id}\t{seat.unit_id}\t{start}\t{NULL}\timport\t{NULL}"


def _load_contacts(
    connection: psycopg.Connection[Any], size: Size, since: list[date], chance: random.Random
) -> None:
    """One contact of each customer, the rest at some of them; each with her post from the customer's first day."""
    from tests.performance.names import contact_name

    titles = ("总经理", "财务经理", "采购经理", "Director", "Accountant", "")
    at = [1 + i if i < size.customers else 1 + chance.randrange(size.customers) for i in range(size.contacts)]
    _copy(
        connection, "customers_contact", "id, customer_id, name, title, phone, version",
        (
            f"{i}\t{customer}\t{contact_name(i)}\t{titles[i % len(titles)]}"
            f"\t+86 138 {i % 10_000:04} {i // 10_000:04}\t1"
            for i, customer in enumerate(at, 1)
        ),
    )  # fmt: skip
    _copy(
        connection, "customers_contactposition", "contact_id, customer_id, title, valid_from",
        (
            f"{i}\t{customer}\t{titles[i % len(titles)]}\t{since[customer - 1]}"
            for i, customer in enumerate(at, 1)
        ),
    )  # fmt: skip


def _load_holdings(
    connection: psycopg.Connection[Any], people: People, since: list[date], chance: random.Random
) -> None:
    """An account for each customer, a loan for every fifth."""
    products = [("account", "account", "账户", "Account"), ("loan", "loan", "贷款", "Loan")]
    ids = [
        connection.execute(
            "insert into customers_product (code, line, label_zh, label_en) values (%s, %s, %s, %s) returning id",
            row,
        ).fetchone()[0]
        for row in products
    ]
    held = [(customer, 0) for customer in range(1, len(since) + 1)]
    held += [(customer, 1) for customer in range(5, len(since) + 1, 5)]
    _copy(
        connection, "customers_holding",
        "id, number, product_id, unit_id, parent_id, opened_on, closed_on, amount, status, attributes",
        (
            f"{i}\tH{i:08}\t{ids[line]}\t{people.of(customer).unit_id}\t{NULL}\t{since[customer - 1]}\t{NULL}"
            f"\t{chance.randrange(1_000, 500_000)}\t{'good' if line else ''}\t{{}}"
            for i, (customer, line) in enumerate(held, 1)
        ),
    )  # fmt: skip
    _copy(
        connection, "customers_holdingparty", "holding_id, customer_id, role",
        (f"{i}\t{customer}\towner" for i, (customer, _) in enumerate(held, 1)),
    )  # fmt: skip


def _visits(people: People, size: Size, today: date, chance: random.Random) -> Iterator[str]:
    """The past three years' visits: most held, some cancelled, some planned for the coming weeks."""
    goals = (
        "了解资金需求",
        "推荐理财产品",
        "续签贷款合同",
        "回访服务情况",
        "Present the new savings plan",
        "",
    )
    results = ("客户表示有兴趣，下周再谈", "暂无需求", "已签约", "Asked for a written offer", "")
    reaches = ("yes", "partly", "no")
    channels = ("visit", "visit", "visit", "call", "call", "video", "message", "counter")
    days = [(today + timedelta(days=n)).isoformat() for n in range(-365 * YEARS, 28)]
    for _ in range(size.visits):
        customer = 1 + chance.randrange(size.customers)
        seat, at = people.of(customer), int(chance.random() * len(days))
        day, goal = days[at], chance.choice(goals)
        head = f"{customer}\t{seat.holder_id}\t{seat.unit_id}\t{seat.staff_id}"
        if at >= 365 * YEARS:
            yield f"{head}\tplanned\t{day}\t{day}" + _said(goal=goal)
        elif at % 20 == 0:
            yield f"{head}\tcancelled\t{day}\t{day}" + _said(goal=goal, cancel_reason="客户临时有事")
        else:
            moment = f"{day} {9 + at % 8:02}:{chance.randrange(60):02}:00+08"
            yield f"{head}\tdone\t{day}\t{NULL}" + _said(
                happened_at=moment, minutes="40", channel=chance.choice(channels),
                direction="inbound" if at % 3 == 0 else "outbound", goal=goal,
                reached=chance.choice(reaches) if goal else "none", result=chance.choice(results),
            )  # fmt: skip


def _said(  # the columns
    *, happened_at: str = NULL, minutes: str = NULL, channel: str = "visit", direction: str = "outbound", goal: str = "",
    reached: str = "none", result: str = "", cancel_reason: str = "",
) -> str:  # fmt: skip
    return (
        f"\t{NULL}\t{happened_at}\t{minutes}\t{channel}\t{direction}\t{goal}\t{reached}\t{result}\t\t\t{NULL}\t{NULL}"
        f"\t{cancel_reason}\t1"
    )


if __name__ == "__main__":
    print(build(Size.from_environment()))
