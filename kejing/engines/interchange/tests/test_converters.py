"""Each cell has one canonical spelling or a fault."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejing.engines.interchange.converters import CellError, converters
from kejing.engines.interchange.specification import Column
from kejing.engines.interchange.vocabulary import Fault


def converted(cell: str, **column: Any) -> "str | Fault | None":
    try:
        return converters(Column(name="c", **column))[0](cell)
    except CellError as error:
        return Fault(error.fault)


@pytest.mark.parametrize(
    ("column", "cell", "result"),
    [
        ({"type": "text"}, " as it is ", " as it is "),
        ({"type": "text"}, "   ", None),
        ({"type": "text", "required": True}, " ", Fault.BLANK_CELL),
        ({"type": "code"}, " 000123 ", "000123"),
        ({"type": "code"}, "11010119900307123X", "11010119900307123X"),
        ({"type": "code"}, "+86 0531", "+86 0531"),
        ({"type": "code"}, "4.40981E+17", Fault.SPREADSHEET_NUMBER),
        ({"type": "code", "pattern": "[0-9]{4}"}, "12345", Fault.WRONG_FORM),
        ({"type": "code", "blanks": ["?"]}, "?", None),
        ({"type": "code", "map": {"A": {"code": "good", "zh": "好", "en": "good"}}}, "A", "good"),
        ({"type": "code", "map": {"A": {"code": "good", "zh": "好", "en": "good"}}}, "B", Fault.UNKNOWN_CODE),
        ({"type": "integer"}, "007", "7"),
        ({"type": "integer"}, "-5", "-5"),
        ({"type": "integer"}, "1.0", Fault.WRONG_INTEGER),
        ({"type": "integer"}, "１２", Fault.WRONG_INTEGER),
        ({"type": "integer"}, "9223372036854775808", Fault.TOO_BIG),
        ({"type": "decimal"}, "8033.00", "8033.00"),
        ({"type": "decimal"}, "1.230", "1.230"),
        ({"type": "decimal"}, "1.234", Fault.TOO_PRECISE),
        ({"type": "decimal"}, "1,234.00", Fault.WRONG_NUMBER),
        ({"type": "decimal"}, "NaN", Fault.WRONG_NUMBER),
        ({"type": "decimal"}, "1e3", Fault.WRONG_NUMBER),
        ({"type": "decimal"}, "10000000000000000.00", Fault.TOO_BIG),
        ({"type": "date", "format": "%y%m%d"}, "980115", "1998-01-15"),
        ({"type": "date", "format": "%y%m%d"}, "980230", Fault.WRONG_DATE),
        ({"type": "date", "format": "%y%m%d"}, "93011", Fault.WRONG_DATE),
        ({"type": "date", "format": "%y%m%d 00:00:00"}, "931107 00:00:00", "1993-11-07"),
        ({"type": "date", "format": "%Y-%m-%d"}, "1998-1-5", Fault.WRONG_DATE),
        ({"type": "date", "format": "%Y-%m-%d"}, "1996-02-29", "1996-02-29"),
    ],
)
def test_a_cell_becomes(column: dict[str, Any], cell: str, result: object) -> None:
    assert converted(cell, **column) == result


def test_a_mapped_column_also_gives_its_names() -> None:
    column = Column(name="c", type="code", map={"A": {"code": "good", "zh": "好", "en": "fine"}})  # type: ignore[dict-item]
    assert [convert("A") for convert in converters(column)] == ["good", "好", "fine"]
    assert [convert(" ") for convert in converters(column)] == [None, None, None]


@given(st.text(max_size=40))
def test_no_text_breaks_a_converter(cell: str) -> None:
    for column in (
        {"type": "text"},
        {"type": "code"},
        {"type": "integer"},
        {"type": "decimal"},
        {"type": "date", "format": "%Y-%m-%d"},
    ):
        result = converted(cell, **column)
        assert result is None or isinstance(result, str)


@given(st.dates().filter(lambda day: day.year >= 1000))
def test_a_day_comes_back_as_it_went_in(day: Any) -> None:
    assert converted(day.isoformat(), type="date", format="%Y-%m-%d") == day.isoformat()
