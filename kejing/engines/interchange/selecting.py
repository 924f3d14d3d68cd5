"""Validated sources, kept as files private to a run, and the SELECTs over them in a child process."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from kejing.engines.interchange.reader import Row
from kejing.engines.interchange.specification import Source, Specification
from kejing.engines.interchange.vocabulary import Refusal
from kejing.foundation.kernel.errors import Refused

_TYPES = {"text": "VARCHAR", "code": "VARCHAR", "integer": "BIGINT", "date": "DATE"}
_CHILD = Path(__file__).with_name("select_child.py")  # not imported: DuckDB stays out of this process
_SECONDS = 600
_AT_FAULT = 3


class Spool:
    """A folder with the accepted rows of each source and the rows of each SELECT. Empty cells are None."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, source: str, rows: Iterable[Row]) -> None:
        with self._source(source).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)

    def source_rows(self, source: Source) -> tuple[list[str], Iterator[Row]]:
        """The names of the columns, `row_no` first, and the rows."""
        return ["row_no", *source.outputs], _rows(self._source(source.name))

    def selected_rows(self, step_no: int) -> tuple[list[str], Iterator[Row]]:
        rows = _rows(self._selected(step_no))
        return [name or "" for name in next(rows)], rows

    def select(self, specification: Specification) -> None:
        """Run every SELECT of the specification. Raises Refused naming the target of one that fails."""
        steps = {no: step for no, step in enumerate(specification.steps) if step.select is not None}
        if not steps:
            return
        job = {
            "memory_limit": "512MB",
            "threads": 1,
            "sources": [self._loadable(source) for source in specification.sources],
            "selects": [
                {"name": step.target, "sql": step.select, "path": str(self._selected(no))}
                for no, step in steps.items()
            ],
        }
        _run_child(job)

    def _loadable(self, source: Source) -> dict[str, object]:
        columns = [("row_no", "BIGINT")]
        for column in source.columns:
            kind = f"DECIMAL(38,{column.scale})" if column.type == "decimal" else _TYPES[column.type]
            columns.append((column.name, kind))
            columns.extend((name, "VARCHAR") for name in column.outputs[1:])
        return {"name": source.name, "path": str(self._source(source.name)), "columns": columns}

    def _source(self, name: str) -> Path:
        return self._folder / f"source-{name}.csv"

    def _selected(self, step_no: int) -> Path:
        return self._folder / f"step-{step_no}.csv"


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.reader(stream):
            yield [value or None for value in row]


def _run_child(job: dict[str, object]) -> None:
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter and script
            [sys.executable, "-I", str(_CHILD)],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(Refusal.SELECT_FAILED, target="", detail="timeout") from error
    if done.returncode == _AT_FAULT:
        fault = json.loads(done.stdout)
        raise Refused(Refusal.SELECT_FAILED, target=fault["name"], detail=fault["reason"])
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
