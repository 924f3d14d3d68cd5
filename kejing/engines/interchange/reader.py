"""Reads one CSV file row by row: every row is given on, held back for later, or refused with a reason."""

import csv
import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, cast

from django.db.models import TextChoices

from kejing.engines.interchange.converters import CellError, Convert, converters
from kejing.engines.interchange.faults import Faults
from kejing.engines.interchange.formats import Flaw, Table, Unreadable, open_table
from kejing.engines.interchange.formats.records import letter
from kejing.engines.interchange.specification import Layout, Scalar, Source
from kejing.engines.interchange.vocabulary import Fault

Row = list[str | None]
"""The row number as text, then one canonical value for each output of the source."""

Record = list[str] | Fault | Flaw
"""The cells of a row, or why they cannot be told apart."""

EVERY = 20_000
"""A reader tells how far it is once in so many rows."""

MAX_BYTES = 2 * 1024**3
_MAX_LINE = 1024 * 1024
_GZIP, _ZIP, _OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(slots=True)
class Tally:
    """rows = accepted + refused; `later` of the accepted are dated after the run's day and wait."""

    rows: int = 0
    accepted: int = 0
    refused: int = 0
    later: int = 0


@dataclass(frozen=True, slots=True)
class _Cell:
    index: int
    column: str
    convert: Convert


class SourceReader:
    """Validates one source. Use once: `rows` fills `tally`, and `faults` with what is wrong."""

    def __init__(
        self,
        source: Source,
        faults: Faults,
        as_of: date | None = None,
        tell: Callable[[int], None] = lambda _rows: None,
    ) -> None:
        self.source = source
        self.tally = Tally()
        self.table: Table | None = None
        self._faults = faults
        self._tell = tell
        self._names: list[str] = []
        self._until = source.outputs.index(source.until) + 1 if source.until and as_of else None
        self._last_day = as_of.isoformat() if as_of else ""

    def rows(self, stream: BinaryIO) -> Iterator[Row]:
        """The accepted rows that are due. After a fault the caller drops them all, but all are read."""
        if self.source.layout is not None:
            yield from self._laid_out(stream, self.source.layout)
            return
        lines = _Lines(stream, self.source.encoding)
        try:
            yield from self._checked(lines, _records(lines, self.source.delimiter))
        except _Unreadable as error:
            self._faults.add(self.source.name, error.row_no, "", error.fault, "", **error.params)

    def _laid_out(self, stream: BinaryIO, layout: Layout) -> Iterator[Row]:
        """The rows of a file of any sort. Columns that the source does not name are left aside."""
        try:
            self.table = table = open_table(stream, layout)
            wanted = [column.name for column in self.source.columns]
            if missing := [name for name in wanted if name not in table.names]:
                for name in missing:
                    self._fault(layout.skip + layout.header_rows, name, Fault.MISSING_COLUMN)
                self._faults.whole = True
                return
            self._names = table.names
            places = [table.names.index(name) for name in wanted]
            yield from self._each(table.rows, self._plan(places), len(table.names))
        except Unreadable as error:
            self._faults.whole = True
            self._fault(error.row_no, error.column, error.fault, "", **error.params)

    def inline_rows(self) -> Iterator[Row]:
        """The rows written in the specification itself, under the same checks."""
        cells = [_as_cells(row) for row in self.source.rows or []]
        width = len(self.source.columns)
        yield from self._each(enumerate(cells, start=1), self._plan(list(range(width))), width)

    def _checked(self, lines: "_Lines", records: Iterator[Record]) -> Iterator[Row]:
        header = next(records, None)
        if not header:
            raise _Unreadable(0, Fault.NO_HEADER)
        names = self._sound_header(lines.take_flaw() or header)
        numbered = self._numbered(lines, records)
        if names is None:
            self.tally.rows = self.tally.refused = sum(1 for _ in numbered)
            return
        places = [names.index(column.name) for column in self.source.columns]
        yield from self._each(numbered, self._plan(places), len(names))

    def _sound_header(self, header: Record) -> list[str] | None:
        """The names of the first line, or None when they are not those of the specification."""
        if isinstance(header, Flaw):
            raise TypeError("a file as specified has no flaws of a layout")
        if isinstance(header, Fault):
            self._fault(1, "", header, encoding=self.source.encoding)
            return None
        found = [name.strip() for name in header]
        wanted = [column.name for column in self.source.columns]
        for name in wanted:
            if name not in found:
                self._fault(1, name, Fault.MISSING_COLUMN)
        for index, name in enumerate(found):
            if name not in wanted:
                self._fault(1, name, Fault.SURPLUS_COLUMN)
            elif name in found[:index]:
                self._fault(1, name, Fault.DOUBLE_COLUMN)
        return found if sorted(found) == sorted(wanted) else None

    def _numbered(self, lines: "_Lines", records: Iterator[Record]) -> Iterator[tuple[int, Record]]:
        for row_no, record in enumerate(records, start=2):
            lines.row_no = row_no + 1
            yield row_no, lines.take_flaw() or record

    def _plan(self, places: list[int]) -> list[_Cell]:
        return [
            _Cell(index, column.name, convert)
            for index, column in zip(places, self.source.columns, strict=True)
            for convert in converters(column)
        ]

    def _each(self, numbered: Iterable[tuple[int, Record]], plan: list[_Cell], width: int) -> Iterator[Row]:
        tally, until, last_day = self.tally, self._until, self._last_day
        for row_no, record in numbered:
            tally.rows += 1
            if tally.rows % EVERY == 0:
                self._tell(tally.rows)
            if isinstance(record, Fault | Flaw) or len(record) != width:
                self._refuse_record(row_no, record, width)
                continue
            row = self._converted(row_no, record, plan)
            if row is None:
                tally.refused += 1
                continue
            tally.accepted += 1
            if until is not None and (day := row[until]) is not None and day > last_day:
                tally.later += 1
            else:
                yield row

    def _converted(self, row_no: int, record: list[str], plan: list[_Cell]) -> Row | None:
        row: Row = [str(row_no)]
        try:
            for cell in plan:
                row.append(cell.convert(record[cell.index]))
        except CellError:
            self._name_faults(row_no, record, plan)
            return None
        return row

    def _name_faults(self, row_no: int, record: list[str], plan: list[_Cell]) -> None:
        """The slow second look at a bad row: every faulty cell gets its own error."""
        for cell in plan:
            try:
                cell.convert(record[cell.index])
            except CellError as error:
                self._fault(row_no, cell.column, error.fault, record[cell.index], **error.params)

    def _refuse_record(self, row_no: int, record: Record, width: int) -> None:
        self.tally.refused += 1
        if isinstance(record, Flaw):
            column = "" if record.place is None else self._name_of(record.place)
            params = {"encoding": self.source.encoding, **record.params}
            self._fault(row_no, column, record.fault, record.value, **params)
        elif isinstance(record, Fault):
            self._fault(row_no, "", record, encoding=self.source.encoding)
        elif not record:
            self._fault(row_no, "", Fault.BLANK_LINE)
        else:
            fault = Fault.TOO_FEW_CELLS if len(record) < width else Fault.TOO_MANY_CELLS
            column = self._name_of(min(len(record), width)) if self._names else ""
            self._fault(row_no, column, fault, found=len(record), wanted=width)

    def _name_of(self, place: int) -> str:
        return self._names[place] if place < len(self._names) else letter(place)

    def _fault(self, row_no: int, column: str, fault: TextChoices, value: str = "", **params: object) -> None:
        self._faults.add(self.source.name, row_no, column, fault, value, **params)


