"""A clerk who brings files in: through the actions behind the pages, as the administrator of the cast."""

from pathlib import Path
from typing import Any

import pytest

from kejing.engines.interchange.actions import perform
from kejing.engines.interchange.models import ImportRun, Intake, KeptFile
from kejing.engines.interchange.public import GivenFile, bring_files, map_columns, run_tried, undo_import
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast

DATA = Path(__file__).parents[3] / "shared" / "data"


def data(*parts: str) -> Path:
    """A file of the shared data; the test is skipped, visibly, where it is not there."""
    path = DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no {'/'.join(parts)} here")
    return path


class Clerk:
    def __init__(self, cast: Cast) -> None:
        self._cast = cast

    def bring(self, what: str, content: bytes | Path, name: str = "file.csv") -> Intake:
        file = GivenFile.at(content) if isinstance(content, Path) else GivenFile.of(name, content)
        with self._cast["administrator"].acting() as actor:
            return Intake.objects.get(pk=bring_files(actor=actor, what=what, files=[file]))

    def map(
        self,
        intake: Intake,
        columns: dict[str, str | dict[str, Any]] | None = None,
        *,
        fixed: dict[str, str] | None = None,
        key: str = "",
        leave_out: bool = True,
        remember: str = "",
    ) -> ImportRun:
        """Map columns to fields (without: as guessed) and give the trial."""
        chosen: dict[str, Any] = {
            "key": key.split("+") if key else intake.mapping["key"],
            "columns": intake.mapping["columns"],
            "fixed": fixed or {},
            "leave_out": leave_out,
        }
        if columns is not None:
            chosen["columns"] = [
                {"column": name, **(use if isinstance(use, dict) else {"field": use})}
                for name, use in columns.items()
            ]
        with self._cast["administrator"].acting() as actor:
            map_columns(actor=actor, intake_id=intake.pk, mapping_chosen=chosen, remember=remember)
            perform(actor=actor, intake_id=intake.pk)  # what waits for the worker is done at once
            return ImportRun.objects.filter(intake=intake).latest("pk")

    def run(self, trial: ImportRun) -> ImportRun:
        with self._cast["administrator"].acting() as actor:
            intake = run_tried(actor=actor, import_run_id=trial.pk)
            perform(actor=actor, intake_id=intake)
            return ImportRun.objects.filter(intake=intake).latest("pk")

    def undo(self, run: ImportRun, reason: str = "wrong file") -> None:
        with self._cast["administrator"].acting() as actor:
            undo_import(actor=actor, import_run_id=run.pk, reason=reason)

    def to_correct(self, run: ImportRun) -> bytes:
        with self._cast["administrator"].acting():
            return bytes(KeptFile.objects.get(run=run).content)


def counts(run: ImportRun) -> tuple[int, int, int]:
    step = run.counts["steps"][-1]
    return step["created"], step["updated"], step["unchanged"]


def faults(run: ImportRun) -> list[tuple[int, str, str]]:
    return [(error["row"], error["column"], error["code"]) for error in run.errors]


def tally(run: ImportRun) -> tuple[int, int, int]:
    found = run.counts["sources"]["file"]
    return found["rows"], found["accepted"], found["refused"]


def everything() -> Any:
    """The walls open, to look."""
    return as_system("look")
