"""Confidential customers: whoever sees all, and not these, learns of none, in no table and by no function."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse

from kejing.domain.customers.actions import assign_customers
from kejing.domain.customers.models import Customer, Holding, HoldingParty, Lock, Note, Product, UnlockRequest
from kejing.foundation.identity.models import Role
from kejing.foundation.kernel.actions import write_line
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.models import JournalLine, RowChange
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
            role = Role.objects.get(code="compliance")
            role.permissions = [*role.permissions, "trail.read"]
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


class TestTrail:
    """Whoever reads the trail and not the confidential; `compliance` reads both in this world."""

    def changed(self, world: World, who: str) -> set[tuple[str, int]]:
        with world.cast[who].acting():
            return set(RowChange.objects.values_list("table_name", "row_id"))

    def page(self, world: World, who: str, line: int) -> Any:
        client = world.cast[who].client
        return client.get(reverse("journal_line", args=[line]), headers={"Accept-Language": "en"})

    def line(self, action: str) -> int:
        with as_system("look"):
            return JournalLine.objects.filter(action=action).latest("id").pk

    def test_no_changed_row_of_hers_is_read(self, undone: World) -> None:
        """Every tracked row that names her by a column, and her own: open to the one, closed to the other."""
        secret = undone.ids[SECRET]
        hers = {("customers_customer", secret)}
        with as_owner():
            for table, column in columns():
                tracked = (
                    "select distinct row_id from kernel_rowchange"
                    " where table_name = %s and coalesce(new, old) ->> %s = %s"
                )
                hers |= {(table, row_id) for (row_id,) in rows(tracked, [table, column, str(secret)])}
        assert len({table for table, _ in hers}) > 15
        assert hers <= self.changed(undone, "compliance")
        assert not hers & self.changed(undone, "auditor")

    def test_neither_is_one_that_hangs_on_hers(self, undone: World) -> None:
        """A holding names no customer, a request to unlock only the lock."""
        secret, day = undone.ids[SECRET], date(1998, 1, 1)
        with as_system("hang"):
            product = Product.objects.create(code="x", line="x")
            holding = Holding.objects.create(
                number="SECRET-1", product=product, unit=undone.cast.units["A"], opened_on=day
            )
            HoldingParty.objects.create(holding=holding, customer_id=secret, role="owner")
            alone = Holding.objects.create(
                number="NOBODY-1", product=product, unit=undone.cast.units["A"], opened_on=day
            )
            lock = Lock.objects.create(
                customer_id=secret, holder_id=undone.cast["manager_a1"].holder_id, valid_from=day, reason="x"
            )
            asked = UnlockRequest.objects.create(lock=lock, reason="x", asked_by=1, asked_on=day)
        hers = {("customers_holding", holding.pk), ("customers_unlockrequest", asked.pk)}
        assert hers <= self.changed(undone, "compliance")
        assert not {*hers, ("customers_holding", alone.pk)} & self.changed(undone, "auditor")

    def test_what_is_deleted_stays_closed(self, undone: World) -> None:
        with as_system("gone"):
            note = Note.objects.filter(customer_id=undone.ids[SECRET]).values_list("pk", flat=True)[0]
            Note.objects.filter(pk=note).delete()
        assert ("customers_note", note) in self.changed(undone, "compliance")
        assert ("customers_note", note) not in self.changed(undone, "auditor")

    def test_a_line_on_her_is_none_for_whom_she_is_closed(self, undone: World) -> None:
        with undone.cast["manager_a1"].acting():
            said = {"reason": "confided"}
            write_line(action="customers.x", subject="customer", subject_id=undone.ids[SECRET], detail=said)
        line = self.line("customers.x")
        shown = self.page(undone, "compliance", line)
        assert shown.status_code == 200
        assert "confided" in shown.text
        assert self.page(undone, "auditor", line).status_code == 404
        assert f"customer {undone.ids[SECRET]}" not in self.list(undone, "auditor")
        assert f"customer {undone.ids[SECRET]}" in self.list(undone, "compliance")

    def list(self, world: World, who: str) -> str:
        return world.cast[who].client.get(reverse("journal")).text

    def test_a_line_on_many_shows_the_others_and_says_that_some_are_not_shown(self, undone: World) -> None:
        secret, other = undone.ids[SECRET], undone.ids["C0002"]
        with as_system("mark"):
            Customer.objects.filter(pk=secret).update(confidential=False)
        with undone.cast["market_manager_a"].acting() as actor:
            assign_customers(
                actor=actor, customer_ids=[secret, other], holder_id=undone.cast["manager_a2"].holder_id,
                reason="moved",
            )  # fmt: skip
        with as_system("mark"):
            Customer.objects.filter(pk=secret).update(confidential=True)
        line = self.line("customers.assign_customers")
        whole, part = self.page(undone, "compliance", line).text, self.page(undone, "auditor", line).text
        for text in (f"customers_customer {secret}", "<dt>customer_ids</dt>"):
            assert text in whole
            assert text not in part
        assert f"customers_customer {other}" in part
        assert "not shown" in part
        assert "not shown" not in whole
