"""The second wall: with the application's filter gone no foreign row is shown, and the application's role owns nothing."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from kejing.domain.customers import access as customers
from kejing.domain.customers.models import Customer, Holding
from kejing.domain.visits import access as visits
from kejing.domain.visits.models import Log, Visit
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.testing import as_owner
from tests.access.world import World, make_world
from tests.architecture.test_models import NO_WALL
from tests.architecture.tree import tables, tracked, walled
from tests.cast import TODAY
from tests.database import url_for

APPEND_ONLY = ("kernel_journalline", "kernel_rowchange", "kernel_seal")
FOREIGN = ("C0004", "C0005", "C0006", "C0007", "C0008", "王小明", "尉迟恭", "曾国藩", "解晓东", "欧阳修")
"""What manager_a1 must never read."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def undone(world: World) -> Iterator[World]:
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def no_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every scoping function of the application forgets its filter."""
    monkeypatch.setattr(customers, "visible", lambda actor: Customer.objects.all())
    monkeypatch.setattr(customers, "visible_holdings", lambda actor, customer_id: Holding.objects.all())
    monkeypatch.setattr(visits, "in_scope", lambda actor: Visit.objects.all())
    monkeypatch.setattr(visits, "visible", lambda actor: Visit.objects.all())
    monkeypatch.setattr(visits, "visible_logs", lambda actor: Log.objects.all())


LISTS = [
    "customers:customer_list",
    "customers:pick_customer",
    "search",
    "visits:visit_list",
    "visits:my_day",
    "visits:my_logs",
    "home",
    "ui:more",
]


@pytest.mark.usefixtures("no_filter")
class TestWithoutTheFilter:
    @pytest.mark.parametrize("name", LISTS)
    @pytest.mark.parametrize("query", ["", "C000", "曾国"])
    def test_no_list_shows_a_foreign_row(self, undone: World, name: str, query: str) -> None:
        answer = undone.ask("manager_a1", "GET", f"{reverse(name)}?q={query}")
        assert answer.status_code in {200, 302}
        assert not [canary for canary in FOREIGN if canary in answer.content.decode()]

    @pytest.mark.parametrize("name", ["api:customer_list", "api:visit_list", "api:my_logs"])
    def test_no_answer_of_the_api_does(self, undone: World, name: str) -> None:
        answer = undone.ask("manager_a1", "GET", reverse(name), api=True)
        assert answer.status_code == 200
        assert not [canary for canary in FOREIGN if canary in answer.content.decode()]

    @pytest.mark.parametrize(
        ("name", "argument"),
        [("customers:customer_page", "C0006"), ("visits:visit_page", "visit_b1"), ("visits:log_page", "log_b1"),
         ("customers:customer_page", "C0004"), ("customers:assign_customer", "C0006")],
    )  # fmt: skip
    def test_no_page_of_a_foreign_object_opens(self, undone: World, name: str, argument: str) -> None:
        assert undone.ask("manager_a1", "GET", reverse(name, args=[undone.ids[argument]])).status_code == 404

    def test_one_s_own_are_still_there(self, undone: World) -> None:
        assert "C0001" in undone.ask("manager_a1", "GET", reverse("customers:customer_list")).content.decode()

    def test_no_foreign_row_can_be_changed(self, undone: World) -> None:
        with undone.cast["manager_a1"].acting():
            assert Customer.objects.filter(number="C0006").update(name="mine") == 0
            assert Customer.objects.filter(number="C0006").delete() == (0, {})

    def test_a_row_cannot_be_written_out_of_sight(self, undone: World) -> None:
        with pytest.raises(DatabaseError, match="row-level security"), undone.cast["manager_a1"].acting():
            Customer.objects.filter(number="C0001").update(holder_id=undone.ids["holder_b1"])


@pytest.mark.parametrize("table", sorted(walled()))
def test_the_wall_stands_in_the_database(world: World, table: str) -> None:
    """The table has row-level security, and without a context it shows nothing."""
    with connection.cursor() as cursor:
        cursor.execute("select relrowsecurity from pg_class where oid = %s::regclass", [table])
        assert cursor.fetchone() == (True,)


OPEN_TO_ALL = {
    "metrics_period",
    "performance_policy",
    "performance_policyversion",
    "performance_closerun",
    "customers_ownershippolicy",
    "checks_policyversion",
    "org_absencekind",
    "plans_policyversion",
    "visits_timetargets",
    "visits_worktype",
}
"""Behind a wall for writing only: what month is open and by what policy is everybody's to know."""


