"""Rows of a text: cells cut by its dialect. A row that cannot be cut is named, and reading goes on at the next line."""

import csv
import re
import zlib
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from kejing.engines.interchange.formats.dialect import (
    SAMPLE_ROWS,
    Dialect,
    common_width,
    dialect_of,
    place_of,
)
from kejing.engines.interchange.formats.encoding import MAX_LINE, encoding_of, lines_of, unpacked
from kejing.engines.interchange.formats.records import Flaw, Record, Table, Unreadable, joined_header, letter
from kejing.engines.interchange.specification import Layout
from kejing.engines.interchange.vocabulary import Fault

_MOST_LINES = 1_000
"""No sound row is longer: a quotation mark is missing."""
_BAD = re.compile("[\0\udcff]")


def detect_text(stream: BinaryIO) -> Layout:
    """Raises Unreadable for a text that is damaged or empty."""
    stream = unpacked(stream)
    encoding = encoding_of(stream)
    stream.seek(0)
    lines = list(islice(lines_of(stream, encoding), SAMPLE_ROWS * 2))
    if not any(line.strip() for line in lines):
        raise Unreadable(0, Fault.NO_HEADER)
    dialect = dialect_of([line for line in lines if line.strip()][:SAMPLE_ROWS])
    rows = [
        record if isinstance(record, list) else []
        for record in islice(_Cutter(iter(lines), dialect), SAMPLE_ROWS)
    ]
    place = place_of(rows)
    return Layout(
        kind="text",
        encoding=encoding,
        delimiter=dialect.delimiter,
        quote=dialect.quote,
        escape=dialect.escape,
        padded=dialect.padded,
        skip=place.skip,
        header_rows=place.header_rows,
    )


def open_text(stream: BinaryIO, layout: Layout) -> Table:
    """Raises Unreadable when the header is at fault; `rows` raises it when the file breaks off."""
    dialect = Dialect(layout.delimiter, layout.quote, layout.escape, layout.padded)
    records = _Cutter(lines_of(unpacked(stream), layout.encoding), dialect)
    numbered = enumerate(records, start=1)
    for _ in range(layout.skip):
        next(numbered, None)
    header, ahead = _header(numbered, layout)
    width = _width(header, ahead)
    names = joined_header([row for _no, row in header], width)
    return Table(names, _without_blank_lines(_Chain(ahead, numbered), [row for _no, row in header]))


def _header(
    numbered: Iterator[tuple[int, Record]], layout: Layout
) -> tuple[list[tuple[int, list[str]]], list[tuple[int, Record]]]:
    """The rows of the header, and a sample of the rows after it."""
    rows = []
    for row_no, record in islice(numbered, layout.header_rows):
        if isinstance(record, Flaw):
            column = letter(record.place) if record.place is not None else ""
            raise Unreadable(row_no, record.fault, column, encoding=layout.encoding)
        rows.append((row_no, record))
    return rows, list(islice(numbered, SAMPLE_ROWS))


def _width(header: list[tuple[int, list[str]]], ahead: list[tuple[int, Record]]) -> int:
    """How many cells a row has. Raises Unreadable for a header that is wider or narrower than most rows."""
    body = common_width([record for _no, record in ahead if isinstance(record, list)])
    if not header:
        if not body:
            raise Unreadable(0, Fault.NO_HEADER)
        return body
    row_no, last = header[-1]
    wide = max(len(row) for _no, row in header)
    if not any(cell.strip() for cell in last):
        raise Unreadable(row_no, Fault.NO_HEADER)
    if body and body != wide:
        raise Unreadable(row_no, Fault.HEADER_WIDTH, letter(min(body, wide)), found=wide, wanted=body)
    return wide


class _Chain:
    """The rows read ahead, then the others."""

    def __init__(self, ahead: list[tuple[int, Record]], rest: Iterator[tuple[int, Record]]) -> None:
        self._ahead, self._rest = ahead, rest

    def __iter__(self) -> Iterator[tuple[int, Record]]:
        yield from self._ahead
        yield from self._rest


def _without_blank_lines(numbered: "_Chain", header: list[list[str]]) -> Iterator[tuple[int, Record]]:
    """A line without any content is no row; the header once more says that another table begins."""
    repeated = header[-1] if header else None
    for row_no, record in numbered:
        if isinstance(record, list):
            if not record or (len(record) == 1 and not record[0].strip()):
                continue
            if record == repeated:
                record = Flaw(Fault.SECOND_TABLE, 0, record[0], cells=record)  # noqa: PLW2901  # the same row, at fault
        yield row_no, record


class _Cutter:
    """Cuts lines into records. After a quotation mark that does not close it goes on with the next line."""

    def __init__(self, lines: Iterator[str], dialect: Dialect) -> None:
        self._lines, self._dialect = lines, dialect
        self._back: deque[str] = deque()
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[Record]:
        reader = self._dialect.reader(iter(self._next, None))
        while True:
            self._taken.clear()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._resume(error)
                reader = self._dialect.reader(iter(self._next, None))
                continue
            yield self._flaw() or self._loose(cells) or cells

    def _next(self) -> str | None:
        if len(self._taken) >= _MOST_LINES:
            raise csv.Error("limit")
        try:
            line = self._back.popleft() if self._back else next(self._lines, "")
        except (EOFError, OSError, zlib.error) as error:
            raise Unreadable(0, Fault.TRUNCATED) from error
        if not line:
            return None
        line = self._dialect.plain(line)
        self._taken.append(line)
        return line

    def _flaw(self) -> Flaw | None:
        for line in self._taken:
            if (not line.isascii() or "\0" in line) and (found := _BAD.search(line)):
                fault = Fault.NUL_BYTE if found[0] == "\0" else Fault.WRONG_ENCODING
                return Flaw(fault, self._place(line, found.start()))
            if len(line) >= MAX_LINE:
                return Flaw(Fault.LONG_LINE)
        return None

    def _loose(self, cells: list[str]) -> Flaw | None:
        """Two cells with quotation marks that hold neither of them: a delimiter is missing or too many."""
        quote = self._dialect.quote
        odd = [place for place, cell in enumerate(cells) if cell.count(quote) % 2]
        if len(odd) < 2 or quote == "'":
            return None
        line = "".join(self._taken)
        opened = [
            place for place in odd if f"{quote}{cells[place].replace(quote, quote * 2)}{quote}" not in line
        ]
        return Flaw(Fault.BAD_QUOTES, opened[0], cells[opened[0]]) if len(opened) > 1 else None

    def _resume(self, error: csv.Error) -> Flaw:
        first, rest = self._taken[0] if self._taken else "", self._taken[1:]
        self._back.extendleft(reversed(rest))
        long = "limit" in str(error) and len(first) >= MAX_LINE // 8
        return Flaw(Fault.LONG_LINE if long else Fault.BAD_QUOTES, self._place(first, len(first)))

    def _place(self, line: str, end: int) -> int:
        """The number of the cell that holds the place `end`, or the first whose quotation marks do not fit."""
        dialect = self._dialect
        place, inside, at_start, i = 0, False, True, 0
        while i < min(end, len(line)):
            char = line[i]
            if dialect.escape and char == dialect.escape:
                i += 1
            elif char == dialect.quote:
                if inside and line[i + 1 : i + 2] == dialect.quote:
                    i += 1
                elif inside:
                    inside = False
                    if line[i + 1 : i + 2] not in {dialect.delimiter, "\r", "\n", ""}:
                        return place
                elif at_start:
                    inside = True
            elif char == dialect.delimiter and not inside:
                place, at_start = place + 1, True
                i += 1
                continue
            at_start = False
            i += 1
        return place
