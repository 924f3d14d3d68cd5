"""What a page reads by sequential scan: more than a few thousand rows of a table means that an index is missing.

Asked of PostgreSQL's own counters, so that scans inside functions are seen too.
"""

from collections.abc import Iterator, Sequence

from django.db import connection

from tests.performance.queries import client
from tests.performance.records import Amount
from tests.performance.scenarios import Scenario, Visitor

MOST = 10_000
FIRST = 20
"""So many addresses of a scenario are opened."""


def count_scanned(scenario: Scenario, who: Sequence[Visitor], name: str) -> Iterator[Amount]:
    """The most rows that any page of the scenario read of one table by scanning it."""
    worst, table = 0, ""
    for visitor, address in scenario.pages(who)[:FIRST]:
        for found, rows in _scanned(visitor, address).items():
            if rows > worst:
                worst, table = rows, found
    if scenario.pages(who):
        yield Amount(f"scanned_{name}", MOST, worst, f"rows {table}".strip())


def _scanned(visitor: Visitor, address: str) -> dict[str, int]:
    before = _counters()
    client(visitor.cookie).get(address)
    return {table: rows - before.get(table, 0) for table, rows in _counters().items()}


def _counters() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_force_next_flush()")
        cursor.execute("select pg_stat_clear_snapshot()")
        cursor.execute("select relname, seq_tup_read from pg_stat_user_tables")
        return dict(cursor.fetchall())
