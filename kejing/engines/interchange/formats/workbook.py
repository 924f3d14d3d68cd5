"""Rows of a workbook (XLSX): values by calamine; what calamine does not tell by a walk over the sheet's XML."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import IO, Any, BinaryIO
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum, WorksheetNotFound

from kejing.engines.interchange.formats.dialect import SAMPLE_ROWS, place_of
from kejing.engines.interchange.formats.records import Flaw, Record, Table, Unreadable, joined_header
from kejing.engines.interchange.specification import Layout
from kejing.engines.interchange.vocabulary import Fault

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LARGEST = 1024**3
_EXACT = 10**15
"""A number of a spreadsheet has fifteen digits; what has more has lost the rest."""
_KEPT_MARKS = 200
_REF = re.compile(r"([A-Z]+)(\d+)")
_PLACES = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")


@dataclass(slots=True)
class _Marks:
    """Of one sheet: cells with formulas, with errors, merged ones by row."""

    formulas: list[str] = field(default_factory=list)
    formula_total: int = 0
    errors: set[tuple[int, int]] = field(default_factory=set)
    merged: list[tuple[int, int, str]] = field(default_factory=list)


def is_workbook(head: bytes) -> bool:
    return head.startswith((b"PK\x03\x04", _OLE))


def detect_workbook(stream: BinaryIO, wanted: str = "") -> Layout:
    """The sheet that is wanted, else the first one that is not hidden and has rows.

    Raises Unreadable for what is no workbook we can read, or has no such sheet.
    """
    book, _hidden = _opened(stream)
    for sheet in [name for name in _visible(book) if name == wanted or not wanted]:
        rows = _text_rows(book, sheet)
        if any(any(row) for row in rows):
            place = place_of(rows)
            return Layout(kind="workbook", sheet=sheet, skip=place.skip, header_rows=place.header_rows)
    if wanted:
        raise Unreadable(0, Fault.EMPTY_SHEET, sheet=wanted)
    raise Unreadable(0, Fault.NO_SHEET)


def sheets_of(stream: BinaryIO) -> list[str]:
    """The names of the sheets that are not hidden. Raises Unreadable."""
    return _visible(_opened(stream)[0])


def open_workbook(stream: BinaryIO, layout: Layout) -> Table:
    """Raises Unreadable as `detect_workbook`, and for a sheet that is hidden or not there."""
    book, hidden = _opened(stream)
    if layout.sheet not in _visible(book):
        raise Unreadable(0, Fault.NO_SHEET)
    try:
        values = book.get_sheet_by_name(layout.sheet).to_python(skip_empty_area=False)
    except (CalamineError, WorksheetNotFound) as error:
        raise Unreadable(0, Fault.TRUNCATED) from error
    marks = _marks_of(stream, layout.sheet)
    body = layout.skip + layout.header_rows
    header = [[_as_text(cell) for cell in row] for row in values[layout.skip : body]]
    width = _width(header, values)
    if not width:
        raise Unreadable(0, Fault.NO_HEADER)
    return Table(
        joined_header(header, width),
        _rows(values, body, width, marks),
        formulas=marks.formulas,
        formula_total=marks.formula_total,
        hidden=hidden,
    )


def _opened(stream: BinaryIO) -> tuple[CalamineWorkbook, list[str]]:
    stream.seek(0)
    if stream.read(4) == _OLE:
        raise Unreadable(0, Fault.PASSWORD if _ENCRYPTED in stream.read() else Fault.OLD_WORKBOOK)
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as packed:
            names = set(packed.namelist())
            size = sum(info.file_size for info in packed.infolist())
    except zipfile.BadZipFile as error:
        raise Unreadable(0, Fault.TRUNCATED) from error
    if not names.issuperset(_PLACES):
        raise Unreadable(0, Fault.NOT_A_TABLE)
    if size > _LARGEST:
        raise Unreadable(0, Fault.TOO_LARGE, limit=_LARGEST // 1024**2)
    stream.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(stream)
    except (CalamineError, OSError) as error:
        raise Unreadable(0, Fault.TRUNCATED) from error
    hidden = [sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible]
    return book, hidden


def _visible(book: CalamineWorkbook) -> list[str]:
    return [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]


def _text_rows(book: CalamineWorkbook, sheet: str) -> list[list[str]]:
    try:
        values = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False, nrows=SAMPLE_ROWS)
    except (CalamineError, WorksheetNotFound) as error:
        raise Unreadable(0, Fault.TRUNCATED) from error
    return [[_as_text(cell) for cell in row] for row in values]


def _width(header: list[list[str]], values: list[list[Any]]) -> int:
    """Up to the last column with a name or a value."""
    rows = header or [[_as_text(cell) for cell in row] for row in values[:SAMPLE_ROWS]]
    return max((place + 1 for row in rows for place, cell in enumerate(row) if cell), default=0)


def _rows(values: list[list[Any]], body: int, width: int, marks: _Marks) -> Iterator[tuple[int, Record]]:
    """Rows without any value are none. Cells to the right of the last name make a row too wide."""
    merged = {row: (column, ref) for first, last, ref in marks.merged for row in range(first, last + 1)
              for column in [_place(ref.partition(":")[0])[1]]}  # fmt: skip
    bad_rows = {row for row, _column in marks.errors}
    for row_no, row in enumerate(values[body:], start=body + 1):
        cells = [_as_text(cell) for cell in row]
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if row_no in merged:
            column, ref = merged[row_no]
            yield row_no, Flaw(Fault.MERGED_CELLS, column, ref, cells=cells)
        elif row_no in bad_rows:
            column = min(place for number, place in marks.errors if number == row_no)
            value = cells[column] if column < len(cells) else "#"
            yield row_no, Flaw(Fault.CELL_ERROR, column, value, cells=cells)
        elif any(cells):
            yield row_no, _spoiled(row, cells) or cells


def _spoiled(row: list[Any], cells: list[str]) -> Flaw | None:
    for place, cell in enumerate(row):
        if isinstance(cell, (int, float)) and not isinstance(cell, bool) and abs(cell) >= _EXACT:
            return Flaw(Fault.SPREADSHEET_NUMBER, place, cells[place], cells=cells)
    return None


def _as_text(cell: Any) -> str:
    """A value as a person would write it in a text file."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() else repr(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
        case date() | time():
            return cell.isoformat()
        case timedelta() | int():
            return str(cell)
        case _:
            return str(cell)


