"""Write what the child computed into the database, in the transaction of the close."""

import csv
import time
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection

from kejing.engines.metrics.models import Metric, MetricValue, Period

Figures = dict[tuple[str, int], tuple[Decimal, Decimal | None]]
"""(metric code, subject id) -> (numerator, denominator)"""

_BLOCK = 1 << 20
_VALUES = (
    "metric text, subject_id bigint, staff_id bigint, holder_id bigint, unit_id bigint,"
    " numerator numeric, denominator numeric"
)
_EVIDENCE = (
    "metric text, subject_id bigint, ref_kind text, ref_id bigint, on_day date, label text,"
    " numerator numeric, denominator numeric"
)
_INSERT_VALUES = (
    "insert into metrics_metricvalue"
    " (period_id, metric_id, subject_kind, subject_id, staff_id, holder_id, unit_id, numerator, denominator)"
    " select %(period)s, m.id, m.subject_kind, v.subject_id, v.staff_id, v.holder_id, v.unit_id,"
    " v.numerator, v.denominator"
    " from kj_values v join metrics_metric m on m.code = v.metric and m.id = any(%(metrics)s)"
    " order by m.code, v.subject_id"
)
_INSERT_EVIDENCE = (
    "insert into metrics_evidence (value_id, ref_kind, ref_id, on_day, label, numerator, denominator)"
    " select v.id, e.ref_kind, e.ref_id, e.on_day, left(coalesce(e.label, ''), 200), e.numerator, e.denominator"
    " from kj_evidence e join metrics_metric m on m.code = e.metric and m.id = any(%(metrics)s)"
    " join metrics_metricvalue v on v.period_id = %(period)s and v.metric_id = m.id"
    " and v.subject_kind = m.subject_kind and v.subject_id = e.subject_id"
)


def publish(period: Period, metrics: Sequence[Metric], out: Path) -> float:
    """Copy values and evidence in, by way of staging, since COPY does not pass a wall. Returns seconds."""
    started = time.monotonic()
    params: dict[str, Any] = {"period": period.pk, "metrics": [metric.pk for metric in metrics]}
    with connection.cursor() as cursor:
        for table, columns, insert in (
            ("kj_values", _VALUES, _INSERT_VALUES),
            ("kj_evidence", _EVIDENCE, _INSERT_EVIDENCE),
        ):
            cursor.execute(f"create temporary table {table} ({columns}) on commit drop")
            _copy(cursor, table, out / f"{table.removeprefix('kj_')}.csv")
            cursor.execute(insert, params)
            cursor.execute(f"drop table {table}")
    return round(time.monotonic() - started, 3)


def read_values(out: Path) -> Figures:
    """The values that the child wrote."""
    with (out / "values.csv").open(newline="", encoding="utf-8") as file:
        return {
            (row[0], int(row[1])): (Decimal(row[5]), Decimal(row[6]) if row[6] else None)
            for row in csv.reader(file)
        }


def published_values(period: Period) -> Figures:
    rows = MetricValue.objects.filter(period=period).order_by("metric__code", "subject_id")
    return {
        (code, subject): (numerator, denominator)
        for code, subject, numerator, denominator in rows.values_list(
            "metric__code", "subject_id", "numerator", "denominator"
        )
    }


def published_metrics(period: Period) -> list[int]:
    """Ids of the metric versions that a closed month was computed with."""
    rows = MetricValue.objects.filter(period=period).order_by("metric_id")
    return list(rows.values_list("metric_id", flat=True).distinct())


def _copy(cursor: Any, table: str, path: Path) -> None:
    with path.open("rb") as file, cursor.copy(f"copy {table} from stdin (format csv)") as copy:
        while block := file.read(_BLOCK):
            copy.write(block)