@pytest.mark.parametrize("table", sorted(walled() - OPEN_TO_ALL))
def test_no_context_no_rows(world: World, table: str) -> None:
    assert count(table) == 0


@pytest.mark.parametrize("table", sorted(walled() | tracked()))
def test_the_system_sees_every_row_it_seals_and_verifies(world: World, table: str) -> None:
    """A row hidden from the system would be called deleted by `kejing trail verify`."""
    with as_owner():
        there = count(table)
    with as_system("look"):
        assert count(table) == there


def test_every_table_without_a_wall_says_why() -> None:
    assert tables().keys() == walled() | NO_WALL.keys()


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture
def application(django_db_setup: None) -> Iterator[psycopg.Connection[Any]]:
    """A connection as the application's own role, as somebody would have who took over the web server."""
    with psycopg.connect(url_for(connection.settings_dict["NAME"], "APP")) as connected:
        yield connected
        connected.rollback()


FORBIDDEN = [
    *(f"update {table} set id = id" for table in ("kernel_journalline", "kernel_rowchange")),
    "update kernel_seal set seq = seq",
    *(f"{verb} {table}" for verb in ("delete from", "truncate") for table in APPEND_ONLY),
    "insert into kernel_journalline (at, actor, action, subject, salt) values (now(), 'x', 'x', 'x', '')",
    "insert into kernel_rowchange (at, db_user, table_name, row_id, op, salt) values (now(), 'x', 'x', 1, 'I', '')",
    "insert into kernel_unsealed (source, entry_id) values ('j', 1)",
    "update kernel_businessclock set day = '2030-01-01'",
    "delete from org_unitclosure",
    "alter table customers_customer disable trigger kj_trail",
    "drop trigger kj_trail on customers_customer",
    "alter table customers_customer disable row level security",
    "drop policy kj_wall on customers_customer",
    "alter role kejing_app bypassrls",
    "set role kejing_owner",
    "set session_replication_role = replica",
    "drop table customers_customer",
    "create table mine (x int)",
    "create or replace function kj_all() returns boolean language sql as 'select true'",
    "truncate customers_customer",
    "copy customers_customer to program 'cat'",
    "copy customers_customer from '/etc/passwd'",
    "select passwd from pg_shadow",
    "select rolpassword from pg_authid",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_application_may_not(application: psycopg.Connection[Any], statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        application.execute(statement)


def test_the_application_owns_nothing_and_passes_no_wall(application: psycopg.Connection[Any]) -> None:
    row = application.execute(
        "select (select count(*) from pg_class where relowner = r.oid), rolsuper, rolbypassrls, rolcreaterole, rolcreatedb"
        " from pg_roles r where rolname = 'kejing_app'"
    ).fetchone()
    assert row == (0, False, False, False, False)


def test_definer_functions_name_their_search_path(application: psycopg.Connection[Any]) -> None:
    """One without would run whatever table of the same name a caller put before it."""
    rows = application.execute(
        "select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace"
        " and not coalesce(array_to_string(proconfig, ','), '') like 'search_path=public, pg_temp%'"
    ).fetchall()
    assert rows == []


def test_the_application_cannot_see_rows_without_a_context(application: psycopg.Connection[Any]) -> None:
    assert application.execute("select count(*) from customers_customer").fetchone() == (0,)


def test_a_search_without_a_context_finds_nothing(world: World) -> None:
    with clock.frozen(clock.at(TODAY, 9)), connection.cursor() as cursor:
        cursor.execute("select count(*) from kj_find_customers('c000', true, true, null, null, null, 100)")
        assert cursor.fetchone() == (0,)
