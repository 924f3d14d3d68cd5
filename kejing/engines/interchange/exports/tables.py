"""How exports are shown."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kejing.engines.interchange.exports.models import Export
from kejing.engines.interchange.exports.queries import ExportPage
from kejing.engines.interchange.exports.targets import export_target
from kejing.engines.interchange.exports.vocabulary import ExportState
from kejing.foundation.kernel.paging import Page
from kejing.foundation.ui import pieces
from kejing.foundation.ui.progress import Work
from kejing.foundation.ui.tables import Column, Empty, Table

MARKS = {
    ExportState.ASKED: "due",
    ExportState.APPROVED: "run",
    ExportState.REFUSED: "back",
    ExportState.WAITING: "none",
    ExportState.RUNNING: "run",
    ExportState.READY: "ok",
    ExportState.FAILED: "late",
    ExportState.EXPIRED: "na",
}


def state_mark(export: Export, *, pill: bool = False) -> Any:
    state = ExportState(export.state)
    return pieces.state(MARKS[state], state.label, pill=pill)


def own_table(found: Page[Export]) -> Table[Export]:
    columns = [_what(), _rows(), _state(), _when()]
    return _table(
        columns, found, _("My exports"), _("No exports yet"), _("Every list has a button to export it.")
    )


def request_table(found: Page[Export]) -> Table[Export]:
    columns = [_what(), _who(), _rows(), _why(), _when()]
    return _table(columns, found, _("Exports to approve"), _("Nothing waits for you"), "")


def register_table(found: Page[Export]) -> Table[Export]:
    fetched: Column[Export] = Column("fetched", _("Times fetched"), kind="number", optional=True)
    code: Column[Export] = Column("code", _("Trace code"), optional=True)
    columns = [_what(), _who(), _rows(), _why(), _state(), fetched, code, _when()]
    return _table(columns, found, _("Register of exports"), _("Nobody has exported anything yet"), "")


def work(page: ExportPage) -> Work | None:
    """How far the worker is, while it is at it."""
    if page.export.state not in {ExportState.WAITING, ExportState.RUNNING}:
        return None
    state = "running" if page.export.state == ExportState.RUNNING else "waiting"
    return Work(str(page.target.label), page.done, page.export.rows, state)  # type: ignore[arg-type]  # one of its words


def _table(
    columns: list[Column[Export]], found: Page[Export], caption: Any, nothing: Any, hint: Any
) -> Table[Export]:
    return Table(
        columns=columns, page=found, cards=True, caption=caption, empty=Empty(nothing, hint, icon="download")
    )


def _what() -> Column[Export]:
    link: Callable[[Export], str] = lambda row: reverse("exports:export_page", args=[row.pk])  # noqa: E731  # typed
    return Column(
        "target", _("List"), cell=lambda row: export_target(row.target).label, link=link, detail=_filter
    )


def _filter(row: Export) -> str:
    return row.filters or gettext("the whole list")


def _who() -> Column[Export]:
    return Column("taker_name", _("Who"))


def _rows() -> Column[Export]:
    return Column("rows", _("Rows"), kind="number")


def _why() -> Column[Export]:
    return Column("reason", _("Reason given"), optional=True)


def _state() -> Column[Export]:
    return Column("state", _("State"), cell=state_mark)


def _when() -> Column[Export]:
    return Column("asked_at", _("Asked"), kind="iso")
