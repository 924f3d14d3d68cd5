"""Every polluted file is read right, cell by cell, or refused with row and column."""

import csv
import gzip
import io
import os
import tarfile
from collections.abc import Iterator

import pytest

from kejing.engines.interchange.tests.factories import outcome_of
from tests.cast import Cast
from tests.imports.clerk import Clerk, data, faults, tally

EVERY = int(os.environ.get("KEJING_POLLOCK", "10"))
"""Every so-manieth of the 2,290 files is read in the suite, each of them in the nightly run."""
REPRESENTATIVE = (
    "source", "file_preamble", "file_header_multirow_2", "file_header_multirow_3", "file_no_header",
    "file_double_trailing_newline", "file_no_trailing_newline", "file_escape_char_0x5C", "file_escape_char_0x00",
    "file_field_delimiter_0x3B", "file_field_delimiter_0x9", "file_field_delimiter_0x2C_0x20",
    "file_record_delimiter_0xA", "file_record_delimiter_0xD", "file_quotation_char_0x27", "file_one_data_row",
    "file_multitable_same", "file_multitable_more", "row_more_sep_row3_col4", "row_less_sep_row3_col4",
    "row_extra_quote10_col0", "row_field_delimiter_10_0x20",
)  # fmt: skip


def members(wanted: tuple[str, ...] = ()) -> Iterator[tuple[str, bytes, list[list[str]]]]:
    """Name, polluted bytes, clean rows."""
    # Unpacked as a whole first: a jump back in a packed file begins again at its start.
    whole = io.BytesIO(gzip.decompress(data("pollock-csv", "polluted_files.tar.gz").read_bytes()))
    with tarfile.open(fileobj=whole) as packed:
        names = {name for name in packed.getnames() if "/csv/" in name}
        for name in sorted(names)[:: 1 if wanted else EVERY]:
            short = name.rpartition("/")[2].removesuffix(".csv")
            if wanted and short not in wanted:
                continue
            polluted, clean = packed.extractfile(name), packed.extractfile(name.replace("/csv/", "/clean/"))
            assert polluted is not None
            assert clean is not None
            yield short, polluted.read(), list(csv.reader(io.StringIO(clean.read().decode(), newline="")))


@pytest.mark.slow
def test_all_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    right, refused, wrong = 0, 0, []
    for name, content, clean in members():
        found, flaws = outcome_of(content)
        if flaws:
            refused += 1
            if not all(row and column for row, column in flaws) and content:
                wrong.append((name, flaws[:2]))
        elif found == clean:
            right += 1
        else:
            wrong.append((name, found[:1]))
    with capsys.disabled():
        print(f"\npollock: {right} read right, {refused} refused with row and column, {len(wrong)} wrong")
    assert wrong == []
    assert right + refused == len(range(0, 2290, EVERY))


def test_a_part_of_them_through_the_import(cast: Cast) -> None:
    clerk, seen = Clerk(cast), 0
    for name, content, clean in members(REPRESENTATIVE):
        seen += 1
        intake = clerk.bring("customers.customer", content, f"{name}.csv")
        names = intake.sample["names"]
        run = clerk.map(
            intake,
            {names[3]: "name"},
            fixed={"number": f"{name[:20]}-#", "kind": "organisation", "unit": "A"},
            key="number",
        )
        rows, accepted, refused = tally(run)
        assert rows == accepted + refused, name
        if run.error_total:
            assert all(row and column for row, column, _code in faults(run)), name
        else:
            header = (intake.layout or {})["header_rows"]
            assert accepted == len(clean) - min(header, 1), name
    assert seen == len(REPRESENTATIVE)
