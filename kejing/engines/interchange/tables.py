"""The tables of the import pages."""

from typing import Any, cast

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kejing.engines.interchange.models import ImportRun
from kejing.engines.interchange.queries import Course, ImportList, RunError, RunPage, SourceLine, StepLine
from kejing.engines.interchange.vocabulary import RunState
from kejing.foundation.ui import pieces
from kejing.foundation.ui.progress import Work
from kejing.foundation.ui.tables import Column, Empty, Table

_SHOWN_ERRORS = 200


def run_mark(state: str, faults: int, *, dry: bool, pill: bool = False) -> Any:
    """Done, done on trial, either with rows left out, or refused."""
    known = RunState(state)
    if known is RunState.REFUSED:
        return pieces.state("late", known.label, pill=pill)
    if faults:
        return pieces.state(
            "due", gettext("trial with faults") if dry else gettext("done in part"), pill=pill
        )
    if dry:
        return pieces.state("run", gettext("trial without faults"), pill=pill)
    return pieces.state("ok", known.label, pill=pill)


def of_the_pack(label: str) -> str:
    """An import whose files the pack describes, apart from that of any file of the same things."""
    return gettext("%(label)s (files as your pack describes them)") % {"label": label}


def undone_mark(*, pill: bool = True) -> Any:
    return pieces.state("back", gettext("undone"), pill=pill)


def course_work(course: Course) -> Work:
    """The bar of an import under way."""
    said = course.step.label if not course.rows else gettext("%(rows)s rows read") % {"rows": course.rows}
    state = "failed" if course.failure else course.state
    return Work(course.label, course.done, course.total, cast("Any", state), note=course.failure or str(said))


def next_address(course: Course) -> str:
    """Where the page of an import under way leads once there is nothing to wait for; empty before."""
    if course.run_id is not None:
        return reverse("interchange:import_page", args=[course.run_id])
    if course.maps:
        return reverse("interchange:map_columns", args=[course.intake_id])
    return ""


def _result(row: ImportRun, undone: set[int]) -> Any:
    return undone_mark(pill=False) if row.pk in undone else run_mark(row.state, row.error_total, dry=row.dry)


def _files(row: ImportRun) -> str:
    first, more = row.files[:1], len(row.files) - 1
    names = [str(file["name"]) for file in first]
    return " ".join([*names, f"+{more}"] if more > 0 else names)


def run_table(found: ImportList) -> Table[ImportRun]:
    return Table(
        columns=[
            Column(
                "spec",
                _("Import"),
                cell=lambda row: found.labels.get(row.spec, row.spec),
                link=lambda row: reverse("interchange:import_page", args=[row.pk]),
                detail=_files,
            ),
            Column("state", _("Result"), cell=lambda row: _result(row, found.undone)),
            Column("error_total", _("Faults"), kind="number"),
            Column("started_by_name", _("Started by"), optional=True),
            Column("started_at", _("When"), kind="iso"),
        ],
        page=found.page,
        count=found.count,
        cards=True,
        caption=_("Imports"),
        empty=Empty(
            _("Nothing imported yet"),
            _("Units, customers, holdings and facts come in as files, on trial first."),
            icon="file-import",
            action=_("Import files"),
            url=reverse("interchange:bring_files"),
        ),
    )


def source_table(run: RunPage) -> Table[SourceLine]:
    later = any(line.later for line in run.sources)
    columns: list[Column[SourceLine]] = [
        Column("label", _("File")),
        Column("rows", _("Rows"), kind="number"),
        Column("accepted", _("Accepted"), kind="number"),
        Column("refused", _("Refused"), kind="number"),
    ]
    if later:
        columns.append(Column("later", _("Later"), kind="number", optional=True))
    return Table.of(columns, run.sources, dense=True, caption=_("Rows of the files"))


def step_table(run: RunPage) -> Table[StepLine]:
    return Table.of(
        [
            Column("label", _("Into")),
            Column("created", _("New"), kind="number"),
            Column("updated", _("Changed"), kind="number"),
            Column("unchanged", _("Unchanged"), kind="number"),
        ],
        run.steps,
        dense=True,
        caption=_("What it does"),
    )


def error_table(run: RunPage) -> Table[RunError]:
    columns: list[Column[RunError]] = [
        Column("text", _("Fault")),
        Column("row", _("Row"), cell=lambda row: row.row or gettext("whole file")),
        Column("column", _("Column")),
    ]
    if len(run.sources) > 1:
        columns.insert(1, Column("source", _("File")))
    return Table.of(columns, run.errors[:_SHOWN_ERRORS], caption=_("Faults"))
