"""A clerk brings a real dirty customer file in, undoes it, corrects it and brings it in again, without help."""

import csv
import re
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Page, expect

from tests.journeys.site import Reader, Site

HEADS = ["客户编号", "客户名称", "客户类型", "机构号", "身份证号", "创建日期"]
ROWS: list[list[str | int]] = [
    ["N001", "上海甲公司", "企业", "A", "", "1997/1/5"],
    ["N002", "王芳", "个人", "A", "", "1997-02-30"],
    ["N003", "李雷", "个人", "A", 110101199003071234, "1997.3.1"],
    ["N004", "乙公司", "企业", "X9", "", "1997年4月1日"],
    ["N005", "", "企业", "B", "", "1997-05-01"],
]
FORMULA = ("B7", '="丙"&"公司"', "丙公司")
WRONG = [  # row, column, what is said
    ("4", "创建日期", "is not a date"),
    ("5", "身份证号", "A spreadsheet has shortened this number"),
    ("6", "机构号", "There is no unit “X9”"),
]


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The list of a branch as it lies about: a title over the heads, dates of five sorts, a number that was spoiled."""
    path = tmp_path_factory.mktemp("clerk") / "客户清单.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("客户清单")
        sheet.merge_range(0, 0, 0, 5, "某某支行客户清单")
        for number, row in enumerate([HEADS, *ROWS], start=1):
            sheet.write_row(number, 0, row)
        sheet.write_formula(FORMULA[0], FORMULA[1], None, FORMULA[2])
    return path


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clerk") / "改好.csv"


@pytest.fixture(scope="module")
def clerk(site: Site) -> Reader:
    return site.reader("administrator")


def good(reader: Reader) -> None:
    assert reader.serious() == []
    assert reader.fits()


def bring(reader: Reader, file: Path) -> Page:
    """Give the file; the columns are guessed, and what a trial finds is shown."""
    page = reader.page
    page.locator("[name=what]").select_option("customers.customer")
    page.locator("input[type=file]").set_input_files(file)
    good(reader)
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("h1")).to_have_text("What do the columns mean?")
    good(reader)
    page.get_by_role("button", name="Try").click()
    expect(page.locator("h1")).to_contain_text("trial")
    good(reader)
    return page


def run_for_real(reader: Reader) -> None:
    reader.page.get_by_role("button", name="Run for real").click()
    expect(reader.page.locator("main")).to_contain_text("Imported.")
    good(reader)


def numbers(reader: Reader) -> set[str]:
    """Which of the file's customers a branch's people find."""
    reader.open("/customers/?q=N00")
    return set(re.findall(r"\bN00\d\b", reader.text()))


class TestClerk:
    def test_the_trial_names_what_is_wrong_by_row_and_column(self, clerk: Reader, dirty: Path) -> None:
        clerk.open("/imports/")
        clerk.page.get_by_role("link", name="Import files").first.click()
        page = bring(clerk, dirty)
        text = clerk.text()
        assert "3 of 5 rows are at fault and stay out." in text
        assert "1 cell holds a formula; its value was taken." in text
        table = page.locator("section", has=page.get_by_role("heading", name="Faults"))
        rows = table.locator("tbody tr").all_inner_texts()
        assert len(rows) == len(WRONG)
        for shown, (row, column, said) in zip(rows, WRONG, strict=True):
            assert said in shown
            assert re.search(rf"\b{row}\b.*{column}", shown, re.DOTALL)

    def test_the_others_come_in_and_those_at_fault_are_given_back(
        self, site: Site, clerk: Reader, corrected: Path
    ) -> None:
        run_for_real(clerk)
        with clerk.page.expect_download() as given:
            clerk.page.get_by_role("link", name="Rows to correct").click()
        given.value.save_as(corrected)
        rows = list(csv.reader(corrected.read_text(encoding="utf-8-sig").splitlines()))
        assert [row[0] for row in rows] == ["客户编号", "N002", "N003", "N004"]
        assert rows[2][1] == "李雷", "a row with a spoiled number is still told apart"
        assert all(column in row[-1] for row, (_no, column, _said) in zip(rows[1:], WRONG, strict=True))
        assert numbers(site.reader("branch_head_a")) == {"N001"}
        assert numbers(site.reader("branch_head_b")) == {"N005"}

    def test_the_run_is_undone_as_a_whole(self, site: Site, clerk: Reader) -> None:
        page = clerk.page
        page.get_by_role("link", name="Undo").click()
        good(clerk)
        page.get_by_label("Reason").fill("the wrong list")
        page.get_by_role("button", name="Undo the import").click()
        expect(page.locator("main")).to_contain_text("Undone by administrator")
        expect(page.locator("main")).to_contain_text("the wrong list")
        good(clerk)
        assert numbers(site.reader("branch_head_a")) == set()

    def test_corrected_it_comes_in(self, site: Site, clerk: Reader, dirty: Path, corrected: Path) -> None:
        text = corrected.read_text(encoding="utf-8-sig")
        for wrong, right in (
            ("1997-02-30", "1997-02-28"),
            ("110101199003071200", "110101199003071235"),
            ("X9", "A"),
        ):
            assert wrong in text
            text = text.replace(wrong, right)
        corrected.write_text(text, encoding="utf-8")
        for file in (dirty, corrected):
            clerk.open("/imports/new/?what=customers.customer")
            bring(clerk, file)
            run_for_real(clerk)
        assert "at fault" not in clerk.text()
        assert numbers(site.reader("branch_head_a")) == {"N001", "N002", "N003", "N004"}
        clerk.open("/imports/")
        expect(clerk.page.locator("main")).to_contain_text("undone")
        good(clerk)
