"""Every row of a file is accepted or refused, with its number and the reason."""

import csv
import gzip
import io
from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from kejing.engines.interchange.faults import KEPT, Faults, excerpt
from kejing.engines.interchange.reader import SourceReader
from kejing.engines.interchange.specification import Source
from kejing.engines.interchange.vocabulary import Fault

SOURCE = Source.model_validate(
    {
        "name": "person",
        "label": {"zh": "人员", "en": "People"},
        "file": "person.csv",
        "until": "joined",
        "columns": [
            {"name": "number", "type": "code", "required": True},
            {"name": "name", "type": "text"},
            {"name": "joined", "type": "date", "format": "%Y-%m-%d"},
        ],
    }
)
HEADER = b"number,name,joined\n"


def read(
    content: bytes, source: Source = SOURCE, as_of: date | None = None
) -> tuple[list[list[str | None]], SourceReader, Faults]:
    faults = Faults()
    reader = SourceReader(source, faults, as_of)
    rows = list(reader.rows(io.BytesIO(content)))
    tally = reader.tally
    assert tally.rows == tally.accepted + tally.refused
    assert len(rows) == tally.accepted - tally.later
    return rows, reader, faults


def errors(content: bytes, source: Source = SOURCE) -> list[tuple[int, str, str]]:
    return [(error.row_no, error.column, error.fault.value) for error in read(content, source)[2].kept]


def test_reads_rows_with_their_numbers_in_any_order_of_columns() -> None:
    rows, _reader, faults = read(b'joined,number,name\n1998-01-15,1,"a, ""b""\nc"\n,2,\n')
    assert rows == [["2", "1", 'a, "b"\nc', "1998-01-15"], ["3", "2", None, None]]
    assert not faults


def test_reads_gzip_and_a_byte_order_mark_and_both_line_ends() -> None:
    content = b"\xef\xbb\xbf" + HEADER + "1,王,1998-01-15\r\n2,李,\n".encode()
    assert [row[2] for row in read(gzip.compress(content))[0]] == ["王", "李"]


def test_reads_gb18030_where_the_specification_says_so() -> None:
    source = SOURCE.model_copy(update={"encoding": "gb18030"})
    assert read(HEADER + "1,𠮷野,\n".encode("gb18030"), source)[0] == [["2", "1", "𠮷野", None]]


def test_rows_after_the_day_wait() -> None:
    content = HEADER + b"1,a,1998-01-15\n2,b,1998-01-16\n3,c,\n"
    rows, reader, _faults = read(content, as_of=date(1998, 1, 15))
    assert [row[1] for row in rows] == ["1", "3"]
    assert (reader.tally.accepted, reader.tally.later) == (3, 1)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [(0, "", "no_header")]),
        (b"number,name\n1,a\n", [(1, "joined", "missing_column")]),
        (b"number,name,joined,age\n1,a,,7\n", [(1, "age", "surplus_column")]),
        (b"number,name,joined,name\n1,a,,b\n", [(1, "name", "double_column")]),
        (HEADER + b"1,a\n", [(2, "", "too_few_cells")]),
        (HEADER + b"1,a,,\n", [(2, "", "too_many_cells")]),
        (HEADER + b"1,a,\n\n2,b,\n", [(3, "", "blank_line")]),
        (HEADER + b"1,a,15.01.1998\n", [(2, "joined", "wrong_date")]),
        (HEADER + b",a,1998-02-30\n", [(2, "number", "blank_cell"), (2, "joined", "wrong_date")]),
        (HEADER + b"1,a\x00b,\n2,c,\n", [(2, "", "nul_byte")]),
        (HEADER + "1,王,\n".encode("gb18030"), [(2, "", "wrong_encoding")]),
        (HEADER.decode().encode("utf-16"), [(0, "", "wrong_encoding")]),
        (HEADER + b'1,"a"b,\n2,c,\n', [(2, "", "bad_quotes")]),
        (HEADER + b'1,a,\n2,"b,\n', [(3, "", "bad_quotes")]),
        (HEADER + b"1," + b"x" * 140_000 + b",\n2,c,\n", [(2, "", "long_line")]),
        (b"PK\x03\x04" + b"\x00" * 40, [(0, "", "not_text")]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", [(0, "", "not_text")]),
        (gzip.compress(HEADER, mtime=0)[:-12], [(1, "", "truncated")]),
    ],
)
def test_refuses_with_row_and_column(content: bytes, expected: list[tuple[int, str, str]]) -> None:
    assert errors(content) == expected


def test_a_file_larger_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kejing.engines.interchange.reader.MAX_BYTES", 1000)
    assert errors(gzip.compress(HEADER + b"1,a,\n" * 1000))[-1][2] == "too_large"


def test_the_first_thousand_errors_are_kept_and_all_are_counted() -> None:
    _rows, reader, faults = read(HEADER + b",a,\n" * 2500)
    assert (len(faults.kept), faults.total, reader.tally.refused) == (KEPT, 2500, 2500)


def test_an_error_is_told_in_both_languages() -> None:
    error = read(HEADER + b"1,a,tomorrow\n")[2].kept[0]
    with override("en"):
        assert error.text == "“tomorrow” is not a date written like 1998-01-15."
    assert set(error.as_json()["text"]) == {"zh-hans", "en"}


def test_every_fault_can_be_said() -> None:
    params = dict.fromkeys(
        ("value", "limit", "found", "wanted", "encoding", "example", "scale", "thing", "sheet"), "x"
    )
    for fault in Fault:
        assert "%(" not in str(fault.label) % params


def test_an_excerpt_can_be_stored_and_shown() -> None:
    assert excerpt("a\x00\tb") == "a\ufffd\ufffdb"
    assert len(excerpt("x" * 500)) == 60


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@given(st.lists(st.lists(CELLS, max_size=5), max_size=20))
def test_rows_in_are_rows_accepted_and_refused(records: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(records)
    _rows, reader, faults = read(HEADER + buffer.getvalue().encode())
    assert reader.tally.rows == len(records)
    assert len({error.row_no for error in faults.kept}) == reader.tally.refused


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    read(content)
    read(HEADER + content)


@given(st.lists(st.tuples(CELLS.filter(lambda cell: not cell.isspace()), CELLS), max_size=20))
def test_texts_come_back_as_they_went_in(pairs: list[tuple[str, str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([[f"n{place}", text, ""] for place, (text, _other) in enumerate(pairs)])
    rows, _reader, faults = read(HEADER + buffer.getvalue().encode())
    assert not faults
    assert [row[2] or "" for row in rows] == [text for text, _other in pairs]
