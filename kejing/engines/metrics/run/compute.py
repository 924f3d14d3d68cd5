"""Run metrics on a snapshot: DuckDB that may read that folder and nothing else."""

# ruff: noqa: S608  # the texts come from metric files, which run in a locked engine

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import duckdb
import pyarrow as pa
import pyarrow.csv as pc

from kejing.engines.metrics.run.job import Answer, Job, Metric, MetricError

BUILT_IN = ("period", "workday")
EVIDENCE = ("subject_id", "ref_kind", "ref_id", "on_day", "label", "numerator")
_BATCH = 50_000
_EXACT = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "DECIMAL")
_FIGURE = "DECIMAL(38, 4)"


def compute(job: Job, answer: Answer) -> None:
    """Run every metric; write `values.csv` and `evidence.csv` to the job's `out` folder.

    Raises MetricError for a text that is not one plain SELECT over its inputs, or that fails or takes too long.
    """
    out = Path(job.out)
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (
        _engine(job) as engine,
        _Table(out / "values.csv") as values,
        _Table(out / "evidence.csv") as evidence,
    ):
        for metric in job.metrics:
            started = time.monotonic()
            with _bounded(engine, metric, job.seconds):
                _check(engine, metric)
                engine.execute(f"create or replace temp table evidence as {_evidence_sql(job, metric)}")
                answer.values += values.add(engine.execute(_values_sql(metric)))
                answer.evidence += evidence.add(engine.execute(_listing_sql(metric)))
            answer.metric_seconds[metric.code] = round(time.monotonic() - started, 3)


@contextmanager
def _engine(job: Job) -> Iterator[duckdb.DuckDBPyConnection]:
    engine = duckdb.connect(
        ":memory:",
        config={"autoload_known_extensions": "false", "autoinstall_known_extensions": "false"},
    )
    try:
        spill = Path(job.out) / "spill"
        engine.execute(f"set memory_limit = '{job.memory_mb}MB'")
        engine.execute(f"set threads = {job.threads}")
        engine.execute(f"set temp_directory = '{_quoted(spill)}'")
        engine.execute("set python_enable_replacements = false")
        engine.execute(f"set allowed_directories = ['{_quoted(job.folder)}']")
        engine.execute("set enable_external_access = false")
        for path in sorted(Path(job.folder).glob("*.parquet")):
            engine.execute(f"create view {path.stem} as select * from read_parquet('{_quoted(path)}')")
        engine.execute(
            f"create view period as select date '{job.start}' as start_day, date '{job.end}' as end_day"
        )
        engine.execute("set lock_configuration = true")
        yield engine
    finally:
        engine.close()


@contextmanager
def _bounded(engine: duckdb.DuckDBPyConnection, metric: Metric, seconds: int) -> Iterator[None]:
    """Interrupt the metric after its time; every failure names it."""
    watchdog = threading.Timer(seconds, engine.interrupt)
    watchdog.start()
    try:
        yield
    except duckdb.InterruptException as error:
        raise MetricError(metric.code, f"took longer than {seconds} s") from error
    except duckdb.Error as error:
        raise MetricError(metric.code, str(error)) from error
    finally:
        watchdog.cancel()


def _check(engine: duckdb.DuckDBPyConnection, metric: Metric) -> None:
    """One SELECT, over the inputs it names, with the columns of evidence, in exact figures."""
    row = engine.execute("select json_serialize_sql(?)", [metric.sql]).fetchone()
    tree: dict[str, Any] = json.loads(row[0]) if row else {"error": True}
    if tree["error"] or len(tree["statements"]) != 1:
        raise MetricError(metric.code, tree.get("error_message", "is not one SELECT"))
    tables, ctes = set[str](), set[str]()
    for node in _nodes(tree):
        if node.get("type") == "TABLE_FUNCTION":
            raise MetricError(metric.code, "calls a table function")
        if node.get("type") == "BASE_TABLE":
            tables.add(
                ".".join(filter(None, (node["catalog_name"], node["schema_name"], node["table_name"])))
            )
        if "cte_map" in node:
            ctes |= {cte["key"] for cte in node["cte_map"]["map"]}
    if foreign := sorted(tables - ctes - {*metric.inputs, *BUILT_IN}):
        raise MetricError(metric.code, f"reads {foreign[0]}, which is not among its inputs")
    _check_columns(engine, metric)


