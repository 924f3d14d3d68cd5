"""Tables: columns once, rows from a keyset page, a count that stops."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kejing.foundation.kernel.paging import Capped, Page
from kejing.foundation.ui import formats, pieces

R = TypeVar("R")
Kind = Literal["text", "number", "exact", "money", "percent", "change", "day", "due", "iso", "course"]
Text = str | Promise

NUMBERS = frozenset({"number", "exact", "money", "percent", "change", "course"})
DAYS = frozenset({"day", "due", "iso"})
WRITERS: dict[str, Callable[[Any], Any]] = {
    "number": formats.number,
    "exact": formats.exact,
    "money": formats.money_column,
    "percent": formats.percent,
    "change": formats.change,
    "day": pieces.time,
    "due": pieces.due,
    "iso": lambda value: formats.iso(value) if value else formats.NOTHING,
}


# Without slots: Python 3.11 cannot build a frozen, slotted Column[Row](...).
@dataclass(frozen=True)
class Column(Generic[R]):
    """A column: `name` is the row's attribute, `kind` how it is written.

    `cell` draws it instead: a function of the row that returns text or a piece (see `pieces`). `link` makes
    the first column the way to the row; `detail` stands small below. `optional` columns give way on narrow
    pages. `sort` is the key for the address `?sort=`. `unit` goes into the head; money columns find theirs
    themselves.
    """

    name: str
    label: Text
    kind: Kind = "text"
    cell: Callable[[R], Any] | None = None
    link: Callable[[R], str] | None = None
    detail: Callable[[R], Any] | None = None
    optional: bool = False
    sort: str = ""
    unit: Text = ""
    total: Any = None

    @property
    def css(self) -> str:
        classes = (("num", self.kind in NUMBERS), ("nowrap", self.kind in DAYS), ("opt", self.optional))
        return " ".join(name for name, on in classes if on)

    @property
    def head_unit(self) -> Text:
        return self.unit or (formats.money_unit() if self.kind == "money" else "")

    def attributes(self, *, labelled: bool = False) -> SafeString:
        """Of a cell: its class, and for the phone the head it has lost there."""
        label = format_html("{}{}", self.label, _unit(self.head_unit)) if labelled else ""
        pairs = [(name, value) for name, value in (("class", self.css), ("data-label", label)) if value]
        return format_html_join("", ' {}="{}"', pairs)

    def draw(self, row: R) -> Any:
        if self.cell is not None:
            content = self.cell(row)
        else:
            value = getattr(row, self.name)
            content = self._write(value)
        if self.link is not None:
            content = pieces.link(self.link(row), content)
        return content if self.detail is None else pieces.two_lines(content, self.detail(row))

    def draw_total(self) -> Any:
        return "" if self.total is None else self._write(self.total)

    def _write(self, value: Any) -> Any:
        if self.kind == "course":
            return pieces.sparkline(value, self.label)
        write = WRITERS.get(self.kind)
        if write:
            return write(value)
        return formats.NOTHING if value is None or value == "" else value


def _unit(unit: Text) -> str:
    return gettext(" (%(unit)s)") % {"unit": unit} if unit else ""


# The attributes of a cell come ready, since they are the same all down a column.
Cell = tuple[SafeString, Any]
SELECTED = SafeString(' aria-selected="true"')
_ANY_ID = 2**63 - 1


def row_page(name: str) -> Callable[[Any], str]:
    """For `Column.link`: the page `name` of each row, by its id. Worked out once, not fifty times."""
    before, after = reverse(name, args=[_ANY_ID]).split(str(_ANY_ID))
    return lambda row: f"{before}{row.pk}{after}"


@dataclass(frozen=True, slots=True)
class Empty:
    """What an empty page says: what it is for, and the one action."""

    title: Text
    hint: Text = ""
    icon: str = "table"
    action: Text = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    label: Text
    unit: Text
    css: str
    sort: str
    direction: Literal["", "ascending", "descending"]


@dataclass(frozen=True, slots=True)
class CardCell:
    content: Any
    label: Text
    unit: Text


@dataclass(frozen=True)
class Table(Generic[R]):
    """A table for `{% table %}`. `sort` is what the rows are sorted by now, `-name` for descending.

    `cards` shows each row as two or three lines on a phone: True lays the cells out anew (first and last on
    top, the others below with their heads), the name of a template draws them from `row` and
    `cells`. Narrow tables stay tables.
    """

    columns: Sequence[Column[R]]
    page: Page[R]
    caption: Text = ""
    count: Capped | None = None
    empty: Empty | None = None
    sort: str = ""
    cards: bool | str = False
    dense: bool = False
    selected: Callable[[R], bool] | None = None

    @classmethod
    def of(cls, columns: Sequence[Column[R]], rows: Sequence[R], **options: Any) -> "Table[R]":
        """A table of all its rows: no pager."""
        return cls(columns, Page(list(rows), None, None), **options)

    @property
    def heads(self) -> list[Head]:
        return [
            Head(
                column.label,
                _unit(column.head_unit),
                column.css,
                self._next_sort(column),
                self._direction(column),
            )
            for column in self.columns
        ]

    @property
    def lines(self) -> list[tuple[str, list[Cell]]]:
        attributes = [column.attributes(labelled=self.cards is True) for column in self.columns]
        drawn = list(zip(attributes, self.columns, strict=True))
        return [
            (
                SELECTED if self.selected is not None and self.selected(row) else "",
                [(attribute, column.draw(row)) for attribute, column in drawn],
            )
            for row in self.page.rows
        ]

    @property
    def body(self) -> SafeString:
        """The rows as HTML: joined here, since a template's loop over each cell takes longer than the query."""
        rows = []
        for selected, cells in self.lines:
            drawn = [f"<td{attributes}>{conditional_escape(content)}</td>" for attributes, content in cells]
            rows.append(f"<tr{selected}>{''.join(drawn)}</tr>")
        return SafeString("\n".join(rows))

    @property
    def totals(self) -> list[Cell]:
        if all(column.total is None for column in self.columns):
            return []
        return [(column.attributes(), column.draw_total()) for column in self.columns]

    @property
    def card_lines(self) -> list[tuple[R, list[CardCell]]]:
        """For a card template: the row, and its cells in the order of the columns."""
        return [
            (row, [CardCell(column.draw(row), column.label, column.head_unit) for column in self.columns])
            for row in self.page.rows
        ]

    @property
    def card_template(self) -> str:
        return self.cards if isinstance(self.cards, str) else ""

    @property
    def paged(self) -> bool:
        return bool(self.page.next or self.page.previous or self.count is not None)

    def _direction(self, column: Column[R]) -> Literal["", "ascending", "descending"]:
        if not column.sort or self.sort.lstrip("-") != column.sort:
            return ""
        return "descending" if self.sort.startswith("-") else "ascending"

    def _next_sort(self, column: Column[R]) -> str:
        return f"-{column.sort}" if column.sort and self.sort == column.sort else column.sort
