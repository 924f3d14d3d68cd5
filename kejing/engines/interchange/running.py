"""One run of an import: validate every file, compute, stage, check, apply: all of it or nothing."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from django.db import DatabaseError, connection, transaction
from psycopg.errors import UniqueViolation

from kejing.engines.interchange.building import plan
from kejing.engines.interchange.checking import check
from kejing.engines.interchange.course import tell
from kejing.engines.interchange.faults import Faults
from kejing.engines.interchange.files import GivenFile, matched
from kejing.engines.interchange.reader import SourceReader, Tally
from kejing.engines.interchange.selecting import Spool
from kejing.engines.interchange.specification import Specification
from kejing.engines.interchange.specification import Step as SpecStep
from kejing.engines.interchange.staging import Staging
from kejing.engines.interchange.targets import Outcome, RowsAtFault, target
from kejing.engines.interchange.vocabulary import Fault, Step
from kejing.foundation.kernel.errors import CLOSED_MONTH

_ONE_AT_A_TIME = 0x6B6A_696D  # "kjim": the advisory lock of imports


@dataclass(frozen=True, slots=True)
class StepCount:
    target: str
    source: str
    rows: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass(slots=True)
class Result:
    """What a run did, or, dry or refused, would have done or found wrong."""

    sources: dict[str, Tally] = field(default_factory=dict)
    steps: list[StepCount] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    marks: dict[str, Any] = field(default_factory=dict)
    leaves_out: bool = False

    @property
    def stopped(self) -> bool:
        """Is there a fault that keeps everything from coming in?"""
        return self.faults.whole or (bool(self.faults) and not self.leaves_out)

    @property
    def counts(self) -> dict[str, Any]:
        marks = {"marks": self.marks} if self.marks else {}
        return marks | {
            "sources": {name: asdict(tally) for name, tally in self.sources.items()},
            "steps": [asdict(step) for step in self.steps],
        }


def run(
    specification: Specification, files: Sequence[GivenFile], *, as_of: date | None = None, dry: bool = False
) -> Result:
    """Import the files. With any fault, or `dry`, nothing is changed; where the specification says so, rows at
    fault are left out and the others come in.

    Raises Refused when a SELECT fails, SpecificationError when the specification does not fit its targets.
    """
    result = Result(leaves_out=specification.at_fault == "leave_out")
    with tempfile.TemporaryDirectory(prefix="kejing-import-") as folder:
        spool = Spool(Path(folder))
        _validate(specification, matched(specification, files, result.faults), spool, as_of, result)
        if not result.stopped:
            spool.select(specification)
            tell(Step.LOADING)
            _load(specification, spool, result, dry=dry)
    return result


def _validate(
    specification: Specification,
    files: dict[str, GivenFile],
    spool: Spool,
    as_of: date | None,
    result: Result,
) -> None:
    for source in specification.sources:
        reader = SourceReader(source, result.faults, as_of, partial(tell, Step.READING))
        result.sources[source.name] = reader.tally
        if file := files.get(source.name):
            with file.open() as stream:
                spool.write(source.name, reader.rows(stream))
            _mark(source.name, reader, result)
        else:
            spool.write(source.name, reader.inline_rows())


def _mark(source: str, reader: SourceReader, result: Result) -> None:
    """Remember what a workbook holds besides values: formulas, read by value, and hidden sheets, left alone."""
    table = reader.table
    if table is not None and (table.formula_total or table.hidden):
        result.marks[source] = {
            "formulas": list(table.formulas),
            "total": table.formula_total,
            "hidden": list(table.hidden),
        }


def _load(specification: Specification, spool: Spool, result: Result, *, dry: bool) -> None:
    """Run the steps in a savepoint of their own, so that undoing them keeps the record of the run."""
    wait_for_other_imports()
    with transaction.atomic():
        with seeing_all():
            for number, step in enumerate(specification.steps):
                if not result.stopped:
                    _load_step(specification, number, step, spool, result)
            if not result.stopped:
                _settle(result.faults)
        if dry or result.stopped:
            transaction.set_rollback(True)


def _load_step(
    specification: Specification, number: int, step: SpecStep, spool: Spool, result: Result
) -> None:
    if step.select is None:
        names, incoming = spool.source_rows(specification.source(step.source))
    else:
        names, incoming = spool.selected_rows(number)
    made = plan(step, names)
    staging, bad = Staging(made), set[int]()
    staging.open()
    staging.fill(made.rows(incoming, result.faults, bad))
    check(staging, made, result.faults, bad)
    rows, refused, outcome = staging.rows + len(bad), len(bad), Outcome()
    if bad and result.leaves_out:
        staging.drop(bad)
    if not result.stopped:
        try:
            outcome = _apply(staging, step, result.faults)
        except RowsAtFault as found:
            refused = found.rows
            result.faults.whole = True
            for row_no, column, fault, value in found.errors:
                result.faults.add(step.source, row_no, column, fault, value)
    staging.close()
    tally = result.sources[step.source]
    tally.accepted, tally.refused = tally.accepted - refused, tally.refused + refused
    result.steps.append(StepCount(step.target, step.source, rows, **asdict(outcome)))


def _apply(staging: Staging, step: SpecStep, faults: Faults) -> Outcome:
    """Let the target write. What the database refuses is told as a fault of the file as a whole."""
    try:
        with transaction.atomic():
            return target(step.target).apply(staging)
    except DatabaseError as error:
        _name_refusal(step.source, error, faults)
        return Outcome()


def _settle(faults: Faults) -> None:
    """Let the deferred constraints speak while this import can still be told what they say."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set constraints all immediate; set constraints all deferred")
    except DatabaseError as error:
        _name_refusal("", error, faults)


def _name_refusal(source: str, error: DatabaseError, faults: Faults) -> None:
    """Say what the database refused as a fault of the file as a whole. Raises what is no refusal but an error."""
    cause = error.__cause__
    if not isinstance(cause, psycopg.Error):
        raise error
    about = cause.diag.constraint_name or cause.diag.message_detail or cause.diag.message_primary or ""
    if cause.sqlstate == CLOSED_MONTH:
        faults.add(source, 0, "", Fault.CLOSED_MONTH, about)
    elif isinstance(cause, UniqueViolation):
        faults.add(source, 0, "", Fault.CONFLICT, about)
    elif isinstance(cause, psycopg.IntegrityError):
        faults.add(source, 0, "", Fault.CONSTRAINT, about)
    else:
        raise error


@contextmanager
def seeing_all() -> Iterator[None]:
    """Open the walls for the rows of the import: who may import need not see any customer herself.

    Who acts stays as it is, in the journal and in the rows' history. A rollback closes the walls by itself.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_setting('kejing.all', true), current_setting('kejing.confidential', true),"
            " set_config('kejing.all', 'true', true), set_config('kejing.confidential', 'true', true)"
        )
        before = cursor.fetchone() or ("false", "false")
    yield
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('kejing.all', %s, true), set_config('kejing.confidential', %s, true)",
            [before[0], before[1] or "false"],
        )


def wait_for_other_imports() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
