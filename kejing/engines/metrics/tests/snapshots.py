"""Hand-made snapshots: a folder of Parquet files, and a job on it run by the child process itself."""

# names come from the tests

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from kejing.engines.metrics.run.job import Job, Metric, dump

ROOT = Path(__file__).parents[4]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Result:
    answer: dict[str, Any]
    values: list[list[str]]
    evidence: list[list[str]]

    def value(self, metric: str, subject_id: int) -> Decimal | None:
        """As the database computes it from the two sums."""
        row = next(row for row in self.values if row[:2] == [metric, str(subject_id)])
        numerator, denominator = Decimal(row[5]), row[6] and Decimal(row[6])
        if denominator == "":
            return numerator
        return numerator / denominator if denominator else None

    def total(self, metric: str) -> Decimal:
        return sum((Decimal(row[5]) for row in self.values if row[0] == metric), Decimal(0))


def write_view(folder: Path, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
    """One file of a snapshot. `columns`: name → SQL type."""
    import duckdb

    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as engine:
        engine.execute(
            f"create table t ({', '.join(f'{column} {kind}' for column, kind in columns.items())})"
        )
        if rows:
            engine.executemany(f"insert into t values ({', '.join('?' * len(columns))})", rows)
        engine.execute(f"copy t to '{folder / name}.parquet'")


def run(
    folder: Path,
    metrics: Sequence[Metric],
    month: tuple[str, str] = ("1997-12-01", "1998-01-01"),
    **more: Any,
) -> Result:
    """Run metrics on a snapshot that is there."""
    work = Path(tempfile.mkdtemp(dir=folder.parent))
    out = work / "out"
    job = Job(str(folder), str(out), *month, tuple(metrics), **more)
    path = work / "job.json"
    path.write_text(dump(job))
    done = subprocess.run(
        [sys.executable, "-m", "kejing.engines.metrics.run", str(path)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    return Result(json.loads(done.stdout), _rows(out / "values.csv"), _rows(out / "evidence.csv"))


def _rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text().splitlines())) if path.exists() else []
