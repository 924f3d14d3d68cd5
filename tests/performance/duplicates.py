"""The batch search for duplicates among ten times as many names, as a multiple of the time among a tenth of them.

`python -m tests.performance.duplicates` measures in the database of its environment, which has units but no customers.
KEJING_BENCH_CUSTOMERS is the larger number (100,000); SIZE=1m makes it a million.
"""

import json
import os
import sys
import time
from dataclasses import asdict

import psycopg

from tests.performance.client import Pair
from tests.performance.names import customer_name, is_organisation
from tests.performance.records import Ratio

NAME = "duplicates_scaling"
LIMIT = 13
_COLUMNS = "number, name, name_is_generated, kind, unit_id, holder_id, risk, attributes, sort_key, search_text, version"

_UNREAD = (
    "customer_find",
    "customer_similar",
    "customer_match",
    "customer_phone_tail",
)
"""Indexes that the batch search does not read; filling them would take longer than what is measured."""


def result(text: str) -> Ratio:
    """The figure that a process of this module printed."""
    return Ratio(NAME, LIMIT, Pair(**json.loads(text)), unit="s")


def measure(customers: int) -> Pair:
    """Seconds of the search among a tenth of the customers, then among all of them."""
    small = _search(1, customers // 10)
    large = _search(customers // 10 + 1, customers)
    return Pair(small, large, large / small)


def _search(first: int, last: int) -> float:
    """Add customers by name alone, without triggers, and search all there are; what was found before is forgotten."""
    from kejing.domain.customers.actions import search_duplicates

    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("alter table customers_customer disable trigger user")
        owner.execute("truncate customers_duplicatepair, customers_duplicatecandidate")
        owner.execute(f"drop index if exists {', '.join(_UNREAD)}")
        _add(owner, first, last)
        owner.execute("alter table customers_customer enable trigger user")
        owner.execute("vacuum analyze customers_customer")
    started = time.perf_counter()
    outcome = search_duplicates()
    seconds = time.perf_counter() - started
    print(f"{last:,} names: {seconds:.1f} s, {outcome}", file=sys.stderr, flush=True)
    return seconds


def _add(owner: psycopg.Connection, first: int, last: int) -> None:
    from kejing.domain.customers.rules import search_text, sort_key

    holder, unit = owner.execute("select id, unit_id from org_holder order by id limit 1").fetchone() or (
        0,
        0,
    )
    with owner.cursor() as cursor, cursor.copy(f"copy customers_customer ({_COLUMNS}) from stdin") as into:
        for n in range(first, last + 1):
            name, number = customer_name(n), f"D{n:08}"
            kind = "organisation" if is_organisation(n) else "person"
            into.write_row(
                (
                    number,
                    name,
                    False,
                    kind,
                    unit,
                    holder,
                    "",
                    "{}",
                    sort_key(name),
                    search_text(name, number),
                    1,
                )
            )


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(asdict(measure(int(os.environ.get("KEJING_BENCH_CUSTOMERS") or 100_000)))))
