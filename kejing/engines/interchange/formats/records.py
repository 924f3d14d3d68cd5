"""What every format gives: names of columns, numbered rows, and what is wrong with a row or the whole."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kejing.engines.interchange.vocabulary import Fault

MAX_BYTES = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why the cells of a row cannot be used; `place` is the number of the cell, from 0, where one is to blame.

    `cells` is the row as far as it can be told, for who corrects it.
    """

    fault: Fault
    place: int | None = None
    value: str = ""
    params: dict[str, object] = field(default_factory=dict)
    cells: Sequence[str] = ()


Record = list[str] | Flaw


def cells_of(record: Record) -> Sequence[str]:
    """The cells of a row, also of one at fault as far as they can be told."""
    return record.cells if isinstance(record, Flaw) else record


class Unreadable(Exception):
    """The file as a whole cannot be read, or not any further than row `row_no` (0: not at all)."""

    def __init__(self, row_no: int, fault: Fault, column: str = "", **params: object) -> None:
        super().__init__(fault.value)
        self.row_no, self.fault, self.column, self.params = row_no, fault, column, params


@dataclass(slots=True)
class Table:
    """A file as a table. `rows` is read once; `formulas` are cells read by value (A2), `hidden` sheets left alone."""

    names: list[str]
    rows: Iterator[tuple[int, Record]]
    formulas: Sequence[str] = ()
    formula_total: int = 0
    hidden: Sequence[str] = ()


def letter(place: int) -> str:
    """The name a spreadsheet gives a column: A, B, … AA."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


def unique_names(header: Iterable[str]) -> list[str]:
    """Names of columns, each once: a blank one is called after its letter, a second one gets its number."""
    names: list[str] = []
    for place, cell in enumerate(header):
        name = " ".join(cell.split()) or letter(place)
        number, wanted = 2, name
        while name in names:
            name, number = f"{wanted} ({number})", number + 1
        names.append(name)
    return names


def joined_header(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """A header of several rows as one: the cells of a column with a blank between them."""
    if not rows:
        return [letter(place) for place in range(width)]
    cells = [[row[place].strip() if place < len(row) else "" for row in rows] for place in range(width)]
    return unique_names(" ".join(cell for cell in column if cell) for column in cells)
