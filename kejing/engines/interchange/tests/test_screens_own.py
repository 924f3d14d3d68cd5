"""A file of one's own through the pages: bring, map, try, run, correct, undo; progress of a large one."""

import io
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has no types
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kejing.engines.interchange import actions
from kejing.engines.interchange.actions import running
from kejing.engines.interchange.models import ImportRun, Intake
from kejing.engines.interchange.tests.factories import world
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible
from tests.cast import Cast

__all__ = ["world"]
FILE = "编号,名称,类型,机构\nN1,甲公司,企业,A\nN2,乙公司,企业,X\n"


@pytest.fixture
def administrator(cast: Cast) -> Client:
    client = cast["administrator"].client
    client.cookies["kejing_language"] = "en"
    return client


def bring(client: Client, text: str = FILE) -> Any:
    upload = SimpleUploadedFile("客户.csv", text.encode())
    return client.post(
        reverse("interchange:bring_files"),
        {"what": "customers.customer", "uploads": [upload], "idempotency_key": "k"},
        follow=True,
    )


def intake_id() -> int:
    with as_system("look"):
        return Intake.objects.latest("pk").pk


def run_id() -> int:
    with as_system("look"):
        return ImportRun.objects.latest("pk").pk


def mapped(client: Client, **more: str) -> Any:
    data = {
        "c0": "number", "c1": "name", "c2": "kind", "c3": "unit", "v2_0": "organisation", "key": "number",
        "at_fault": "leave_out", "remember": "", "idempotency_key": "m",
    }  # fmt: skip
    return client.post(reverse("interchange:map_columns", args=[intake_id()]), data | more, follow=True)


class TestMapColumns:
    def test_shows_the_first_rows_and_the_guessed_fields(self, administrator: Client) -> None:
        text = bring(administrator).content.decode()
        assert "What do the columns mean?" in text
        assert "甲公司" in text
        assert '<option value="number" selected>' in text

    def test_leads_to_the_trial_with_the_rows_at_fault(self, administrator: Client) -> None:
        bring(administrator)
        text = mapped(administrator).content.decode()
        assert "1 of 2 rows is at fault and stays out." in text
        assert "trial with faults" in text
        assert "There is no unit “X”." in text
        assert "Run for real" in text

    def test_a_mapping_that_will_not_do_is_told(self, administrator: Client) -> None:
        bring(administrator)
        response = mapped(administrator, c1="number")
        assert response.status_code == 422
        assert "Two columns go to" in response.content.decode()

    @pytest.mark.parametrize("columns", [4, 40])
    def test_asks_the_same_number_of_questions_for_any_number_of_columns(
        self, administrator: Client, columns: int, django_assert_max_num_queries: Any
    ) -> None:
        bring(
            administrator, ",".join(f"c{n}" for n in range(columns)) + "\n" + ",".join("x" * columns) + "\n"
        )
        with django_assert_max_num_queries(14):
            administrator.get(reverse("interchange:map_columns", args=[intake_id()]))


