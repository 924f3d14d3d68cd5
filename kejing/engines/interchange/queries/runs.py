"""Reading runs and specifications for pages."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language

from kejing.engines.interchange import catalogue
from kejing.engines.interchange.mapping import column_words
from kejing.engines.interchange.models import ImportRun, ImportUndo, KeptFile
from kejing.engines.interchange.specification import Label, Specification
from kejing.engines.interchange.targets import target, targets
from kejing.engines.interchange.vocabulary import MAY_IMPORT, RunState
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page
from kejing.foundation.kernel.permissions import catalogue as permissions


@dataclass(frozen=True, slots=True)
class RunError:
    source: str
    row: int
    column: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """rows = accepted + refused; `later` of the accepted wait for their day."""

    label: str
    rows: int
    accepted: int
    refused: int
    later: int


@dataclass(frozen=True, slots=True)
class StepLine:
    label: str
    rows: int
    created: int
    updated: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What a workbook holds besides values: cells with formulas, read by value; hidden sheets, left alone."""

    formulas: list[str]
    total: int
    hidden: list[str]


@dataclass(frozen=True, slots=True)
class Undone:
    """A run was taken back: by whom, when, why, how many rows."""

    by: str
    at: datetime
    reason: str
    rows: int


@dataclass(frozen=True, slots=True)
class RunPage:
    """One run. `may_run` says that it was a trial with something to bring in, whose files are still kept."""

    id: int
    spec: str
    label: str
    pack_version: str
    as_of: date | None
    dry: bool
    state: RunState
    started_by: str
    started_at: datetime
    files: list[dict[str, Any]]
    sources: list[SourceLine]
    steps: list[StepLine]
    errors: list[RunError]
    error_total: int
    may_run: bool
    intake_id: int | None
    may_map: bool
    marks: list[Mark]
    to_correct: bool
    may_undo: bool
    undone: Undone | None

    @property
    def rows(self) -> int:
        """Of all files."""
        return sum(line.rows for line in self.sources)

    @property
    def refused(self) -> int:
        """Rows at fault, of all files."""
        return sum(line.refused for line in self.sources)

    @property
    def brings_nothing(self) -> bool:
        """Is every row at fault?"""
        return 0 < self.rows == self.refused


@dataclass(frozen=True, slots=True)
class ImportList:
    """Recorded runs; `labels` names the specifications that are still there; `undone` are ids of runs taken back."""

    page: Page[ImportRun]
    count: Capped
    labels: dict[str, str]
    undone: set[int]


@dataclass(frozen=True, slots=True)
class FileCard:
    """A file an import expects: its name or pattern, and its columns with what they mean."""

    label: str
    name: str
    columns: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SpecificationCard:
    """A specification as the upload page describes it."""

    reference: str
    label: str
    note: str
    files: list[FileCard]


def import_run(*, actor: Actor, run_id: int) -> RunPage:
    """Raises Forbidden without the right to import, NotVisible for an unknown run."""
    check(actor)
    row = ImportRun.objects.filter(pk=run_id).first()
    if row is None:
        raise NotVisible
    specification = _specification(row)
    kept = (
        set(KeptFile.objects.filter(intake=row.intake_id).values_list("run", flat=True))
        if row.intake_id
        else set()
    )
    undo = ImportUndo.objects.filter(run=row).first()
    latest = not ImportRun.objects.filter(intake=row.intake_id, pk__gt=row.pk).exists()
    return RunPage(
        id=row.pk,
        spec=row.spec,
        label=_spoken(specification.label) if specification else row.spec,
        pack_version=row.pack_version,
        as_of=row.as_of,
        dry=row.dry,
        state=RunState(row.state),
        started_by=row.started_by_name,
        started_at=row.started_at,
        files=row.files,
        sources=_source_lines(row.counts, specification),
        steps=_step_lines(row, specification),
        errors=_errors(row, specification),
        error_total=row.error_total,
        may_run=row.dry and row.state == RunState.DONE and None in kept and latest and _has_rows(row),
        intake_id=row.intake_id,
        may_map=row.specification is not None and None in kept,
        marks=[Mark(**mark) for mark in row.counts.get("marks", {}).values()],
        to_correct=row.pk in kept,
        may_undo=not row.dry and row.state == RunState.DONE and row.line is not None and undo is None,
        undone=Undone(undo.by_name, undo.at, undo.reason, sum(undo.counts.values())) if undo else None,
    )


