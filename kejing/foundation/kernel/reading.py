"""Reading the trail, for those who may."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.fields import show_kept
from kejing.foundation.kernel.models import JournalLine, RowChange, Seal
from kejing.foundation.kernel.paging import Page, page
from kejing.foundation.kernel.permissions import READ_TRAIL

PAGE_SIZE = 50
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one row, before and after."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ChangedRow:
    table: str
    row_id: int
    op: str
    by: str
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class JournalPage:
    """A journal line with the rows it changed, and its seal's number once it is sealed.

    `closed` counts the rows that the reader may not read; then `detail` is not shown either: it may name them.
    """

    line: JournalLine
    rows: list[ChangedRow]
    seal: int | None
    closed: int

    @property
    def detail(self) -> dict[str, Any]:
        return {} if self.closed else self.line.detail


@dataclass(frozen=True, slots=True)
class JournalFilter:
    action: str = ""
    actor: str = ""
    outcome: str = ""


def journal(*, actor: Actor, wanted: JournalFilter, cursor: str | None) -> Page[JournalLine]:
    """The newest lines first. Raises Forbidden without the right to read the trail."""
    check(actor)
    rows = JournalLine.objects.all()
    for name, value in asdict(wanted).items():
        if "\0" in value:  # no text of the database has one
            rows = rows.none()
        elif value:
            rows = rows.filter(Q((name, value)))
    return page(rows, ("-id",), cursor, PAGE_SIZE)


def journal_line(*, actor: Actor, line_id: int) -> JournalPage:
    """Raises Forbidden, NotVisible (404)."""
    check(actor)
    line = JournalLine.objects.filter(pk=line_id).first()
    if line is None:
        raise NotVisible
    changes = RowChange.objects.filter(journal_id=line_id).order_by("id")[:MOST_ROWS]
    seal = Seal.objects.filter(source="j", entry_id=line_id).values_list("seq", flat=True).first()
    return JournalPage(line, [_changed(actor, row) for row in changes], seal, _closed(line_id))


def check(actor: Actor) -> None:
    """Raises Forbidden without the right to read the trail."""
    actor.require(READ_TRAIL)


def _closed(line_id: int) -> int:
    """How many of the line's rows the wall keeps from the reader: the database alone sees them."""
    with connection.cursor() as cursor:
        cursor.execute("select kj_closed_rows(%s, %s)", [line_id, MOST_ROWS])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _changed(actor: Actor, row: RowChange) -> ChangedRow:
    """Field by field; a protected one as the reader's role sees it."""

    def said(name: str, image: dict[str, Any]) -> Any:
        return show_kept(actor, row.table_name, name, image.get(name))

    old, new = row.old or {}, row.new or {}
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return ChangedRow(
        table=row.table_name,
        row_id=row.row_id,
        op=row.op,
        by=row.db_user,
        changes=[Change(name, said(name, old), said(name, new)) for name in names],
    )
