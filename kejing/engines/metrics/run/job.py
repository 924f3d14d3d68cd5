"""What the caller asks of the child process, and what it answers."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class View:
    """A table of the snapshot: a SELECT on PostgreSQL, run under the row-security context of the job."""

    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric's text. With `ratio` it yields a denominator too, and the value is the quotient of the sums."""

    code: str
    version: int
    subject: str
    ratio: bool
    inputs: tuple[str, ...]
    sql: str


@dataclass(frozen=True, slots=True)
class Job:
    """`folder` is the snapshot's, `out` takes the results. Without `views` the snapshot is there already.

    `start` and `end` (half-open) are ISO days; `context` are transaction-local settings; `expected_hash` is
    that of a snapshot which is there already; `seconds` bounds each metric.
    """

    folder: str
    out: str
    start: str
    end: str
    metrics: tuple[Metric, ...]
    views: tuple[View, ...] = ()
    workdays: tuple[str, ...] = ()
    context: dict[str, str] = field(default_factory=dict)
    expected_hash: str = ""
    memory_mb: int = 1024
    threads: int = 2
    seconds: int = 900


@dataclass(slots=True)
class Answer:
    """`sha256` is over all files of the snapshot; `files` gives each one's; times are seconds."""

    sha256: str = ""
    files: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    values: int = 0
    evidence: int = 0
    export_seconds: float = 0.0
    metric_seconds: dict[str, float] = field(default_factory=dict)
    error: str = ""
    metric: str = ""
    other_snapshot: bool = False


class MetricError(Exception):
    """A metric's text that may not run, or failed. `metric` is its code."""

    def __init__(self, metric: str, text: str) -> None:
        super().__init__(text)
        self.metric = metric


def dump(job: Job) -> str:
    return json.dumps(asdict(job))


def load(path: Path) -> Job:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    data["views"] = tuple(View(**view) for view in data["views"])
    data["metrics"] = tuple(
        Metric(**metric | {"inputs": tuple(metric["inputs"])}) for metric in data["metrics"]
    )
    data["workdays"] = tuple(data["workdays"])
    return Job(**data)
