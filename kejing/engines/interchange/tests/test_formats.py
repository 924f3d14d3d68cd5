"""Files of any sort as tables: workbooks with their traps, address cards, encodings."""

import io
import zipfile
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has no types

from kejing.engines.interchange.formats import Unreadable, detect, open_table
from kejing.engines.interchange.tests.factories import outcome_of


def workbook(*rows: list[Any], hide: bool = False, merge: str = "") -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("客户")
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            sheet.write(number, place, value)
    if merge:
        sheet.merge_range(merge, "m")
    if hide:
        other = book.add_worksheet("空")
        other.activate()
        sheet.hide()
    book.close()
    return out.getvalue()


def table(content: bytes) -> Any:
    return open_table(io.BytesIO(content), detect(io.BytesIO(content)))


def refusal(content: bytes) -> tuple[int, str]:
    with pytest.raises(Unreadable) as error:
        table(content)
    return error.value.row_no, error.value.fault.value


class TestWorkbook:
    def test_values_are_text_and_formulas_are_marked(self) -> None:
        found = table(workbook(["no", "sum"], ["A1", "=1+1"], ["A2", 2.5], ["A3", 7]))
        assert found.names == ["no", "sum"]
        assert [row for _no, row in found.rows][1:] == [["A2", "2.5"], ["A3", "7"]]
        assert (found.formulas, found.formula_total) == (["B2"], 1)

    def test_a_number_with_too_many_digits_is_refused_with_row_and_column(self) -> None:
        _rows, flaws = outcome_of(
            workbook(["no", "id"], ["1", "110101199003071234"], ["2", 110101199003071234])
        )
        assert flaws == [(3, "B")]

    def test_merged_cells_are_refused_with_their_rows(self) -> None:
        _rows, flaws = outcome_of(workbook(["no", "name"], ["1", "a"], ["2", "b"], ["3", "c"], merge="A3:A4"))
        assert flaws == [(3, "A"), (4, "A")]

    def test_a_title_above_the_header_is_skipped(self) -> None:
        found = table(workbook(["清单"], ["no", "sum"], ["a", 1], ["b", 2]))
        assert (found.names, len(list(found.rows))) == (["no", "sum"], 2)

    def test_what_cannot_be_read_is_refused(self) -> None:
        good = workbook(["no"], ["1"])
        assert refusal(good[: len(good) // 2]) == (0, "truncated")
        assert refusal(b"\xd0\xcf\x11\xe0" + bytes(600)) == (0, "old_workbook")
        assert refusal(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")) == (0, "password")
        assert refusal(workbook(["no"], ["1"], hide=True)) == (0, "no_sheet")
        other = io.BytesIO()
        with zipfile.ZipFile(other, "w") as packed:
            packed.writestr("word/document.xml", "<a/>")
        assert refusal(other.getvalue()) == (0, "not_a_table")
        assert refusal(b"%PDF-1.7 ...") == (0, "not_a_table")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_encoding_is_found(encoding: str) -> None:
    rows, flaws = outcome_of("编号,名称\r\n1,中国工商银行\r\n2,喆记\r\n".encode(encoding))
    assert (rows, flaws) == ([["编号", "名称"], ["1", "中国工商银行"], ["2", "喆记"]], [])


def test_a_row_in_another_encoding_is_named() -> None:
    _rows, flaws = outcome_of("编号,名称\n1,中国\n2,".encode() + b"\xff\xfe\n3,x\n")
    assert flaws == [(3, "B")]


CARDS = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=9D=8E;=E9=9B=B7;;;
TEL;CELL:1380000
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Zhang\\, San
TEL;VALUE=uri:tel:+86-1
ORG:ABC;Dep
END:VCARD
BEGIN:VCARD
VERSION:3.0
TEL:1
END:VCARD
BEGIN:VCARD
FN:never ends
"""


def test_address_cards_are_rows_or_named() -> None:
    rows, flaws = outcome_of(CARDS.encode())
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("李雷", "", "1380000"),
        ("Zhang, San", "ABC Dep", "+86-1"),
    ]
    assert [row for row, _column in flaws] == [12, 16]
