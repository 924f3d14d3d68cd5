"""How leave is shown: lists, and a month with a line for each person."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.org.queries import AbsenceRow, Calendar, CalendarRow
from kejing.domain.org.vocabulary import AbsenceState, HalfDay
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.paging import Page
from kejing.foundation.kernel.workdays import is_workday
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.tables import Column, Empty, Table

STATES = {
    AbsenceState.ASKED: "due",
    AbsenceState.APPROVED: "ok",
    AbsenceState.REFUSED: "late",
    AbsenceState.CANCELLED: "na",
}


@dataclass(frozen=True, slots=True)
class GridDay:
    day: date
    works: bool
    is_today: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """A person's month: for each day what stands there, `away`, `half`, `asked` or nothing."""

    name: str
    url: str
    words: str
    dates: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    days: tuple[GridDay, ...]
    rows: tuple[GridRow, ...]


def state(row: AbsenceRow) -> SafeString:
    return pieces.state(STATES[row.state], str(row.state.label))


def dates(first: date, last: date, half: str = "") -> str:
    if half:
        return f"{formats.iso(first)} {HalfDay(half).label}"
    return formats.iso(first) if first == last else f"{formats.iso(first)} – {formats.iso(last)}"


def own_table(found: Page[AbsenceRow]) -> Table[AbsenceRow]:
    return Table(
        columns=[
            Column("valid_from", gettext_lazy("Days"), cell=_dates, link=_address),
            Column("kind", gettext_lazy("Kind of leave")),
            Column("state", gettext_lazy("State"), cell=state),
            Column("deputy", gettext_lazy("Who acts meanwhile"), cell=lambda row: row.deputy or formats.NOTHING),
        ],
        page=found,
        cards=True,
        caption=gettext_lazy("My leave"),
        empty=Empty(
            gettext_lazy("No leave yet"),
            gettext_lazy("Ask for it here; while you are away no log is due and somebody acts for you."),
            "calendar-event",
        ),
    )  # fmt: skip


def queue_table(found: Page[AbsenceRow]) -> Table[AbsenceRow]:
    return Table(
        columns=[
            Column("name", gettext_lazy("Who is away"), link=_address),
            Column("valid_from", gettext_lazy("Days"), cell=_dates),
            Column("kind", gettext_lazy("Kind of leave")),
            Column("deputy", gettext_lazy("Who acts meanwhile"), cell=lambda row: row.deputy or formats.NOTHING),
            Column("unit", gettext_lazy("Unit"), optional=True),
        ],
        page=found,
        cards=True,
        caption=gettext_lazy("Requests that wait"),
        empty=Empty(gettext_lazy("Nothing waits"), icon="calendar-event"),
    )  # fmt: skip


def grid(found: Calendar) -> Grid:
    first, today = found.month.start, clock.today()
    span = [first + timedelta(days=n) for n in range((found.month.end - first).days)]
    return Grid(
        tuple(GridDay(day, is_workday(day), day == today) for day in span),
        tuple(_grid_row(row, span) for row in found.rows),
    )


def _grid_row(row: CalendarRow, span: list[date]) -> GridRow:
    mark = "asked" if row.waiting else "half" if row.away.half else "away"
    words = row.kind or _("away until %(day)s") % {"day": formats.month_day(row.away.last_day)}
    return GridRow(
        name=row.name,
        url=reverse("org:absence_page", args=[row.id]) if row.id else "",
        words=f"{words} · {AbsenceState.ASKED.label}" if row.waiting else words,
        dates=dates(row.away.valid_from, row.away.last_day, row.away.half),
        marks=tuple(mark if row.away.valid_from <= day < row.away.valid_to else "" for day in span),
    )


def _dates(row: AbsenceRow) -> str:
    return dates(row.valid_from, row.last_day, row.half)


def _address(row: AbsenceRow) -> str:
    return reverse("org:absence_page", args=[row.id])
