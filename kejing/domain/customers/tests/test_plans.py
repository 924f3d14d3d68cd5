"""Among a hundred thousand customers every page reads what it shows, by an index, and not the rest."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections

from kejing.domain.customers import queries
from kejing.domain.org.models import Unit
from kejing.engines.interchange.exports.targets import parameters
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_actor
from tests.cast import TODAY, Cast, make_cast
from tests.database import clone, point_at, superuser, url_for

CUSTOMERS = 100_000
CAP = 10_001
"""What a count may read at most."""

# Five hundred customers each for two hundred holders, of whom the first account manager of the cast is one.
WORLD = f"""
insert into org_unit (code, name, name_en, kind, version)
select 'X' || i, 'X' || i, 'X' || i, 'branch', 1 from generate_series(1, 199) i;
insert into org_holder (kind, unit_id, name, name_en)
select 'pool', id, name, name from org_unit where code like 'X%';
create temporary table seat as
select row_number() over (order by id) - 1 as n, id, unit_id from org_holder
where kind = 'pool' and name like 'X%' or appointment_id = (
    select a.id from org_appointment a join org_staff s on s.id = a.staff_id where s.name = 'manager_a1');
insert into customers_customer (number, name, name_is_generated, kind, unit_id, holder_id, risk, attributes,
    sort_key, search_text, version, since)
select 'N' || i, name, false, case when i % 20 = 0 then 'organisation' else 'person' end, seat.unit_id, seat.id,
    case when i % 50 = 0 then 'bad' when i % 3 = 0 then 'good' else '' end, '{{}}', 'k' || md5(i::text),
    name || E'\\n' || 'n' || i, 1, case when i % 10 > 0 then date '1990-01-01' + i % 2900 end
from generate_series(1, {CUSTOMERS}) i join seat on seat.n = i % 200,
    lateral (select chr(19968 + i % 97) || chr(20100 + i % 1009) || chr(22000 + i % 211)) as t(name);
