"""Confidential customers: whoever sees all, and not these, learns of none, in no table and by no function."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from kejing.domain.customers.models import Customer
from kejing.foundation.identity.models import Role
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.testing import as_owner
from tests.access.world import World, make_world

SECRET = "C0001"
"""Held by manager_a1; has visits, relations, notes, files, contacts, segments and a pair of duplicates."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world with C0001 confidential, and an auditor and a head of branch b who may not see such customers."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_world()
        with as_system("secret"):
            Customer.objects.filter(number=SECRET).update(confidential=True)
            for role in Role.objects.filter(code__in=("auditor", "branch_head")):
                role.permissions = [code for code in role.permissions if code != "customers.confidential"]
                role.save()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def undone(world: World) -> Iterator[World]:
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)


def rows(sql: str, params: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def columns() -> list[tuple[str, str]]:
    """(table, column) of everything that names a customer, by a foreign key or by the column's name."""
    return rows(
        "select distinct c.relname::text, a.attname::text from pg_class c join pg_attribute a on a.attrelid = c.oid"
        " where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace"
        " and a.attnum > 0 and (a.attname = 'customer_id' or exists (select 1 from pg_constraint f where"
        " f.conrelid = c.oid and f.contype = 'f' and f.confrelid = 'customers_customer'::regclass"
        " and f.conkey = array[a.attnum])) and c.relname <> 'customers_customer' order by 1, 2"
    )


def test_no_wall_opens_to_who_sees_all_but_not_the_confidential(undone: World) -> None:
    """Each wall is asked about a row of a confidential customer, whether the table has one or not."""
    secret = undone.ids[SECRET]
    named = columns()
    assert len(named) > 30
    open_to = []
    with undone.cast["auditor"].acting() as actor:
        assert actor.sees_all
        for table, column in named:
            walls = rows(
                "select qual from pg_policies where tablename = %s and cmd in ('ALL', 'SELECT')", [table]
            )
            for (wall,) in walls:
                asked = (
                    f"select coalesce(bool_or({wall}), false) from jsonb_populate_record(null::{table},"
                    f" jsonb_build_object('{column}', %s::bigint)) as {table}"
                )
                open_to += [f"{table}.{column}: {wall}"] if rows(asked, [secret]) == [(True,)] else []
    assert not open_to


def test_no_table_shows_a_row_of_hers(undone: World) -> None:
    secret = undone.ids[SECRET]
    seen, there = [], 0
    for table, column in columns():
        asked = f"select count(*) from {table} where {column} = %s"
        with as_owner():
            there += bool(rows(asked, [secret])[0][0])
        with undone.cast["auditor"].acting():
            seen += [f"{table}.{column}"] if rows(asked, [secret])[0][0] else []
    assert there > 20
    assert not seen
