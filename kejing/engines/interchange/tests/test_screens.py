"""The import pages, for the administrator: try, look, run for real; closed to everybody else."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kejing.engines.interchange.actions import bring_files
from kejing.engines.interchange.models import ImportRun
from kejing.engines.interchange.tests.factories import World, things, world
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast

__all__ = ["world"]


@pytest.fixture
def administrator(world: World, cast: Cast) -> Client:
    client = cast["administrator"].client
    client.cookies["kejing_language"] = "en"
    return client


def send(client: Client, *lines: str, key: str = "k1", spec: str = "test/things") -> Any:
    file = SimpleUploadedFile("things.csv", things(*lines).open().read())
    return client.post(
        reverse("interchange:bring_files"), {"what": spec, "uploads": [file], "idempotency_key": key}
    )


def tried(client: Client, *lines: str, key: str = "k1") -> Any:
    """Send the lines, and follow to the page of the trial."""
    return client.get(send(client, *lines, key=key)["Location"])


def last_run() -> ImportRun:
    with as_system("look"):
        return ImportRun.objects.latest("pk")


def page(client: Client, name: str, *args: int) -> str:
    response = client.get(reverse(f"interchange:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


class TestImportList:
    def test_says_that_nothing_was_imported_yet_and_then_lists_the_runs(self, administrator: Client) -> None:
        assert "Nothing imported yet" in page(administrator, "import_list")
        send(administrator, "1")
        text = page(administrator, "import_list")
        assert "Things" in text
        assert "trial without faults" in text

    @pytest.mark.parametrize("runs", [3, 12])
    def test_asks_the_same_number_of_questions_for_any_number_of_runs(
        self, administrator: Client, runs: int, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(runs):
            send(administrator, "1", key=f"k{number}")
        with django_assert_max_num_queries(12):
            page(administrator, "import_list")


class TestBringFiles:
    def test_shows_what_each_file_must_hold(self, administrator: Client) -> None:
        text = page(administrator, "bring_files")
        assert "thing*.csv" in text
        assert "Number" in text

    def test_a_trial_leads_to_its_page_and_changes_nothing(self, administrator: Client, world: World) -> None:
        response = tried(administrator, "1,cup", "2,pot")
        assert response.status_code == 302
        assert response["Location"] == reverse("interchange:import_page", args=[last_run().pk])
        assert world.rows() == []

    def test_pressing_twice_tries_once(self, administrator: Client) -> None:
        assert send(administrator, "1")["Location"] == send(administrator, "1")["Location"]

    def test_refuses_no_file_and_an_unknown_import(self, administrator: Client) -> None:
        response = administrator.post(reverse("interchange:bring_files"), {"what": "test/things"})
        assert response.status_code == 422
        assert "Please fill this in." in response.content.decode()
        assert send(administrator, "1", spec="test/nothing").status_code == 422


class TestImportPage:
    def test_offers_to_run_a_trial_for_real(self, administrator: Client) -> None:
        send(administrator, "1,cup", "2,pot")
        text = page(administrator, "import_page", last_run().pk)
        assert "This was a trial: nothing changed." in text
        assert "Run for real" in text

    def test_tells_every_fault_with_row_and_column(self, administrator: Client) -> None:
        send(administrator, "1,a,pan", "2,b,,yesterday")
        text = page(administrator, "import_page", last_run().pk)
        assert "“yesterday” is not a date written like 1998-01-15." in text
        assert "1 fault. Nothing was imported." in text
        assert "Run for real" not in text

    def test_tells_faults_in_chinese_too(self, administrator: Client) -> None:
        send(administrator, "1,b,,yesterday")
        administrator.cookies["kejing_language"] = "zh-hans"
        text = page(administrator, "import_page", last_run().pk)
        assert "“yesterday”不是日期" in text
        assert "Nothing was imported" not in text

    def test_an_unknown_run_is_not_found(self, administrator: Client) -> None:
        assert administrator.get(reverse("interchange:import_page", args=[999_999])).status_code == 404


class TestRunTried:
    def test_runs_the_kept_files_and_shows_what_it_did(self, administrator: Client, world: World) -> None:
        send(administrator, "1,cup", "2,pot")
        address = reverse("interchange:run_tried", args=[last_run().pk])
        response = administrator.post(address, {"idempotency_key": "r1"}, follow=True)
        assert "Imported." in response.content.decode()
        assert world.numbers() == ["1", "2"]
        assert administrator.post(address, {"idempotency_key": "r1"}).status_code == 302
        assert administrator.post(address, {"idempotency_key": "r2"}).status_code == 422


class TestImportErrors:
    def test_gives_the_faults_as_a_file_without_formulas(self, administrator: Client) -> None:
        send(administrator, "1,a,=1+1", "2,b,pan")
        response = administrator.get(reverse("interchange:import_errors", args=[last_run().pk]))
        text = response.content.decode()
        assert response["Content-Type"].startswith("text/csv")
        assert text.startswith("\ufeffFile,Row,Column,Value,Fault")
        assert "Things,2,kind,'=1+1," in text
        assert "Things,3,kind,pan," in text


@pytest.mark.parametrize("person", ["manager_a1", "branch_head_a", "auditor", "outsider"])
def test_the_pages_are_closed_to_everybody_else(world: World, cast: Cast, person: str) -> None:
    with as_system("test") as actor:
        intake = bring_files(actor=actor, what="test/things", files=[things("1")])
        run_id = ImportRun.objects.get(intake=intake).pk
    client = cast[person].client
    for name, args in (
        ("import_list", []),
        ("bring_files", []),
        ("import_page", [run_id]),
        ("import_errors", [run_id]),
    ):
        assert client.get(reverse(f"interchange:{name}", args=args)).status_code == 403
    assert client.post(reverse("interchange:run_tried", args=[run_id])).status_code == 403
    assert send(client, "1").status_code == 403
    assert world.rows() == []