class _Unreadable(Exception):
    """The file as a whole cannot be read any further."""

    def __init__(self, row_no: int, fault: Fault, **params: str | int) -> None:
        super().__init__(fault.value)
        self.row_no, self.fault, self.params = row_no, fault, params


class _Lines:
    """The decoded lines of a file. Remembers what is wrong with the bytes of the record under way."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self.row_no = 1
        self._flaw: Fault | None = None
        self._encoding = encoding
        self._stream = _unpacked(stream)
        self._read = 0

    def __iter__(self) -> Iterator[str]:
        first = self._line()
        if first.startswith((_ZIP, _OLE)):
            raise _Unreadable(0, Fault.NOT_TEXT)
        if first.startswith(_UTF16_MARKS):
            raise _Unreadable(0, Fault.WRONG_ENCODING, encoding=self._encoding)
        line = first.removeprefix(_UTF8_MARK) if self._encoding == "utf-8" else first
        while line:
            yield self._decoded(line)
            line = self._line()

    def take_flaw(self) -> Fault | None:
        flaw, self._flaw = self._flaw, None
        return flaw

    def _line(self) -> bytes:
        try:
            line = self._stream.readline(_MAX_LINE)
        except (EOFError, OSError, zlib.error) as error:
            raise _Unreadable(self.row_no, Fault.TRUNCATED) from error
        self._read += len(line)
        if self._read > MAX_BYTES:
            raise _Unreadable(self.row_no, Fault.TOO_LARGE, limit=MAX_BYTES // 1024**2)
        return line

    def _decoded(self, line: bytes) -> str:
        if b"\0" in line:
            self._flaw = Fault.NUL_BYTE
        if len(line) == _MAX_LINE:
            self._flaw = Fault.LONG_LINE
        try:
            return line.decode(self._encoding)
        except UnicodeDecodeError:
            self._flaw = self._flaw or Fault.WRONG_ENCODING
            return line.decode(self._encoding, "replace")


def _unpacked(stream: BinaryIO) -> BinaryIO:
    packed = stream.read(2) == _GZIP
    stream.seek(0)
    return cast("BinaryIO", gzip.GzipFile(fileobj=stream)) if packed else stream


def _records(lines: _Lines, delimiter: str) -> Iterator[Record]:
    reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Fault.LONG_LINE if "limit" in str(error) else Fault.BAD_QUOTES


def _as_cells(row: list[Scalar | None]) -> list[str]:
    return ["" if value is None else as_text(value) for value in row]


def as_text(value: Scalar) -> str:
    """The canonical spelling of a constant of the specification."""
    return str(value).lower() if isinstance(value, bool) else str(value)