insert into customers_ownership (customer_id, holder_id, unit_id, valid_from, reason)
select id, holder_id, unit_id, '1993-01-01', 'import' from customers_customer where number like 'N%';
insert into customers_contact (customer_id, name, title, phone, version)
select id, 'somebody', '', '138' || lpad((id % 100000000)::text, 8, '0'), 1 from customers_customer;
insert into customers_product (code, line, label_zh, label_en) values ('account', 'account', '账户', 'Account');
insert into customers_holding (number, product_id, unit_id, status, attributes)
select 'H' || c.id, p.id, c.unit_id, '', '{{}}' from customers_customer c, customers_product p;
insert into customers_holdingparty (holding_id, customer_id, role)
select h.id, substr(h.number, 2)::bigint, 'owner' from customers_holding h;
"""
BIG = (
    "customers_customer",
    "customers_ownership",
    "customers_holding",
    "customers_holdingparty",
    "customers_contact",
)
Work = Callable[[Actor], Any]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cast_among_many(template_name: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The cast in a database of this module's own, with the world around it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"kejing_test_{worker}_plans"
    clone(template_name, name)
    with django_db_blocker.unblock():
        point_at(connections, settings, name)
        cast = make_cast()
        with psycopg.connect(url_for(name, "SUPERUSER"), autocommit=True) as filling:
            filling.execute("set session_replication_role = replica")
            filling.execute(WORLD)
            filling.execute("vacuum analyze")
        yield cast
        connections.close_all()
        point_at(connections, settings, f"kejing_test_{worker}")
    superuser(f'drop database if exists "{name}" with (force)')


class Observed:
    """What a piece of work read of the big tables, and the plans of its statements."""

    def __init__(self, cast: Cast, person: str, work: Work) -> None:
        self.plans = ""
        with as_actor(cast[person].user.pk) as actor:
            before = self._read()
            with connection.execute_wrapper(self._explain):
                self.result = work(actor)
            self.scanned = {table: rows - before[table] for table, rows in self._read().items()}

    def _explain(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lower().startswith("select"):
            with connection.connection.cursor() as cursor:
                cursor.execute(f"explain {sql}", params)
                self.plans += "\n".join(line for (line,) in cursor.fetchall())
        return execute(sql, params, many, context)

    def _read(self) -> dict[str, int]:
        """Rows that sequential scans have read in this transaction, also inside functions."""
        with connection.cursor() as cursor:
            cursor.execute(
                "select relname, seq_tup_read from pg_stat_xact_user_tables where relname = any(%s)",
                [list(BIG)],
            )
            return dict(cursor.fetchall())

    @property
    def scans(self) -> dict[str, int]:
        return {table: rows for table, rows in self.scanned.items() if rows}


@pytest.fixture
def observe(cast_among_many: Cast, django_db_blocker: Any) -> Iterator[Callable[[str, Work], Observed]]:
    with django_db_blocker.unblock():
        yield lambda person, work: Observed(cast_among_many, person, work)


def test_own_customers_are_read_in_their_order_from_the_index(
    observe: Callable[[str, Work], Observed],
) -> None:
    seen = observe("manager_a1", lambda actor: queries.customer_list(actor=actor))
    assert (len(seen.result.page.rows), seen.result.count.n) == (50, 503)
    assert seen.scans == {}
    assert "Index Scan using customer_of_holder" in seen.plans
    assert "Index Only Scan using customer_of_holder" in seen.plans
    assert "Sort" not in seen.plans


def test_a_later_page_starts_where_the_one_before_ended(observe: Callable[[str, Work], Observed]) -> None:
    first = observe("manager_a1", lambda actor: queries.customer_list(actor=actor)).result.page
    seen = observe("manager_a1", lambda actor: queries.customer_list(actor=actor, cursor=first.next))
    assert seen.scans == {}
    assert "sort_key)::text >=" in seen.plans


def test_a_branch_is_listed_without_reading_the_others(observe: Callable[[str, Work], Observed]) -> None:
    seen = observe("branch_head_a", lambda actor: queries.customer_list(actor=actor))
    assert seen.result.count.n == 506
    assert seen.scans == {}


def test_few_of_many_units_are_each_read_from_their_beginning(
    observe: Callable[[str, Work], Observed],
) -> None:
    """Walked in the order of names, two thousand others would come by for each page of three units in 200."""

    def list_three(actor: Actor) -> queries.CustomerList:
        units = list(Unit.objects.filter(code__in=["X3", "X5", "X7"]).values_list("pk", flat=True))
        with connection.cursor() as cursor:
            cursor.execute("select set_config('kejing.units', %s::bigint[]::text, true)", [units])
        return queries.customer_list(actor=replace(actor, units=units))

    seen = observe("branch_head_a", list_three)
    assert (len(seen.result.page.rows), seen.result.count.n) == (50, 1500)
    assert "customer_of_unit" in seen.plans
    assert "customer_sort" not in seen.plans
    assert seen.scans == {}


def test_who_sees_all_counts_no_further_than_the_cap(observe: Callable[[str, Work], Observed]) -> None:
    seen = observe("auditor", lambda actor: queries.customer_list(actor=actor))
    assert seen.result.count.more
    assert seen.scans.get("customers_customer", 0) <= CAP
    assert "Index Scan using customer_sort" in seen.plans


@pytest.mark.parametrize("person", ["manager_a1", "branch_head_a", "auditor"])
@pytest.mark.parametrize(
    "query",
    [
        "kind=organisation", "kind=person", "risk=bad", "risk=watch", "risk=good&kind=organisation",
        "since_from=1997-11-01", "since_to=1990-01-03", "since_from=1996-01-01&since_to=1996-02-01", "pool=1",
        "pool=1&risk=bad", "phone=13812345678", "identity_number=110101199001010012", "unit=A", "unit=EAST&kind=person",
        "q=亄&kind=organisation", "q=n1&sort=-since",
    ],
)  # fmt: skip
@pytest.mark.parametrize("sort", ["", "name", "-name", "number", "-number", "since", "-since"])
def test_no_filter_and_no_order_reads_the_table(
    observe: Callable[[str, Work], Observed], cast_among_many: Cast, person: str, query: str, sort: str
) -> None:
    """A count that stops at its cap may read that far; a page and its filter read what they show, by an index."""
    params = {**parameters(query), **({"sort": sort} if sort else {})}
    if "unit" in params:
        code = "A" if person != "auditor" else params["unit"]
        params["unit"] = str(cast_among_many.units[code].pk)
    seen = observe(person, lambda actor: queries.customer_list(actor=actor, params=params))
    assert seen.scans.get("customers_customer", 0) <= CAP, seen.plans
    assert not seen.scans.keys() - {"customers_customer"}


@pytest.mark.parametrize("query", ["holder=A1", "risk=bad&kind=organisation", "q=n99&kind=organisation"])
def test_the_preview_of_a_transfer_reads_those_chosen(
    observe: Callable[[str, Work], Observed], cast_among_many: Cast, query: str
) -> None:
    params = parameters(query)
    if "holder" in params:
        params["holder"] = str(cast_among_many["manager_a1"].holder_id)
    wanted = {"holder_id": cast_among_many["manager_a2"].holder_id or 0, "on": TODAY, "filters": params}
    seen = observe("branch_head_a", lambda actor: queries.transfer_preview(actor=actor, **wanted))
    assert seen.result.moving > 0
    assert seen.scans == {}, seen.plans


@pytest.mark.parametrize("person", ["manager_a1", "branch_head_a", "auditor"])
@pytest.mark.parametrize(
    "text", ["一亄", "n1", "n99999", "亄", "somebody", "sombody", "0000 5678", "nobody at all"]
)
def test_the_search_looks_its_pieces_up(
    observe: Callable[[str, Work], Observed], person: str, text: str
) -> None:
    """Rare pieces and those that half the customers have; contacts, phone tails, similar names."""
    assert observe(person, lambda actor: queries.customer_list(actor=actor, query=text)).scans == {}
    assert observe(person, lambda actor: queries.find_customers(actor=actor, text=text)).scans == {}


@pytest.mark.parametrize("person", ["manager_a1", "auditor"])
def test_the_page_of_one_customer_reads_her_rows_alone(
    observe: Callable[[str, Work], Observed], cast_among_many: Cast, person: str
) -> None:
    customer_id = cast_among_many.customers["C0001"]
    for work in (queries.customer_page, queries.balances, queries.customer_card):
        seen = observe(person, lambda actor, work=work: work(actor=actor, customer_id=customer_id))
        assert seen.scans == {}


def test_nobody_else_s_customer_is_looked_for_in_vain(
    observe: Callable[[str, Work], Observed], cast_among_many: Cast
) -> None:
    foreign = cast_among_many.customers["C0006"]
    seen = observe("manager_a1", lambda actor: queries.cards(actor=actor, ids=[foreign]))
    assert seen.result == {}
    assert seen.scans == {}