def import_list(*, actor: Actor, cursor: str | None = None) -> ImportList:
    """The runs, newest first. Raises Forbidden without the right to import."""
    check(actor)
    runs = ImportRun.objects.defer("errors", "counts", "specification")
    found = page(runs, ("-id",), cursor)
    undone = ImportUndo.objects.filter(run__in=[run.pk for run in found.rows]).values_list(
        "run_id", flat=True
    )
    return ImportList(found, capped_count(ImportRun.objects.all()), _labels(), set(undone))


def specification_cards(*, actor: Actor) -> list[SpecificationCard]:
    """What can be imported here. Raises Forbidden without the right to import."""
    check(actor)
    return [_card(reference) for reference in catalogue.references()]


def _card(reference: str) -> SpecificationCard:
    specification = catalogue.find(reference).specification
    return SpecificationCard(
        reference=reference,
        label=_spoken(specification.label),
        note=_spoken(specification.note) if specification.note else "",
        files=[
            FileCard(
                _spoken(source.label),
                source.file,
                [(column.name, _spoken(column.label) if column.label else "") for column in source.columns],
            )
            for source in specification.sources
            if source.file
        ],
    )


def _labels() -> dict[str, str]:
    own = {one.name: str(one.label) for one in targets() if one.offered()}
    return own | {
        reference: _spoken(catalogue.find(reference).specification.label)
        for reference in catalogue.references()
    }


def check(actor: Actor) -> None:
    if not actor.may(MAY_IMPORT):
        raise Forbidden(permissions()[MAY_IMPORT])


def _has_rows(row: ImportRun) -> bool:
    """Is there a row that is not at fault?"""
    steps = row.counts.get("steps", [])
    return any(step["created"] + step["updated"] + step["unchanged"] for step in steps)


def _specification(row: ImportRun) -> Specification | None:
    """None for a run whose specification is no longer in the pack."""
    if row.specification is not None:
        return Specification.model_validate(row.specification)
    try:
        return catalogue.find(row.spec).specification
    except Refused:
        return None


def _source_lines(counts: dict[str, Any], specification: Specification | None) -> list[SourceLine]:
    """Files alone, in the order of the specification: rows written in the specification itself are no news."""
    tallies = counts.get("sources", {})
    if specification is None:
        return [SourceLine(label=name, **tally) for name, tally in tallies.items()]
    return [
        SourceLine(label=_spoken(source.label), **tallies[source.name])
        for source in specification.sources
        if source.file and source.name in tallies
    ]


def _step_lines(row: ImportRun, specification: Specification | None) -> list[StepLine]:
    """Steps are told by the specification's words while it is the one that was run."""
    same = specification is not None and specification.version == row.spec_version
    told = specification.steps if specification and same else []
    lines = []
    for number, step in enumerate(row.counts.get("steps", [])):
        label = told[number].label if number < len(told) else None
        counts = {key: step[key] for key in ("rows", "created", "updated", "unchanged")}
        lines.append(StepLine(label=_spoken(label) if label else _target_label(step["target"]), **counts))
    return lines


def _target_label(name: str) -> str:
    try:
        return str(target(name).label)
    except LookupError:
        return name


def _errors(row: ImportRun, specification: Specification | None) -> list[RunError]:
    """As somebody goes through the files: source by source, row by row."""
    labels = {source.name: _spoken(source.label) for source in specification.sources} if specification else {}
    words = column_words(specification) if specification else {}
    order = {name: place for place, name in enumerate(labels)}
    errors = sorted(row.errors, key=lambda error: (order.get(error["source"], -1), error["row"]))
    return [_error(error, labels, words) for error in errors]


def _error(error: dict[str, Any], labels: dict[str, str], words: dict[tuple[str, str], str]) -> RunError:
    texts = error["text"]
    text = texts.get(get_language()) or next(iter(texts.values()))
    source, column = error["source"], error["column"]
    shown = words.get((source, column), column)
    return RunError(labels.get(source, source), error["row"], shown, error["value"], text)


def _spoken(label: Label) -> str:
    return label.en if (get_language() or "").startswith("en") else label.zh
