"""Tables: columns once, rows from a keyset page, a count that stops."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from django.utils.functional import Promise

from kejing.foundation.kernel.paging import Capped, Page
from kejing.foundation.ui import formats, pieces

R = TypeVar("R")
Kind = Literal["text", "number", "exact", "money", "percent", "change", "day", "due", "iso", "course"]
Text = str | Promise

NUMBERS = frozenset({"number", "exact", "money", "percent", "change", "course"})
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
        classes = (("num", self.kind in NUMBERS), ("opt", self.optional))
        return " ".join(name for name, on in classes if on)

    @property
    def head_unit(self) -> Text:
        return self.unit or (formats.money_unit() if self.kind == "money" else "")

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
class Cell:
    """`label`, `unit` and `optional` are for the phone, where a row has no head above it."""

    content: Any
    css: str
    label: Text
    unit: Text = ""
    optional: bool = False


@dataclass(frozen=True)
class Table(Generic[R]):
    """A table for `{% table %}`. `sort` is what the rows are sorted by now, `-name` for descending.

    `cards` shows each row as two or three lines on a phone: True for the general form, or the name of a
    template that gets `row`. Narrow tables stay tables.
    """

    columns: Sequence[Column[R]]
    page: Page[R]
    caption: Text = ""
    count: Capped | None = None
    empty: Empty | None = None
    sort: str = ""
    cards: bool | str = False
    dense: bool = False
    selected: Callable[[R], bool] = field(default=lambda _row: False)

    @classmethod
    def of(cls, columns: Sequence[Column[R]], rows: Sequence[R], **options: Any) -> "Table[R]":
        """A table of all its rows: no pager."""
        return cls(columns, Page(list(rows), None, None), **options)

    @property
    def heads(self) -> list[Head]:
        return [
            Head(column.label, column.head_unit, column.css, self._next_sort(column), self._direction(column))
            for column in self.columns
        ]

    @property
    def rows(self) -> list[tuple[R, bool, list[Cell]]]:
        return [(row, self.selected(row), self._cells(row)) for row in self.page.rows]

    @property
    def totals(self) -> list[Cell]:
        if all(column.total is None for column in self.columns):
            return []
        return [Cell(column.draw_total(), column.css, column.label) for column in self.columns]

    @property
    def card_template(self) -> str:
        return self.cards if isinstance(self.cards, str) else "ui/_card.html"

    @property
    def paged(self) -> bool:
        return bool(self.page.next or self.page.previous or self.count is not None)

    def _cells(self, row: R) -> list[Cell]:
        return [
            Cell(column.draw(row), column.css, column.label, column.head_unit, column.optional)
            for column in self.columns
        ]

    def _direction(self, column: Column[R]) -> Literal["", "ascending", "descending"]:
        if not column.sort or self.sort.lstrip("-") != column.sort:
            return ""
        return "descending" if self.sort.startswith("-") else "ascending"

    def _next_sort(self, column: Column[R]) -> str:
        return f"-{column.sort}" if column.sort and self.sort == column.sort else column.sort
