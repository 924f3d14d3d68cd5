"""The house itself: a newcomer's first day, language and theme, an import with faults, pages that are not there."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from kejing.engines.packs.public import apply_pack
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast
from tests.journeys.site import Reader, Site

BOTH = pytest.mark.parametrize("language", ["en", "zh-hans"])
WIDTHS = pytest.mark.parametrize("width", [390, 1440])


def prepare(cast: Cast) -> None:
    with as_system("pack") as system:
        apply_pack(actor=system, code="bank")


def good(reader: Reader) -> None:
    assert reader.serious() == []
    assert reader.fits()


class TestNewcomer:
    def test_she_is_added_sets_a_password_and_signs_in_with_it(self, site: Site) -> None:
        admin = site.reader("administrator")
        admin.open("/organisation/people/add/")
        page = admin.page
        page.get_by_label("Staff number").fill("S900")
        page.get_by_role("textbox", name="Name", exact=True).fill("新人")
        page.get_by_label("User name").fill("newcomer")
        page.get_by_text("Unit A (A)", exact=True).click()
        page.locator("[name=role]").select_option("account_manager")
        good(admin)
        page.locator("main form[method=post] button[type=submit]").click()
        expect(page.locator("main")).to_contain_text("/set-password/")
        link = page.locator("main").inner_text().split("/set-password/")[1].split("/")[0]
        newcomer = site.stranger()
        newcomer.open(f"/set-password/{link}/")
        self.send(newcomer, password="a sentence she remembers")
        expect(newcomer.page.locator("h1")).to_have_text("My day")
        again = site.stranger()
        again.open("/sign-in/")
        good(again)
        self.send(again, username="newcomer", password="a sentence she remembers")
        expect(again.page.locator("h1")).to_have_text("My day")

    def send(self, reader: Reader, **said: str) -> None:
        for name, value in said.items():
            reader.page.locator(f"[name={name}]").fill(value)
        with reader.page.expect_navigation():
            reader.page.locator("form[method=post] button.btn-primary[type=submit]").click()

    def test_guessing_is_told_the_same_each_time_and_then_locked(self, site: Site) -> None:
        guesser = site.stranger()
        said = []
        for _ in range(6):
            guesser.open("/sign-in/")
            self.send(guesser, username="branch_head_a", password="guess")
            said.append(guesser.page.locator("form.kj-form").inner_text())
        assert len(set(said[:5])) == 1
        assert "15" in said[5]
        guesser.complaints.clear()  # the console notes each 422


class TestFrame:
    @WIDTHS
    @BOTH
    @pytest.mark.parametrize(
        "person", ["manager_a1", "branch_head_a", "auditor", "administrator", "outsider"]
    )
    def test_every_role_begins_at_a_page_that_fits(
        self, site: Site, person: str, language: str, width: int
    ) -> None:
        reader = site.reader(person, language=language, width=width)
        expect(reader.page.locator("h1")).to_have_count(1)
        good(reader)

    def test_the_language_is_switched_and_kept(self, site: Site) -> None:
        reader = site.reader("manager_a1")
        with reader.page.expect_navigation():
            reader.page.get_by_role("button", name="Switch to Chinese").click()
        expect(reader.page.locator("h1")).to_have_text("我的一天")
        reader.open("/customers/")
        expect(reader.page.locator("h1")).to_have_text("客户")

    def test_dark_is_kept_and_reads_well(self, site: Site) -> None:
        reader = site.reader("manager_a1")
        reader.page.get_by_role("button", name="Switch between light and dark").click()
        reader.open("/customers/")
        expect(reader.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
        good(reader)

    def test_keys_lead_on(self, site: Site) -> None:
        reader = site.reader("manager_a1")
        reader.page.keyboard.press("g")
        reader.page.keyboard.press("c")
        expect(reader.page.locator("h1")).to_have_text("Customers")

    @BOTH
    def test_what_is_not_there_and_what_is_not_allowed_say_so(self, site: Site, language: str) -> None:
        reader = site.reader("manager_a1", language=language)
        for path, status in (("/customers/999999/", 404), ("/no/such/page/", 404), ("/trail/", 403)):
            answer = reader.page.goto(site.address + path)
            assert answer is not None
            assert answer.status == status
            good(reader)
        reader.complaints.clear()


class TestImport:
    def test_a_file_with_faults_says_which_rows_and_changes_nothing(self, site: Site, tmp_path: Path) -> None:
        reader = site.reader("administrator")
        page = reader.page
        reader.open("/imports/new/")
        good(reader)
        file = tmp_path / "units.csv"
        file.write_text("wrong,columns\n1,2\n", encoding="utf-8")
        page.locator("[name=what]").select_option("bank/units")
        page.locator("input[type=file]").set_input_files(file)
        with page.expect_navigation():
            page.locator("main form[method=post] button[type=submit]").click()
        expect(page.locator("main")).to_contain_text("units.csv")
        good(reader)
        reader.complaints.clear()