def workbook(**sheets: list[list[str]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


HEAD = ["编号", "名称", "类型", "机构"]
NOTES = [["说明", "日期"], ["请勿修改", "2024"]]
FIRMS = [HEAD, ["N1", "甲公司", "企业", "A"], ["N2", "乙公司", "企业", "A"]]


class TestChooseSheet:
    def bring(self, client: Client, content: bytes) -> Any:
        upload = SimpleUploadedFile("客户.xlsx", content)
        return client.post(
            reverse("interchange:bring_files"),
            {"what": "customers.customer", "uploads": [upload]},
            follow=True,
        )

    def choose(self, client: Client, sheet: str) -> Any:
        address = reverse("interchange:choose_sheet", args=[intake_id()])
        return client.post(address, {"sheet": sheet}, follow=True)

    def test_a_workbook_of_one_sheet_asks_nothing(self, administrator: Client) -> None:
        assert "Which sheet?" not in self.bring(administrator, workbook(客户=FIRMS)).content.decode()

    def test_the_clerk_chooses_and_that_sheet_comes_in(self, administrator: Client) -> None:
        text = self.bring(administrator, workbook(说明=NOTES, 客户=FIRMS)).content.decode()
        assert "Which sheet?" in text
        assert 'value="客户"' in text
        assert "请勿修改" in text
        text = self.choose(administrator, "客户").content.decode()
        assert "甲公司" in text
        assert "请勿修改" not in text
        mapped(administrator)
        administrator.post(reverse("interchange:run_tried", args=[run_id()]), {"idempotency_key": "r"})
        with as_system("look"):
            run = ImportRun.objects.latest("pk")
            assert (run.dry, run.state, run.counts["steps"][0]["created"]) == (False, "done", 2)

    def test_it_is_remembered_with_the_mapping(self, administrator: Client) -> None:
        self.bring(administrator, workbook(说明=NOTES, 客户=FIRMS))
        self.choose(administrator, "客户")
        mapped(administrator, remember="月度客户")
        text = self.bring(administrator, workbook(目录=NOTES, 说明=NOTES, 客户=FIRMS)).content.decode()
        assert "as remembered in “月度客户”" in text
        assert "甲公司" in text
        with as_system("look"):
            assert (Intake.objects.latest("pk").layout or {})["sheet"] == "客户"

    def test_a_remembered_sheet_with_other_columns_is_not_taken(self, administrator: Client) -> None:
        self.bring(administrator, workbook(说明=NOTES, 客户=FIRMS))
        self.choose(administrator, "客户")
        mapped(administrator, remember="月度客户")
        self.bring(administrator, workbook(目录=NOTES, 客户=[["x", "y"], ["1", "2"]]))
        with as_system("look"):
            assert (Intake.objects.latest("pk").layout or {})["sheet"] == "目录"

    def test_an_empty_workbook_is_refused_by_name(self, administrator: Client) -> None:
        response = self.bring(administrator, workbook(Sheet1=[], Sheet2=[]))
        assert response.status_code == 422
        text = response.content.decode()
        assert "“客户.xlsx” cannot be read: The workbook has no sheet with rows that is not hidden." in text
        with as_system("look"):
            assert not Intake.objects.exists()

    def test_an_empty_or_unknown_sheet_is_refused_and_the_other_stays(self, administrator: Client) -> None:
        self.bring(administrator, workbook(客户=FIRMS, 空=[]))
        response = self.choose(administrator, "空")
        assert response.status_code == 422
        assert "The sheet “空” has no rows." in response.content.decode()
        assert self.choose(administrator, "无").status_code == 422
        with as_system("look"):
            assert (Intake.objects.latest("pk").layout or {})["sheet"] == "客户"

    def test_nobody_else_chooses(self, administrator: Client, cast: Cast) -> None:
        self.bring(administrator, workbook(说明=NOTES, 客户=FIRMS))
        with cast["auditor"].acting() as actor, pytest.raises(Forbidden):
            actions.choose_sheet(actor=actor, intake_id=intake_id(), sheet="客户")


class TestReadAgain:
    def test_reads_the_header_elsewhere(self, administrator: Client, cast: Cast) -> None:
        bring(administrator)
        address = reverse("interchange:read_again", args=[intake_id()])
        response = administrator.post(address, {"skip": 1, "header_rows": 1}, follow=True)
        assert "N1" in response.content.decode()
        assert administrator.post(address, {"skip": -1, "header_rows": 1}).status_code == 422
        with cast["auditor"].acting() as actor, pytest.raises(Forbidden):
            actions.read_again(actor=actor, intake_id=1, skip=0, header_rows=1)


class TestImportCourse:
    def test_a_large_file_waits_for_the_worker_and_is_then_shown(
        self, administrator: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(running, "AT_ONCE", 10)
        bring(administrator)
        text = mapped(administrator).content.decode()
        assert "Import under way" in text
        with cast["administrator"].acting() as actor:
            assert actions.perform(actor=actor, intake_id=intake_id()) > 0
            assert actions.perform(actor=actor, intake_id=intake_id()) == 0
        address = reverse("interchange:import_course", args=[intake_id()])
        assert administrator.get(address)["Location"] == reverse("interchange:import_page", args=[run_id()])

    def test_nobody_performs_what_is_not_there_or_not_hers(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor, pytest.raises(NotVisible):
            actions.perform(actor=actor, intake_id=10**9)
        with cast["auditor"].acting() as actor, pytest.raises(Forbidden):
            actions.perform(actor=actor, intake_id=1)


class TestRowsToCorrect:
    def test_gives_the_rows_at_fault_with_their_reason(self, administrator: Client) -> None:
        bring(administrator)
        mapped(administrator)
        response = administrator.get(reverse("interchange:rows_to_correct", args=[run_id()]))
        lines = response.content.decode("utf-8-sig").splitlines()
        assert [line.partition(",")[0] for line in lines] == ["编号", "N2"]


class TestUndoImport:
    def test_asks_for_a_reason_and_says_who_undid_it(self, administrator: Client) -> None:
        bring(administrator)
        mapped(administrator)
        run = reverse("interchange:run_tried", args=[run_id()])
        assert "Imported." in administrator.post(run, {"idempotency_key": "r"}, follow=True).content.decode()
        address = reverse("interchange:undo_import", args=[run_id()])
        assert administrator.post(address, {"reason": ""}).status_code == 422
        text = administrator.post(address, {"reason": "wrong file"}, follow=True).content.decode()
        assert "Undone by administrator" in text
        assert "wrong file" in text
        assert administrator.post(address, {"reason": "again"}).status_code == 422
