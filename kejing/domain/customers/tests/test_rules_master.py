"""Identity numbers, profile values and completeness, kinds of files, the shape of groups."""

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kejing.domain.customers.rules import (
    Asked,
    Place,
    completeness,
    identity_fits,
    in_order,
    is_credit_code,
    is_identity_card,
    kind_of,
    normal_identity,
    safe_name,
    stored,
)

DAY = date(1998, 1, 15)


class TestIdentity:
    def test_an_identity_card_has_a_birthday_and_a_check_digit(self) -> None:
        assert is_identity_card("11010519491231002X")
        for wrong in (
            "110105194912310021",
            "11010519491331002X",
            "1101051949123100X",
            "01010519491231002X",
            "",
        ):
            assert not is_identity_card(wrong)

    def test_a_credit_code_is_base_31_with_a_check_letter(self) -> None:
        assert is_credit_code("91350100M000100Y43")
        for wrong in ("91350100M000100Y44", "91350100I000100Y43", "91350100M000100Y4", ""):
            assert not is_credit_code(wrong)

    def test_is_compared_without_spaces_in_capitals(self) -> None:
        assert normal_identity(" 110105 19491231 002x ") == "11010519491231002X"

    @pytest.mark.parametrize(
        ("number", "kind", "other", "fits"),
        [
            ("", "person", False, True),
            ("11010519491231002X", "person", False, True),
            ("11010519491231002X", "organisation", True, False),
            ("91350100M000100Y43", "organisation", False, True),
            ("DE123456789", "organisation", True, True),
            ("DE123456789", "organisation", False, False),
        ],
    )
    def test_fits_its_kind_of_customer(self, number: str, kind: str, other: bool, fits: bool) -> None:
        assert identity_fits(number, kind, other_countries=other) is fits


class TestStored:
    @pytest.mark.parametrize(
        ("kind", "value", "kept"),
        [
            ("text", " a ", "a"),
            ("date", date(1990, 2, 3), "1990-02-03"),
            ("date", "1990-02-03", "1990-02-03"),
            ("number", Decimal("1.50"), "1.50"),
            ("money", "1234.5", "1234.50"),
            ("flag", False, False),
            ("phone", "+86 139 1234-5678", "+86 139 1234-5678"),
            ("choice", "b", "b"),
            ("several", ["b", "a"], ["a", "b"]),
            ("coded", "x", {"code": "x"}),
            ("text", "", None),
            ("several", [], None),
            ("date", None, None),
        ],
    )
    def test_keeps(self, kind: str, value: Any, kept: Any) -> None:
        assert stored(Asked("f", kind, options=("a", "b")), value, None) == kept

    @pytest.mark.parametrize(
        ("kind", "value"),
        [
            ("date", "tomorrow"), ("number", "x"), ("number", "NaN"), ("money", "1.005"), ("money", "1e20"),
            ("phone", "call me"), ("choice", "c"), ("several", ["a", "c"]), ("several", "a"), ("flag", "yes"),
            ("text", "x" * 401), ("text", "a\0b"),
        ],
    )  # fmt: skip
    def test_refuses(self, kind: str, value: Any) -> None:
        with pytest.raises(ValueError, match=r"."):
            stored(Asked("f", kind, options=("a", "b")), value, None)

    def test_a_code_keeps_its_words_unless_another_is_typed(self) -> None:
        kept = {"code": "D01", "zh": "布拉格", "en": "Prague"}
        assert stored(Asked("f", "coded"), "Prague", kept) == kept
        assert stored(Asked("f", "coded"), "Brno", kept) == {"code": "Brno"}


class TestCompleteness:
    FIELDS = [
        Asked("a", "text", required=True),
        Asked("b", "text", required=True, max_age_days=30),
        Asked("c", "text"),
    ]

    def of(
        self, kept: dict[str, Any], at: dict[str, str]
    ) -> tuple[int, int, tuple[str, ...], tuple[str, ...]]:
        found = completeness(self.FIELDS, kept, at, DAY)
        return found.done, found.percent, found.missing, found.old

    def test_counts_required_fields_alone(self) -> None:
        assert self.of({}, {}) == (0, 0, ("a", "b"), ())
        assert self.of({"a": "1", "c": "1"}, {}) == (1, 50, ("b",), ())
        assert self.of({"a": "1", "b": "1"}, {"b": DAY.isoformat()}) == (2, 100, (), ())

    def test_a_value_is_old_from_its_limit_on_and_when_its_day_is_unknown(self) -> None:
        for days, old in ((29, ()), (30, ("b",))):
            at = {"b": (DAY - timedelta(days=days)).isoformat()}
            assert self.of({"a": "1", "b": "1"}, at)[3] == old
        assert self.of({"a": "1", "b": "1"}, {})[3] == ("b",)

    def test_nothing_required_is_complete(self) -> None:
        assert completeness([], {}, {}, DAY).percent == 100


def office(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


class TestFiles:
    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (b"%PDF-1.7", "pdf"), (b"\x89PNG\r\n\x1a\n0", "png"), (b"\xff\xd8\xff\xe0", "jpeg"),
            (office("[Content_Types].xml", "word/document.xml"), "docx"),
            (office("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
            (office("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), None),
            (office("evil.exe"), None), (b"PK\x03\x04broken", None),
            ("姓名,电话\n".encode(), "text"), (b"<html><script>", None), (b"\xef\xbb\xbf <svg onload=x>", None),
            (b"MZ\x90\x00", None), (b"\x00\x01", None),
        ],
    )  # fmt: skip
    def test_a_kind_follows_from_content(self, content: bytes, kind: str | None) -> None:
        assert kind_of(content) == kind

    def test_a_name_loses_folders_and_control_characters(self) -> None:
        assert safe_name("..\\..\\a/合同\r\n.pdf") == "合同.pdf"
        assert safe_name("...") == "file"
        assert safe_name(f"{'x' * 300}.pdf").endswith(".pdf")
        assert len(safe_name(f"{'x' * 300}.pdf")) == 200


class TestInOrder:
    PLACES = [Place(1, None, 0), Place(2, 1, 1), Place(5, 1, 1), Place(3, 2, 2), Place(4, 3, 3)]

    def test_each_stands_after_the_one_above(self) -> None:
        assert in_order(self.PLACES, {1, 2, 3, 4, 5}) == [(1, 0), (2, 1), (3, 2), (4, 3), (5, 1)]

    def test_hidden_nodes_leave_no_gap(self) -> None:
        assert in_order(self.PLACES, {3, 4, 5}) == [(3, 0), (4, 1), (5, 0)]

    def test_any_depth(self) -> None:
        deep = [Place(n, n - 1 or None, n) for n in range(1, 5_001)]
        assert in_order(deep, set(range(1, 5_001)))[-1] == (5_000, 4_999)
