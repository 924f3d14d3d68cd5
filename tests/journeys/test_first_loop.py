"""The first loop by hand: an account manager's day, her manager's review, the auditor's look at it all."""

import re
from datetime import date

import psycopg
import pytest
from django.utils.timezone import localtime
from playwright.sync_api import Page, expect

from kejing.domain.visits.models import Log, Visit
from kejing.domain.visits.tests.factories import held, submitted
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast
from tests.database import url_for
from tests.journeys.site import Reader, Site

A1, MANAGER = "manager_a1", "market_manager_a"
YESTERDAY = date(1998, 1, 14)
BOTH = pytest.mark.parametrize("language", ["en", "zh-hans"])


def prepare(cast: Cast) -> None:
    """Yesterday two account managers of different branches made a visit and handed in their logs."""
    for person, customer, result in (
        ("manager_a2", "C0004", "A2 renewed"),
        ("manager_b1", "C0006", "B1 renewed"),
    ):
        held(cast, person, customer, day=YESTERDAY, goal="renew", reached="yes", result=result)
        submitted(cast, person, YESTERDAY)


def good(reader: Reader) -> None:
    """The page fits its window and has nothing serious for a screen reader to stumble over."""
    assert reader.serious() == []
    assert reader.fits()


def save(page: Page) -> None:
    """Press the form's one button and wait for where it leads."""
    with page.expect_navigation():
        page.locator("main form[method=post] button.btn-primary[type=submit]").click()


def refused(reader: Reader, *paths: str) -> None:
    """Each address answers that there is nothing here."""
    for path in paths:
        answer = reader.page.goto(reader.address + path)
        assert answer is not None
        assert answer.status == 404
    reader.complaints.clear()  # the console notes each 404


class TestAccountManager:
    @BOTH
    @pytest.mark.parametrize("width", [390, 1440])
    def test_her_day_opens_first_and_fits(self, site: Site, language: str, width: int) -> None:
        reader = site.reader(A1, language=language, width=width)
        expect(reader.page).to_have_url(re.compile("/my-day/$"))
        expect(reader.page.locator("h1")).to_have_text({"en": "My day", "zh-hans": "我的一天"}[language])
        good(reader)

    @pytest.mark.parametrize("typed", ["曾国", "zgh", "0001"])
    def test_the_search_answers_while_she_types_and_finds_only_her_own(self, site: Site, typed: str) -> None:
        reader = site.reader(A1)
        reader.page.keyboard.press("/")
        reader.page.keyboard.type(typed)
        found = reader.page.locator("#found")
        expect(found).to_contain_text("曾国华")
        assert "曾国藩" not in found.inner_text()
        found.get_by_text("曾国华").first.click()
        expect(reader.page.locator("h1")).to_contain_text("曾国华")

    @BOTH
    def test_a_customer_s_page_says_whose_since_when(self, site: Site, language: str) -> None:
        reader = site.reader(A1, language=language)
        reader.open(f"/customers/{site.cast.customers['C0001']}/")
        expect(reader.page.locator("main")).to_contain_text("1993-01-01")
        expect(reader.page.locator("main")).to_contain_text("manager_a1")
        reader.page.wait_for_load_state("networkidle")  # the panels below have come
        good(reader)

    def test_she_plans_a_visit_for_tomorrow(self, site: Site) -> None:
        reader = site.reader(A1)
        reader.open(f"/visits/plan/?customer={site.cast.customers['C0001']}")
        reader.page.get_by_role("button", name="Tomorrow").click()
        reader.page.get_by_label("Goal").fill("Renew the deposit")
        good(reader)
        save(reader.page)
        reader.open("/my-day/")
        expect(reader.page.locator("main")).to_contain_text("Renew the deposit")

    @pytest.mark.requirement(
        "A2.55", "A4.43", "A9.1",
        shows="a visit with goal, result and observations recorded on the phone drafts the log, which is handed in with a remark",
    )  # fmt: skip
    def test_a_visit_on_the_phone_becomes_her_log(self, site: Site) -> None:
        reader = site.reader(A1, width=390)
        self.record(site, reader)
        page = reader.page
        reader.open("/my-day/")
        expect(page.locator("main")).to_contain_text("Talk about the loan")
        reader.open("/logs/1998-01-15/")
        expect(page.locator("[name=visits_part]")).to_have_value(re.compile("重庆"))
        expect(page.locator("[name=results_part]")).to_have_value(re.compile("They will borrow in spring"))
        page.locator("[name=reflections_part]").fill("Ask earlier in the year")
        good(reader)
        save(page)
        reader.open("/my-day/")
        expect(page.locator("main")).to_contain_text("Handed in")
        expect(page.locator("main")).to_contain_text("1 day")
        reader.open("/logs/1998-01-15/")
        assert page.locator("[name=visits_part]").count() == 0, "a second log for the day"

    def record(self, site: Site, reader: Reader) -> None:
        page = reader.page
        reader.open(f"/visits/record/?customer={site.cast.customers['C0002']}")
        page.get_by_role("textbox", name="Goal").fill("Talk about the loan")
        page.get_by_text("Reached", exact=True).click()
        page.get_by_role("textbox", name="Result").fill("They will borrow in spring")
        page.get_by_role("textbox", name="Observations").fill("A new warehouse")
        good(reader)
        save(page)
        with as_system("look"):
            visit = Visit.objects.get(goal="Talk about the loan")
        assert (visit.state, visit.reached, visit.direction, visit.result) == (
            "done", "yes", "outbound", "They will borrow in spring",
        )  # fmt: skip

    def test_a_form_that_is_wrong_keeps_what_was_typed(self, site: Site) -> None:
        reader = site.reader(A1)
        reader.open(f"/visits/record/?customer={site.cast.customers['C0003']}")
        reader.page.get_by_role("textbox", name="Result").fill("kept")
        reader.page.get_by_role("textbox", name="When", exact=True).fill("1999-01-01T10:00")
        reader.page.get_by_text("No goal", exact=True).click()
        save(reader.page)
        expect(reader.page.get_by_role("textbox", name="Result")).to_have_value("kept")
        expect(reader.page.locator("main")).to_contain_text(re.compile("future", re.IGNORECASE))
        good(reader)
        reader.complaints.clear()  # the console notes the 422

    def test_other_people_s_work_is_not_there(self, site: Site) -> None:
        with as_system("look"):
            paths = [
                f"/visits/{pk}/"
                for pk in Visit.objects.filter(result__endswith="renewed").values_list("pk", flat=True)
            ]
            paths += [
                f"/logs/view/{pk}/" for pk in Log.objects.exclude(staff__name=A1).values_list("pk", flat=True)
            ]
        customers = [f"/customers/{site.cast.customers[number]}/" for number in ("C0004", "C0006")]
        assert len(paths) == 4
        refused(site.reader(A1), *paths, *customers)


