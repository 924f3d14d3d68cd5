"""The files themselves, written row by row: constant memory, whoever takes them named in each."""

import csv
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

import xlsxwriter  # type: ignore[import-untyped]  # brings no types
from django.conf import settings

from kejing.engines.interchange.cells import MARK, as_text, plain
from kejing.engines.interchange.exports.vocabulary import FileFormat

TRACE = "_export"
"""The column with the export's code: it goes where the row goes, through sorting, filtering and saving."""
LONGEST_HEADER = 250


class Writer(Protocol):
    def add(self, cells: Sequence[Any]) -> None: ...
    def close(self, last: str) -> None:
        """Write the line that names the taker, and the file to its end."""


def folder() -> Path:
    """Where files wait to be fetched, for this account of the machine alone."""
    found = Path(settings.HOME) / "exports"
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    return found


def path_of(code: str, file_format: str) -> Path:
    return folder() / f"{code}.{file_format}"


class CsvWriter:
    """UTF-8 with a mark at its start; the head, the rows, a last line with the taker."""

    def __init__(self, path: Path, heads: Sequence[str], code: str, watermark: str) -> None:  # noqa: ARG002  # as XLSX
        self._code, self._width = code, len(heads)
        self._stream = path.open("w", encoding="utf-8", newline="")
        self._stream.write(MARK)
        self._writer = csv.writer(self._stream)
        self._writer.writerow([*map(as_text, heads), TRACE])

    def add(self, cells: Sequence[Any]) -> None:
        self._writer.writerow([*map(as_text, cells), self._code])

    def close(self, last: str) -> None:
        self._writer.writerow([as_text(last), *[""] * (self._width - 1), self._code])
        self._stream.close()


class XlsxWriter:
    """One sheet; the taker in its last row, in head and foot of each printed page, and in the file's properties."""

    def __init__(self, path: Path, heads: Sequence[str], code: str, watermark: str) -> None:
        options = {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd",
        }  # fmt: skip
        self._code, self._width = code, len(heads)
        self._book = xlsxwriter.Workbook(str(path), options)
        self._book.set_properties({"comments": watermark, "keywords": code, "author": watermark[:200]})
        self._sheet = self._book.add_worksheet()
        shown = watermark.replace("&", "&&")[:LONGEST_HEADER]
        self._sheet.set_header(f"&L{shown}")
        self._sheet.set_footer(f"&L{shown}")
        self._row = 0
        self._write([*heads, TRACE], self._book.add_format({"bold": True}))

    def add(self, cells: Sequence[Any]) -> None:
        self._write([*cells, self._code])

    def close(self, last: str) -> None:
        self._write([last, *[""] * (self._width - 1), self._code])
        self._book.close()

    def _write(self, cells: Sequence[Any], style: Any = None) -> None:
        for column, value in enumerate(cells):
            if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                self._sheet.write_number(self._row, column, float(value), style)
            elif isinstance(value, date | datetime):
                self._sheet.write_datetime(self._row, column, value, style)
            elif value is not None and value != "":
                self._sheet.write_string(self._row, column, plain(str(value)), style)
        self._row += 1


WRITERS: dict[str, type[CsvWriter] | type[XlsxWriter]] = {
    FileFormat.CSV: CsvWriter,
    FileFormat.XLSX: XlsxWriter,
}


class Draft:
    """A file being written beside its place; it gets there whole or not at all."""

    def __init__(self, code: str, file_format: str, heads: Sequence[str], watermark: str) -> None:
        self._place = path_of(code, file_format)
        self._part = self._place.with_suffix(f".{file_format}.part")
        self._part.touch(mode=0o600)
        self._watermark = watermark
        self.writer: Writer = WRITERS[file_format](self._part, heads, code, watermark)

    def __enter__(self) -> Writer:
        return self.writer

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.writer.close(self._watermark)
        if kind is None:
            self._part.replace(self._place)
        else:
            self._part.unlink(missing_ok=True)
