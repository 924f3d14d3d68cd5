"""From a cell as it stands in a file to its one canonical spelling, or a fault.

Canonical: dates 1998-01-15, decimals with a point, None for an empty cell. Everything stays text, so that
nothing is rounded, re-zoned or shortened on its way into the database, which types it.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django.db.models import TextChoices

from kejing.engines.interchange.specification import DAY_ORDERS, Column
from kejing.engines.interchange.vocabulary import Fault

Convert = Callable[[str], str | None]

_INTEGER = re.compile(r"[+-]?[0-9]{1,30}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,40}(?:\.([0-9]{1,40}))?")
_SHORTENED = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]{2,}")
_DAY = re.compile(r"(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,4})日?(?:[T ].*)?")
_SOLID_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_DIGITS = 4
_BIGGEST = 2**63 - 1
_DIGITS = 18
_MEMORY = 50_000


class CellError(Exception):
    def __init__(self, fault: TextChoices, **params: object) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.params = params


def converters(column: Column) -> list[Convert]:
    """One converter for each output of the column; they raise CellError, the first of them for all."""
    blanks = frozenset(column.blanks)
    if column.map is None:
        return [_unless_blank(_plain(column), blanks, required=column.required)]
    codes = {given: meant.code for given, meant in column.map.items()}
    return [
        _unless_blank(_looked_up(codes), blanks, required=column.required),
        _named({given: meant.zh for given, meant in column.map.items()}),
        _named({given: meant.en for given, meant in column.map.items()}),
    ]


def _unless_blank(convert: Convert, blanks: frozenset[str], *, required: bool) -> Convert:
    def run(cell: str) -> str | None:
        if not cell or cell.isspace() or cell in blanks:
            if required:
                raise CellError(Fault.BLANK_CELL)
            return None
        return convert(cell)

    return run


def _plain(column: Column) -> Convert:
    match column.type:
        case "date" if column.format in DAY_ORDERS:
            return _day(column.format)
        case "date":
            return _date(column.format or "")
        case "integer":
            return _integer
        case "decimal":
            return _decimal(column.scale)
        case _:
            return _text(column.pattern, code=column.type == "code")


def _day(order: str) -> Convert:
    """A day whose numbers stand in an order, however they are parted; a time behind it is left aside.

    Excel's own serial numbers are no day: they are refused.
    """
    example = {"ymd": "2024-01-31", "dmy": "31/01/2024", "mdy": "01/31/2024"}[order]
    known: dict[str, str] = {}

    def parse(cell: str) -> str:
        text = cell.strip()
        found = _DAY.fullmatch(text) or (_SOLID_DAY.fullmatch(text) if order == "ymd" else None)
        numbers = dict(zip(order, found.groups()[:3], strict=True)) if found else {}
        if len(numbers.get("y", "")) != _YEAR_DIGITS:
            raise CellError(Fault.WRONG_DATE, example=example)
        try:
            return date(int(numbers["y"]), int(numbers["m"]), int(numbers["d"])).isoformat()
        except ValueError as error:
            raise CellError(Fault.WRONG_DATE, example=example) from error

    def run(cell: str) -> str:
        if (day := known.get(cell)) is None:
            day = parse(cell)
            if len(known) < _MEMORY:
                known[cell] = day
        return day

    return run


def _looked_up(codes: dict[str, str]) -> Convert:
    def run(cell: str) -> str:
        found = codes.get(cell) or codes.get(cell.strip())
        if found is None:
            raise CellError(Fault.UNKNOWN_CODE)
        return found

    return run


def _named(names: dict[str, str]) -> Convert:
    return lambda cell: names.get(cell) or names.get(cell.strip())


def _text(pattern: str | None, *, code: bool) -> Convert:
    """Text stays as it is; a code loses the blanks around it, and nothing else."""
    form = re.compile(pattern) if pattern else None

    def run(cell: str) -> str:
        text = cell.strip() if code else cell
        if code and _SHORTENED.fullmatch(text):
            raise CellError(Fault.SPREADSHEET_NUMBER)
        if form and not form.fullmatch(text):
            raise CellError(Fault.WRONG_FORM)
        return text

    return run


def _integer(cell: str) -> str:
    text = cell.strip()
    if not _INTEGER.fullmatch(text):
        raise CellError(Fault.WRONG_INTEGER)
    number = int(text)
    if abs(number) > _BIGGEST:
        raise CellError(Fault.TOO_BIG)
    return str(number)


def _decimal(scale: int) -> Convert:
    limit = 10 ** (_DIGITS - scale)

    def run(cell: str) -> str:
        text = cell.strip()
        if not (match := _DECIMAL.fullmatch(text)):
            raise CellError(Fault.WRONG_NUMBER)
        if len((match[1] or "").rstrip("0")) > scale:
            raise CellError(Fault.TOO_PRECISE, scale=scale)
        if abs(Decimal(text)) >= limit:
            raise CellError(Fault.TOO_BIG)
        return text

    return run


def _date(form: str) -> Convert:
    """Dates repeat: each spelling is parsed once. `strptime` alone would take 93011 for 930101."""
    example = datetime(1998, 1, 15).strftime(form)  # noqa: DTZ001  # an example of the spelling
    known: dict[str, str] = {}

    def parse(cell: str) -> str:
        text = cell.strip()
        try:
            day = datetime.strptime(text, form)  # noqa: DTZ007  # a date has no zone
        except ValueError as error:
            raise CellError(Fault.WRONG_DATE, example=example) from error
        if day.strftime(form) != text:
            raise CellError(Fault.WRONG_DATE, example=example)
        return day.date().isoformat()

    def run(cell: str) -> str:
        if (day := known.get(cell)) is None:
            day = parse(cell)
            if len(known) < _MEMORY:
                known[cell] = day
        return day

    return run
