"""A file of one's own through the pages: bring, map, try, run, correct, undo; progress of a large one."""

from typing import Any

import pytest
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
