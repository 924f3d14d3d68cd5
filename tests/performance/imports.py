"""The import of customers, as a multiple of a bare COPY of the rows that it leaves behind.

`python -m tests.performance.imports` measures in the database of its environment, which has units but no customers.
"""

import csv
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from tests.performance.client import Pair
from tests.performance.names import customer_name, is_organisation
from tests.performance.records import Ratio
from tests.performance.world import BRANCH, Size

LIMIT = 5
BLOCK = 1 << 20
SPECIFICATION = "bench/customers"


@dataclass(frozen=True, slots=True)
class Table:
    """A table the import wrote: its own rows are those above `last`."""

    name: str
    columns: str
    last: int


def name(size: Size) -> str:
    return "import_customers" if size.is_million else "import_customers_100k"


def result(size: Size, text: str) -> Ratio:
    """The figure that a process of this module printed."""
    return Ratio(name(size), LIMIT, Pair(**json.loads(text)), unit="s")


def measure(size: Size) -> Pair:
    """Seconds of the import through the product's action, and of the COPY; both with their commit."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection, TemporaryDirectory() as folder:
        before = _last_ids(connection)
        product = _import(Path(folder), size)
        written = list(_written(connection, before))
        bare = sum(_copy(connection, table, Path(folder)) for table in written)
    return Pair(bare, product, product / bare)


def _import(folder: Path, size: Size) -> float:
    from kejing.engines.interchange.public import GivenFile, import_run, run_import
    from kejing.foundation.kernel.context import as_system

    file = folder / "customers.csv"
    with file.open("w", newline="") as out:
        csv.writer(out).writerows(_rows(size))
    started = time.perf_counter()
    with as_system("benchmark") as actor:
        run_id = run_import(actor=actor, spec=SPECIFICATION, files=[GivenFile.at(file)])
    seconds = time.perf_counter() - started
    with as_system("benchmark") as actor:
        run = import_run(actor=actor, run_id=run_id)
    if run.errors:
        raise RuntimeError(f"the import was refused: {run.errors[:3]}")
    return seconds


def _rows(size: Size) -> Iterator[tuple[object, ...]]:
    branches = size.staff // BRANCH
    yield "number", "name", "kind", "branch", "since", "city", "income"
    for i in range(1, size.customers + 1):
        kind = "organisation" if is_organisation(i) else "person"
        since = date(2015, 1, 1) + timedelta(days=i * 31 % 3_000)
        yield (
            f"K{i:07}",
            customer_name(i),
            kind,
            f"B{1 + i % branches:04}",
            since,
            f"C{i % 300}",
            f"{i * 37 % 90_000}.50",
        )


def _last_ids(connection: psycopg.Connection) -> dict[str, int]:
    """The highest id of every table with a serial key."""
    names = connection.execute(
        "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'id'"
        " where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.atttypid in (20, 23)"
    ).fetchall()
    found = {
        name: connection.execute(f"select coalesce(max(id), 0) from {name}").fetchone() for (name,) in names
    }
    connection.commit()
    return {name: row[0] for name, row in found.items() if row}


def _written(connection: psycopg.Connection, before: dict[str, int]) -> Iterator[Table]:
    """The tables that have new rows, with the columns that are not computed."""
    after = _last_ids(connection)
    for name, last in before.items():
        if after[name] > last:
            row = connection.execute(
                "select string_agg(attname, ', ' order by attnum) from pg_attribute where attrelid = %s::regclass"
                " and attnum > 0 and not attisdropped and attgenerated = ''", [name],
            ).fetchone()  # fmt: skip
            assert row is not None
            yield Table(name, row[0], last)


def _copy(connection: psycopg.Connection, table: Table, folder: Path) -> float:
    """Seconds to COPY the table's new rows into a copy of it with the same indexes and no triggers."""
    copy, file = f"bare_{table.name}", folder / "rows"
    connection.execute(f"create table {copy} (like {table.name} including all)")
    assert _indexes(connection, copy) == _indexes(connection, table.name)
    own = f"select {table.columns} from {table.name} where id > {table.last} order by id"
    with connection.cursor() as cursor:
        with cursor.copy(f"copy ({own}) to stdout") as out, file.open("wb") as kept:
            for block in out:
                kept.write(block)
        connection.commit()
        started = time.perf_counter()
        with cursor.copy(f"copy {copy} ({table.columns}) from stdin") as into, file.open("rb") as kept:
            while content := kept.read(BLOCK):
                into.write(content)
        connection.commit()
    return time.perf_counter() - started


def _indexes(connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(
        "select count(*) from pg_index where indrelid = %s::regclass", [table]
    ).fetchone()
    assert row is not None
    return int(row[0])


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(asdict(measure(Size.from_environment()))))