def _check_columns(engine: duckdb.DuckDBPyConnection, metric: Metric) -> None:
    found = {
        name: str(kind)
        for name, kind, *_ in engine.execute(f"select * from ({metric.sql}) limit 0").description
    }
    wanted = [*EVIDENCE, "denominator"] if metric.ratio else [*EVIDENCE]
    if sorted(found) != sorted(wanted):
        raise MetricError(
            metric.code, f"yields the columns {', '.join(found)} instead of {', '.join(wanted)}"
        )
    for name in wanted[len(EVIDENCE) - 1 :]:
        if found[name].partition("(")[0] not in _EXACT:
            raise MetricError(metric.code, f"{name} is {found[name]}: sum integers and decimals only")


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of a parsed statement."""
    if isinstance(tree, dict):
        yield tree
    for child in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from _nodes(child)


def _evidence_sql(job: Job, metric: Metric) -> str:
    """The metric's own text, typed; what has no day of its own counts on the last day of the month."""
    denominator = "denominator" if metric.ratio else "null"
    return (
        "select cast(subject_id as bigint) as subject_id, cast(ref_kind as varchar) as ref_kind,"
        " cast(ref_id as bigint) as ref_id, cast(label as varchar) as label,"
        f" coalesce(cast(on_day as date), date '{job.end}' - 1) as on_day,"
        f" cast(numerator as {_FIGURE}) as numerator, cast({denominator} as {_FIGURE}) as denominator"
        f" from ({metric.sql}\n) where subject_id is not null"
    )


def _values_sql(metric: Metric) -> str:
    """A value for everybody who was there: without evidence 0, or 0 by 0 (not applicable) for a ratio.

    Scope is that of the newest holder up to the month's end, also of somebody who left before it.
    """
    key = {"staff": "staff_id", "holder": "holder_id"}[metric.subject]
    staff = f"any_value(coalesce(k.staff_id, {'e.subject_id' if metric.subject == 'staff' else 'null'}))"
    denominator = "coalesce(sum(e.denominator), 0)" if metric.ratio else "null"
    newest = "row(h.valid_from, h.holder_id)"
    return (
        f"with known as (select h.{key} as subject_id, arg_max(h.staff_id, {newest}) as staff_id,"
        f" arg_max(h.holder_id, {newest}) as holder_id, arg_max(h.unit_id, {newest}) as unit_id,"
        " bool_or(h.valid_to is null or p.start_day < h.valid_to) as present"
        f" from holder h cross join period p where h.{key} is not null and h.valid_from < p.end_day group by 1)"
        f" select '{metric.code}' as metric, coalesce(k.subject_id, e.subject_id) as subject_id,"
        f" {staff} as staff_id, any_value(k.holder_id) as holder_id, any_value(k.unit_id) as unit_id,"
        f" cast(coalesce(sum(e.numerator), 0) as varchar) as numerator,"
        f" cast({denominator} as varchar) as denominator"
        " from known k full join evidence e on e.subject_id = k.subject_id"
        " where k.present or e.subject_id is not null group by 2 order by 2"
    )


def _listing_sql(metric: Metric) -> str:
    return (
        f"select '{metric.code}' as metric, subject_id, ref_kind, ref_id, on_day, label,"
        " cast(numerator as varchar) as numerator, cast(denominator as varchar) as denominator"
        " from evidence order by subject_id, on_day desc, ref_kind, ref_id, label, numerator"
    )


def _quoted(path: object) -> str:
    return str(path).replace("'", "''")


class _Table:
    """A CSV file as COPY reads it, which takes the rows of one query after another."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: pc.CSVWriter | None = None

    def __enter__(self) -> Self:
        self._file = self._path.open("xb")
        return self

    def __exit__(self, *_: object) -> None:
        if self._writer:
            self._writer.close()
        self._file.close()

    def add(self, result: duckdb.DuckDBPyConnection) -> int:
        reader: pa.RecordBatchReader = result.to_arrow_reader(_BATCH)
        if self._writer is None:
            options = pc.WriteOptions(include_header=False)
            self._writer = pc.CSVWriter(self._file, reader.schema, write_options=options)
        rows = 0
        for batch in reader:
            self._writer.write_batch(batch)
            rows += batch.num_rows
        return rows
