"""The bank pack's metrics on the Berka data: the published counts, exactly, and the same on a second engine."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.db import connection

from kejing.engines.metrics.run.job import Metric
from kejing.engines.metrics.specs import MetricSpec
from kejing.engines.metrics.tests.snapshots import Result, run
from kejing.engines.packs.documents import read_headed
from tests.packs.bank_snapshot import DATA, VIEWS, make_snapshot

FILES = sorted((Path(__file__).parents[2] / "packs" / "bank" / "metrics").glob("*.sql"))
CODES = [path.stem for path in FILES]
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the demo data are not in this tree")


def spec(path: Path) -> MetricSpec:
    return MetricSpec.model_validate(read_headed(path.name, path.read_text(encoding="utf-8"), "sql").data)


def metrics() -> list[Metric]:
    specs = [spec(path) for path in FILES]
    return [Metric(s.code, s.version, s.subject, s.ratio, tuple(s.inputs), s.sql) for s in specs]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bank") / "snapshot"
    make_snapshot(path)
    return path


@pytest.fixture(scope="module")
def december(folder: Path) -> Result:
    result = run(folder, metrics())
    assert not result.answer["error"], result.answer
    return result


def test_every_metric_is_named_as_its_file() -> None:
    assert [spec(path).code for path in FILES] == CODES


@pytest.mark.parametrize(
    ("metric", "total"),
    [("accounts_opened", 64), ("loans_granted", 23), ("cards_issued", 29), ("transactions", 1170)],
)
def test_december_1997_has_the_published_counts(december: Result, metric: str, total: int) -> None:
    assert december.total(metric) == total
    assert sum(row[0] == metric for row in december.evidence) == total


def test_the_loan_amount_is_the_sum_of_the_loans_granted(december: Result) -> None:
    with duckdb.connect() as engine:
        row = engine.execute(
            f"select sum(amount) from read_csv('{DATA / 'loan.csv.gz'}') where date between 971201 and 971231"
        ).fetchone()
    assert row is not None
    assert december.total("loan_amount") == row[0] > 0


def test_a_whole_year_adds_up(folder: Path) -> None:
    """Nothing is lost or counted twice at the borders of months."""
    months = [f"1997-{m:02}-01" for m in range(1, 13)] + ["1998-01-01"]
    wanted = [m for m in metrics() if m.code in {"loans_granted", "transactions"}]
    parts = [run(folder, wanted, (a, b)) for a, b in pairwise(months)]
    year = run(folder, wanted, (months[0], months[-1]))
    for metric in wanted:
        assert sum(part.total(metric.code) for part in parts) == year.total(metric.code)


@pytest.mark.requirement("A2.3", shows="the outbound share per person and month, from the visits themselves")
def test_outbound_share(december: Result) -> None:
    assert december.value("outbound_share", 1) == Decimal(3) / 4
    assert december.value("outbound_share", 54) is None


@pytest.mark.requirement("A9.1", shows="productive-visit rate = visits with a result / visits held")
def test_productive_visit_rate(december: Result) -> None:
    assert december.value("visits_held", 1) == 4
    assert december.value("productive_visit_rate", 1) == Decimal(3) / 4


def test_goal_attainment_counts_half_for_partly_and_only_visits_with_goal_and_result(
    december: Result,
) -> None:
    assert december.value("goal_attainment", 1) == Decimal("1.5") / 2


@pytest.mark.requirement(
    "A2.55", shows="log completeness over the workdays due, with the missing days as evidence"
)
def test_log_completeness_names_the_missing_days(december: Result) -> None:
    assert december.value("log_completeness", 1) == Decimal(2) / 23
    assert december.value("logs_on_time", 1) == 1
    missing = [
        row[4] for row in december.evidence if row[0] == "log_completeness" and row[2] == "missing_log"
    ]
    assert len(missing) == 22
    assert december.value("log_completeness", 54) == 0
    assert "1997-12-30" in missing


@pytest.mark.requirement(
    "A2.2", shows="products per customer: distinct product lines by customers who hold any"
)
def test_products_per_customer(december: Result, folder: Path) -> None:
    lines: dict[int, set[str]] = {}
    with duckdb.connect() as engine:
        held = engine.execute(
            f"select h.customer_id, h.line, h.opened_on, h.closed_on from '{folder}/holding.parquet' h"
            f" join '{folder}/ownership.parquet' o using (customer_id) where o.staff_id = 1"
        ).fetchall()
    end = dt.date(1998, 1, 1)
    for customer, line, opened, closed in held:
        if (opened is None or opened < end) and (closed is None or closed >= end):
            lines.setdefault(customer, set()).add(line)
    expected = Decimal(sum(map(len, lines.values()))) / len(lines)
    assert december.value("products_per_customer", 1) == expected


@pytest.fixture(scope="module")
def second_engine(folder: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """The snapshot as tables of PostgreSQL."""
    with django_db_blocker.unblock(), duckdb.connect() as engine, connection.cursor() as cursor:
        cursor.execute("begin")
        cursor.execute("create temporary table period as select date '1997-12-01' as start_day,"
                       " date '1998-01-01' as end_day")  # fmt: skip
        for name in VIEWS:
            table = engine.execute(f"select * from '{folder}/{name}.parquet'")
            kinds = [(column[0], _TYPES.get(str(column[1]), str(column[1]))) for column in table.description]
            cursor.execute(f"create temporary table {name} ({', '.join(f'{c} {k}' for c, k in kinds)})")
            with cursor.copy(f"copy {name} from stdin") as copy:
                for row in table.fetchall():
                    copy.write_row(row)
            cursor.execute(f"analyze {name}")
        yield cursor
        cursor.execute("rollback")


_TYPES = {"VARCHAR": "text", "HUGEINT": "numeric", "DOUBLE": "double precision"}


@pytest.mark.parametrize("path", FILES, ids=CODES)
def test_the_text_is_standard_enough_to_say_the_same_on_postgresql(
    path: Path, december: Result, second_engine: Any
) -> None:
    """Spark is the engine past one machine; where it is not at hand, a second dialect keeps the texts plain."""
    metric = spec(path)
    columns = "subject_id, ref_kind, ref_id, numerator" + (", denominator" if metric.ratio else "")
    second_engine.execute(f"select {columns} from ({metric.sql}) e where subject_id is not null")
    there = sorted((int(s), k, int(r), *map(Decimal, f)) for s, k, r, *f in second_engine.fetchall())
    here = sorted(
        (int(row[1]), row[2], int(row[3]), *(Decimal(f) for f in row[6:] if f))
        for row in december.evidence
        if row[0] == metric.code
    )
    assert here == there
