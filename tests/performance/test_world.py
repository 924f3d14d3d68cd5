"""The scale organisation is one that the product itself could have made."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.database import url_for
from tests.performance.people import upper_counts
from tests.performance.world import MILLION, Size, drop

SIZE = Size(customers=400, contacts=600, staff=20, visits=3_000, units=12, levels=4)
NONE = {
    "a customer without exactly one holder in force": "select 1 from customers_customer c where"
    " (select count(*) from customers_ownership o where o.customer_id = c.id and o.valid_to is null"
    " and o.holder_id = c.holder_id and o.unit_id = c.unit_id) <> 1",
    "a time without a holder": "select 1 from customers_ownership a where a.valid_to is not null and not exists"
    " (select 1 from customers_ownership b where b.customer_id = a.customer_id and b.valid_from = a.valid_to)",
    "a customer in another unit than her holder": "select 1 from customers_customer c"
    " join org_holder h on h.id = c.holder_id where h.unit_id <> c.unit_id",
    "a visit by somebody else's account manager": "select 1 from visits_visit v join customers_customer c"
    " on c.id = v.customer_id where v.holder_id <> c.holder_id",
    "a contact without a post at her customer": "select 1 from customers_contact c where not exists"
    " (select 1 from customers_contactposition p where p.contact_id = c.id and p.customer_id = c.customer_id)",
    "a profile that is not what the trigger would keep": "select 1 from customers_customer c"
    " where c.profile_due is distinct from kj_profile_due(c.kind, c.attributes, c.attributes_at)",
    "a visit held in the future": "select 1 from visits_visit where happened_at > now()",
    "a planned visit that was missed": "select 1 from visits_visit where state = 'planned' and day < current_date - 1",
}


@pytest.fixture(scope="module")
def world(template_name: str, django_db_setup: None) -> Iterator[psycopg.Connection[Any]]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.performance.world"]
    built = subprocess.run(
        command, env=os.environ | SIZE.environment, check=True, stdout=subprocess.PIPE, text=True
    )
    name = built.stdout.strip()
    with psycopg.connect(url_for(name, "SUPERUSER")) as connection:
        yield connection
    drop(name)


def number(world: psycopg.Connection[Any], query: str) -> int:
    row = world.execute(f"select count(*) from ({query}) found").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.slow
def test_has_the_size_that_was_asked_for(world: psycopg.Connection[Any]) -> None:
    assert number(world, "select 1 from customers_customer") == SIZE.customers
    assert number(world, "select 1 from customers_customer where name ~ '[一-龥]'") == SIZE.customers / 2
    assert number(world, "select 1 from customers_contact") == SIZE.contacts
    assert number(world, "select 1 from visits_visit") == SIZE.visits
    assert number(world, "select 1 from org_staff where number like 'B%'") == SIZE.staff


@pytest.mark.slow
@pytest.mark.parametrize("what", NONE)
def test_has_nothing_the_product_refuses(world: psycopg.Connection[Any], what: str) -> None:
    assert number(world, NONE[what]) == 0


@pytest.mark.slow
def test_its_tree_has_the_units_and_levels_that_were_asked_for(world: psycopg.Connection[Any]) -> None:
    assert number(world, "select 1 from org_unit") == SIZE.units
    assert number(world, "select distinct depth from org_unitclosure") == SIZE.levels


@pytest.mark.slow
def test_points_at_rows_that_exist(world: psycopg.Connection[Any]) -> None:
    """The load switches foreign keys off."""
    keys = world.execute(
        "select c.conrelid::regclass, a.attname, c.confrelid::regclass, b.attname from pg_constraint c"
        " join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]"
        " join pg_attribute b on b.attrelid = c.confrelid and b.attnum = c.confkey[1] where c.contype = 'f'"
    ).fetchall()
    for table, column, other, key in keys:
        orphans = f"select 1 from {table} t left join {other} o on o.{key} = t.{column}"
        assert number(world, f"{orphans} where t.{column} is not null and o.{key} is null") == 0


def test_the_largest_has_ever_more_units_on_each_level() -> None:
    above = upper_counts(MILLION.units - MILLION.staff // 10, MILLION.levels)
    assert 1 + sum(above) + MILLION.staff // 10 == MILLION.units
    assert above == sorted(above)
    assert len(above) == MILLION.levels - 2
