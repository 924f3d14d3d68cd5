"""How a text is cut into cells, and where its header lies: judged by a sample of its rows."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

SAMPLE_ROWS = 200
_DELIMITERS = (",", "\t", ";", "|", " ")
_NUMBER = re.compile(r"[-+]?[¥$€£]?\s*[\d,.]*\d%?")
_DATE = re.compile(r"\d{1,4}[-/.年:]\d{1,2}([-/.月:]\d{1,4}日?)?([T ].*)?")
_LEFT_OVER = re.compile(r"""^\s*(["']).*\1\s*$|[ ,;|\t]"|"[,;|\t]""")
"""A cell with quotation marks that were meant to hold it together."""
_HALF = re.compile(_LEFT_OVER.pattern + r'|^\s*"')
"""The same where the other mark is taken for the one: a cell that begins with it was cut in two."""
_DEEPEST_HEADER = 4


@dataclass(frozen=True, slots=True)
class Dialect:
    """`padded`: a blank follows each delimiter; `escape` stands before a quotation mark that is meant."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    padded: bool = False

    def plain(self, line: str) -> str:
        """The line with doubled quotation marks instead of escaped ones."""
        return line.replace(self.escape + self.quote, self.quote * 2) if self.escape else line

    def reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            doublequote=True,
            skipinitialspace=self.padded,
            strict=True,
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where the table begins: rows before the header, rows of the header."""

    skip: int
    header_rows: int


def dialect_of(lines: Sequence[str]) -> Dialect:
    """The dialect in which most rows have the same number of cells, and as many as can be."""
    text = "".join(lines)
    best, best_score = Dialect(), -1.0
    for delimiter in _DELIMITERS:
        for quote in ('"', "'"):
            dialect = Dialect(delimiter, quote)
            for variant in _variants(dialect, text):
                if (score := _score(variant, lines)) > best_score + 1e-9:
                    best, best_score = variant, score
    return best


def _variants(dialect: Dialect, text: str) -> list[Dialect]:
    found = [dialect]
    escapes = [escape for escape in ("\\", "\0") if escape + dialect.quote in text]
    found.extend(replace(dialect, escape=escape) for escape in escapes)
    if dialect.delimiter != " " and f"{dialect.delimiter} {dialect.quote}" in text:
        found.append(replace(dialect, padded=True))
    return found


def _score(dialect: Dialect, lines: Sequence[str]) -> float:
    """Rows at the commonest width, each worth more the wider it is; quotes left over in cells cost."""
    widths: Counter[int] = Counter()
    bad = 0
    for line in lines:
        try:
            cells: list[str] = next(dialect.reader([dialect.plain(line)]), [])
        except csv.Error:
            bad += 1
            continue
        if cells:
            widths[len(cells)] += 1
            left_over = _HALF if dialect.quote == "'" else _LEFT_OVER
            bad += any(left_over.search(cell) for cell in cells)
    if not widths:
        return 0.0
    width, rows = max(widths.items(), key=lambda item: (item[1] if item[0] > 1 else item[1] / 4, item[0]))
    if width == 1 and bad * 2 > rows:
        return 0.0
    total = sum(widths.values()) + bad
    return (rows - bad / 2) / total * (1 - 0.6 / width) * (0.7 if dialect.delimiter == " " else 1)


def common_width(rows: Sequence[Sequence[str]]) -> int:
    """How many cells most rows have; of the same number of rows the wider."""
    widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    return max(widths, key=lambda width: (widths[width], width)) if widths else 0


def place_of(rows: Sequence[Sequence[str]]) -> Place:
    """Skip rows that are mostly blank before the widest begin; a header's cells are words above numbers and days.

    Without any number or day below, the first row is the header.
    """
    width = common_width(rows)
    skip = 0
    while skip < len(rows) - 1 and _filled(rows[skip]) * 2 <= min(width, _filled_most(rows)):
        skip += 1
    body = rows[skip:]
    typed = _typed_columns(body[1:] or body, width)
    if not typed:
        return Place(skip, 1)
    deep = 0
    while deep < min(len(body), _DEEPEST_HEADER) and not any(
        _is_typed(body[deep], column) for column in typed
    ):
        deep += 1
    if deep == len(body):
        return Place(skip, 1)
    return Place(skip if deep else 0, deep)


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _filled_most(rows: Sequence[Sequence[str]]) -> int:
    counts = Counter(_filled(row) for row in rows)
    return max(counts, key=lambda n: (counts[n], n))


def _typed_columns(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """The columns that hold numbers or days in nearly all rows that have a value there."""
    found = []
    for column in range(width):
        cells = [row[column] for row in rows if len(row) == width and row[column].strip()]
        if cells and sum(_is_value(cell) for cell in cells) >= 0.9 * len(cells):
            found.append(column)
    return found


def _is_typed(row: Sequence[str], column: int) -> bool:
    return column < len(row) and _is_value(row[column])


def _is_value(cell: str) -> bool:
    text = cell.strip()
    return bool(_NUMBER.fullmatch(text) or _DATE.fullmatch(text))
