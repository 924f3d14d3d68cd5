"""Closing a month by hand: from the button to the ranking, and from a figure down to the visit behind it."""

import json
import re

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import expect

from kejing.domain.performance.tests.factories import EARNED, MONTH, make_world
from kejing.foundation.kernel import jobs
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast
from tests.database import point_at
from tests.journeys.site import Reader, Site

HEAD, A1 = "branch_head_a", "manager_a1"
BOTH = pytest.mark.parametrize("language", ["en", "zh-hans"])


def prepare(cast: Cast) -> None:
    make_world(cast)


def good(reader: Reader) -> None:
    assert reader.serious() == []
    assert reader.fits()


def work(site: Site) -> None:
    """Do what the worker would: the jobs that wait, as the application."""
    point_at(connections, settings, site.database, as_application=True)
    with as_system("look"), connections["default"].cursor() as cursor:
        cursor.execute("select task_name, args from procrastinate_jobs where status = 'todo'")
        waiting = cursor.fetchall()
        cursor.execute("delete from procrastinate_jobs")
    for name, arguments in waiting:
        jobs.run_now(name, **json.loads(arguments))


class TestClose:
    def test_a_head_closes_the_month_and_may_leave_meanwhile(self, site: Site) -> None:
        reader = site.reader(HEAD)
        page = reader.page
        reader.open(f"/close/?month={MONTH}")
        good(reader)
        with page.expect_navigation():
            page.locator("main form[method=post] button[type=submit]").first.click()
        expect(page).to_have_url(re.compile(f"month={MONTH}"))
        good(reader)
        work(site)
        reader.open("/close/")
        expect(page.locator("main")).to_contain_text("closed")
        good(reader)

    @BOTH
    def test_the_head_sees_the_ranking_of_her_branch(self, site: Site, language: str) -> None:
        reader = site.reader(HEAD, language=language)
        reader.open(f"/results/{MONTH}/team/")
        text = reader.text()
        assert "manager_a1" in text
        assert "manager_a2" in text
        assert "manager_b1" not in text
        assert str(EARNED[A1]) in text
        good(reader)

    @BOTH
    @pytest.mark.parametrize("width", [390, 1440])
    def test_she_sees_her_own_result(self, site: Site, language: str, width: int) -> None:
        reader = site.reader(A1, language=language, width=width)
        reader.open("/results/")
        text = reader.text()
        assert str(EARNED[A1]) in text
        assert "manager_a2" not in text
        good(reader)

    def test_a_figure_opens_its_rule_its_values_and_the_visits_behind_it(self, site: Site) -> None:
        reader = site.reader(A1)
        page = reader.page
        staff_id = site.cast[A1].staff_id
        reader.open(f"/results/{MONTH}/{staff_id}/why/visits_held/")
        text = reader.text()
        assert "v1" in text or "version 1" in text.lower()
        good(reader)
        page.locator(f"main a[href*='/results/{MONTH}/{staff_id}/visits_held/']").first.click()
        expect(page.locator("main")).to_contain_text("C0001")
        expect(page.locator("main")).to_contain_text("C0002")
        good(reader)

    def test_the_why_mark_opens_beside_the_page(self, site: Site) -> None:
        reader = site.reader(A1)
        page = reader.page
        reader.open("/results/")
        page.locator("main .kj-why").first.click()
        expect(page).to_have_url(re.compile(r"/results/\?why="))
        expect(page.locator("#panel")).to_contain_text("Rule")
        good(reader)
        address = page.url.removeprefix(site.address)
        page.go_back()
        expect(page.locator("#panel")).to_be_hidden()
        expect(page).to_have_url(re.compile("/results/$"))
        reader.open(address)  # as somebody it was sent to
        expect(page.locator("#panel")).to_contain_text("Rule")

    def test_a_closed_month_is_refused_a_second_time(self, site: Site) -> None:
        reader = site.reader(HEAD)
        reader.open(f"/close/?month={MONTH}")
        form = reader.page.locator("main form[method=post]")
        assert MONTH not in (form.inner_text() if form.count() else "")

    def test_the_neighbour_s_head_does_not_see_it(self, site: Site) -> None:
        reader = site.reader("branch_head_b")
        answer = reader.page.goto(f"{site.address}/results/{MONTH}/{site.cast[A1].staff_id}/")
        assert answer is not None
        assert answer.status == 404
        reader.complaints.clear()