LOG_IS_DUE = 18
"""The hour, by the bank's pack."""


class TestManager:
    @BOTH
    def test_the_board_shows_who_is_behind_and_nobody_of_the_next_branch(
        self, site: Site, language: str
    ) -> None:
        reader = site.reader(MANAGER, language=language)
        expect(reader.page).to_have_url(re.compile("/team/$"))
        text = reader.text()
        assert "manager_a1" in text
        assert "manager_a2" in text
        assert "manager_b1" not in text
        # The site's day stands still, its hours do not.
        late = {"en": "Not handed in", "zh-hans": "未交"}[language]
        assert (late if localtime().hour >= LOG_IS_DUE else f"{LOG_IS_DUE}:00") in text
        good(reader)

    @pytest.mark.requirement(
        "A4.50", shows="the manager opens the waiting log, marks it, and it waits no more"
    )
    def test_she_reads_and_marks_the_log_and_its_writer_reads_that(self, site: Site) -> None:
        reader = site.reader(MANAGER)
        page = reader.page
        reader.open("/logs/review/")
        waiting = page.locator("main a[href^='/logs/view/']").count()
        page.locator("main tr, main li").filter(has_text="manager_a2").locator(
            "a[href^='/logs/view/']"
        ).first.click()
        expect(page.locator("main")).to_contain_text("reflections")
        address = page.url.removeprefix(site.address)
        page.locator("input[name=mark][value='4']").check(force=True)
        page.get_by_role("textbox", name="Comment").fill("Good question")
        good(reader)
        save(page)
        assert page.locator("main a[href^='/logs/view/']").count() < waiting
        writer = site.reader("manager_a2")
        writer.open(address)
        expect(writer.page.locator("main")).to_contain_text("4 of 5")
        expect(writer.page.locator("main")).to_contain_text("Good question")

    @pytest.mark.parametrize(
        "person", ["market_manager_b", "branch_head_b", "hr", "administrator", "outsider"]
    )
    def test_nobody_of_the_next_branch_reads_it(self, site: Site, person: str) -> None:
        with as_system("look"):
            log_id, visit_id = (
                Log.objects.get(staff__name="manager_a2").pk,
                Visit.objects.get(result="A2 renewed").pk,
            )
        refused(site.reader(person), f"/logs/view/{log_id}/", f"/visits/{visit_id}/")


class TestAuditor:
    @BOTH
    def test_the_trail_holds_what_was_done(self, site: Site, language: str) -> None:
        reader = site.reader("auditor", language=language)
        reader.open("/trail/")
        text = reader.text()
        done = {"en": ("Record a visit", "Hand in a log"), "zh-hans": ("记录拜访", "提交日志")}
        assert all(name in text for name in (*done[language], "manager_a2"))
        good(reader)

    def verdict(self, reader: Reader) -> str:
        reader.open("/trail/")
        with reader.page.expect_navigation():
            reader.page.get_by_role("button", name="Check the trail").click()
        return reader.text()

    def test_it_is_whole_until_somebody_alters_a_row_and_then_names_it(self, site: Site) -> None:
        reader = site.reader("auditor")
        assert "The trail is whole" in self.verdict(reader)
        with psycopg.connect(url_for(site.database, "OWNER"), autocommit=True) as owner:
            row = owner.execute(
                "update visits_visit set result = 'nothing' where result = 'B1 renewed' returning id"
            ).fetchone()
        assert row is not None
        said = self.verdict(reader)
        assert "The trail is not whole" in said
        assert f"visits_visit {row[0]}" in said
        good(reader)