def _marks_of(stream: BinaryIO, sheet: str) -> _Marks:
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as packed, packed.open(_sheet_file(packed, sheet)) as content:
            return _walk(content)
    except (zipfile.BadZipFile, expat.ExpatError, KeyError) as error:
        raise Unreadable(0, Fault.TRUNCATED) from error


def _sheet_file(packed: zipfile.ZipFile, sheet: str) -> str:
    """The file inside the workbook that holds a sheet."""
    sheets: dict[str, str] = {}
    files: dict[str, str] = {}

    def see(tag: str, attributes: dict[str, str]) -> None:
        if tag.endswith("sheet"):
            sheets[attributes.get("name", "")] = next(
                (value for name, value in attributes.items() if name.endswith(":id")), ""
            )
        elif tag.endswith("Relationship"):
            files[attributes.get("Id", "")] = attributes.get("Target", "")

    for name in _PLACES:
        with packed.open(name) as content:
            _parse(content, see)
    target = files[sheets[sheet]]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _walk(content: IO[bytes]) -> _Marks:
    marks, cell = _Marks(), ""

    def see(tag: str, attributes: dict[str, str]) -> None:
        nonlocal cell
        tag = tag.rpartition(":")[2]
        if tag == "c":
            cell = attributes.get("r", "")
            if attributes.get("t") == "e" and cell:
                marks.errors.add(_place(cell))
        elif tag == "f":
            marks.formula_total += 1
            if len(marks.formulas) < _KEPT_MARKS:
                marks.formulas.append(cell)
        elif tag == "mergeCell":
            first, _, last = (ref := attributes.get("ref", "")).partition(":")
            marks.merged.append((_place(first)[0], _place(last or first)[0], ref))

    _parse(content, see)
    return marks


def _parse(content: IO[bytes], see: Any) -> None:
    """Walk over XML without keeping it. Entities are refused: no workbook has its own."""
    parser = expat.ParserCreate()

    def refuse(*_arguments: object) -> None:
        raise Unreadable(0, Fault.NOT_A_TABLE)

    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = see
    parser.ParseFile(content)


def _place(ref: str) -> tuple[int, int]:
    """Row (from 1) and column (from 0) of a reference such as B7. Raises KeyError for what is none."""
    found = _REF.fullmatch(ref)
    if not found:
        raise KeyError(ref)
    column = 0
    for char in found[1]:
        column = column * 26 + ord(char) - 64
    return int(found[2]), column - 1
