"""Among many customers: classing is one pass, and pages read what they show, by an index."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections

from kejing.domain.segments import actions, queries
from kejing.domain.segments.actions.due import refresh_services
from kejing.domain.segments.models import Membership, Segment, Service
from kejing.domain.segments.tests.factories import brought, set_id, version_of
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_actor, as_system
from tests.cast import TODAY, Cast, make_cast
from tests.database import clone, point_at, superuser, url_for

CUSTOMERS = int(os.environ.get("KEJING_SEGMENT_CUSTOMERS") or 20_000)
CAP = 10_001
"""What a count may read at most."""
# Two hundred holders in as many units, of whom the first account manager of the cast is one; a loan for one in seven.
WORLD = f"""
insert into org_unit (code, name, name_en, kind, version)
select 'X' || i, 'X' || i, 'X' || i, 'branch', 1 from generate_series(1, {CUSTOMERS // 500 - 1}) i;
insert into org_holder (kind, unit_id, name, name_en)
select 'pool', id, name, name from org_unit where code like 'X%';
create temporary table seat as
select row_number() over (order by id) - 1 as n, id, unit_id from org_holder
where kind = 'pool' and name like 'X%' or appointment_id = (
    select a.id from org_appointment a join org_staff s on s.id = a.staff_id where s.name = 'manager_a1');
insert into customers_customer (number, name, name_is_generated, kind, unit_id, holder_id, since, risk, attributes,
    sort_key, search_text, version)
select 'N' || i, 'N' || i, false, 'person', seat.unit_id, seat.id, date '1995-01-01', '', '{{}}', 'k' || md5(i::text), 'n' || i, 1
from generate_series(1, {CUSTOMERS}) i join seat on seat.n = i % (select count(*) from seat);
insert into customers_product (code, line, label_zh, label_en) values ('loan', 'loan', '贷款', 'Loan');
insert into customers_holding (number, product_id, unit_id, amount, status, attributes)
select 'H' || c.id, p.id, c.unit_id, 5000, '', '{{}}' from customers_customer c, customers_product p where c.id % 7 = 0;
insert into customers_holdingparty (holding_id, customer_id, role)
select h.id, substr(h.number, 2)::bigint, 'owner' from customers_holding h;
insert into visits_visit (customer_id, holder_id, unit_id, staff_id, state, day, happened_at, channel, direction, goal,
    reached, result, observations, next_step, cancel_reason, version)
select c.id, c.holder_id, c.unit_id, (select min(id) from org_staff), 'done', date '1998-01-14' - (n * 40 + c.id % 40)::int,
    now(), 'visit', 'outbound', '', 'none', '', '', '', '', 1
from customers_customer c, generate_series(0, 2) n where c.id % 3 > 0;
"""
BIG = ("customers_customer", "segments_membership", "segments_service", "visits_visit")
Work = Callable[[Actor], Any]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cast_among_many(template_name: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The cast in a database of this module's own, with the world around it classed."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"kejing_test_{worker}_segments"
    clone(template_name, name)
    with django_db_blocker.unblock():
        point_at(connections, settings, name)
        cast = make_cast()
        with psycopg.connect(url_for(name, "SUPERUSER"), autocommit=True) as filling:
            filling.execute("set session_replication_role = replica")
            filling.execute(WORLD)
            filling.execute("vacuum analyze")
            brought()
            with clock.frozen(clock.at(TODAY, 2)):
                classed()
            filling.execute("vacuum analyze segments_membership, segments_service")
        yield cast
        connections.close_all()
        point_at(connections, settings, f"kejing_test_{worker}")
    superuser(f'drop database if exists "{name}" with (force)')


def classed() -> None:
    """As the worker does it: the base is too big to wait for."""
    version = version_of()
    start = time.perf_counter()
    actions.count_version(version)
    counted = time.perf_counter()
    with as_system("apply") as system:
        actions.apply_segments(actor=system, version_id=version)
    actions.evaluate_all()
    print(
        f"{CUSTOMERS} customers: tried in {counted - start:.1f} s, classed and due in {time.perf_counter() - counted:.1f} s"
    )


class Observed:
    """What a piece of work gave, read sequentially of the big tables, and how long it took."""

    def __init__(self, cast: Cast, person: str, work: Work) -> None:
        with clock.frozen(clock.at(TODAY, 17)), as_actor(cast[person].user.pk) as actor:
            before, start = self._read(), time.perf_counter()
            self.result = work(actor)
            print(f"{person}: {1000 * (time.perf_counter() - start):.0f} ms")
            after = self._read()
        self.scans = {
            table: n - before.get(table, 0) for table, n in after.items() if n > before.get(table, 0)
        }

    def _read(self) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "select relname, seq_tup_read from pg_stat_xact_user_tables where relname = any(%s)",
                [list(BIG)],
            )
            return dict(cursor.fetchall())


@pytest.fixture
def observe(cast_among_many: Cast, django_db_blocker: Any) -> Iterator[Callable[[str, Work], Observed]]:
    with django_db_blocker.unblock():
        yield lambda person, work: Observed(cast_among_many, person, work)


def test_everybody_is_in_one_class_and_the_night_after_writes_nothing(
    observe: Callable[[str, Work], Observed],
) -> None:
    with clock.frozen(clock.at(TODAY, 3)), as_system("night") as system:
        assert Membership.objects.filter(set__code="classes", valid_to=None).count() == CUSTOMERS + 8
        assert Service.objects.count() == CUSTOMERS + 8
        assert actions.evaluate_segments(actor=system, set_id=set_id()) == 0
        assert refresh_services(TODAY) == 0


@pytest.mark.parametrize("person", ["manager_a1", "market_manager_a", "auditor"])
def test_who_is_overdue_is_read_from_an_index(observe: Callable[[str, Work], Observed], person: str) -> None:
    seen = observe(person, lambda actor: queries.overdue_list(actor=actor))
    assert len(seen.result.page.rows) == 50
    assert sum(seen.scans.values()) <= CAP


@pytest.mark.parametrize("code", ["A", "C"])
@pytest.mark.parametrize("person", ["manager_a1", "market_manager_a", "auditor"])
@pytest.mark.parametrize("on", [None, date(1998, 1, 10)])
def test_a_segment_is_read_without_the_rest(
    observe: Callable[[str, Work], Observed], person: str, code: str, on: date | None
) -> None:
    with as_system("look"):
        pk = Segment.objects.get(set__code="classes", code=code).pk
    seen = observe(person, lambda actor: queries.segment_page(actor=actor, segment_id=pk, on=on))
    assert len(seen.result.members.rows) == (0 if on else 50)
    assert sum(seen.scans.values()) <= CAP


@pytest.mark.parametrize("person", ["market_manager_a", "auditor"])
def test_loads_are_counted_from_an_index(observe: Callable[[str, Work], Observed], person: str) -> None:
    seen = observe(person, lambda actor: queries.load_board(actor=actor))
    assert sum(row.customers for row in seen.result.rows) >= 503
    assert sum(seen.scans.values()) <= CAP


def test_one_customer_is_explained_without_the_others(
    observe: Callable[[str, Work], Observed], cast_among_many: Cast
) -> None:
    pk = cast_among_many.customers["C0001"]
    with as_system("look"):
        found = set_id()
    for work in (
        lambda actor: queries.explain_membership(actor=actor, customer_id=pk, set_id=found),
        lambda actor: queries.explain_overdue(actor=actor, customer_id=pk),
        lambda actor: queries.segments_of(actor=actor, customer_id=pk),
        lambda actor: queries.serving(actor=actor, customer_id=pk),
    ):
        assert observe("manager_a1", work).scans == {}
