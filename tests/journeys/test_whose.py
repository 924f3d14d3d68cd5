"""Two questions of every day: where is my customer, and who had this one last year, and why not now."""

import pytest
from playwright.sync_api import expect

from kejing.domain.customers.actions import assign_customer
from tests.cast import Cast
from tests.journeys.site import Reader, Site

WHY_NOT_NOW = "He moved to the other market"
HERS = [("曾国华", "zg"), ("重庆", "cq"), ("单田芳", "st")]


def prepare(cast: Cast) -> None:
    """Yesterday's decision: one of the first account manager's customers is with the second since today."""
    with cast["branch_head_a"].acting() as actor:
        assign_customer(
            actor=actor,
            customer_id=cast.customers["C0003"],
            holder_id=cast["manager_a2"].holder_id or 0,
            reason=WHY_NOT_NOW,
        )


def good(reader: Reader) -> None:
    assert reader.serious() == []
    assert reader.fits()


class TestAccountManager:
    @pytest.mark.parametrize(("name", "keys"), HERS[:2])
    def test_any_of_her_customers_is_two_keystrokes_and_a_glance_away(
        self, site: Site, name: str, keys: str
    ) -> None:
        """`/` goes to the search from any page; the two keys are the initials of the pinyin, surnames read right."""
        reader = site.reader("manager_a1")
        reader.page.keyboard.press("/")
        for key in keys:
            reader.page.keyboard.press(key)
        links = reader.page.locator("#found a:not(.more)")
        expect(links).to_have_count(1)
        expect(links).to_contain_text(name)
        good(reader)
        reader.page.keyboard.press("ArrowDown")
        reader.page.keyboard.press("Enter")
        expect(reader.page.locator("h1")).to_contain_text(name)

    def test_what_is_hers_no_more_is_not_found(self, site: Site) -> None:
        name, keys = HERS[2]
        for person, found in (("manager_a1", 0), ("manager_a2", 1)):
            reader = site.reader(person)
            reader.page.keyboard.press("/")
            reader.page.keyboard.type(keys)
            expect(reader.page.locator("#found > *").first).to_be_visible()
            expect(reader.page.locator("#found a", has_text=name)).to_have_count(found)

    def test_on_the_phone_it_is_one_tap_more(self, site: Site) -> None:
        reader = site.reader("manager_a1", width=390)
        reader.page.get_by_role("link", name="Search").click()
        expect(reader.page.locator("main [name=q]")).to_be_focused()
        reader.page.keyboard.type("cq")
        reader.page.keyboard.press("Enter")
        expect(reader.page.locator("main")).to_contain_text("重庆")
        good(reader)


class TestBranchHead:
    @pytest.mark.parametrize("width", [390, 1440])
    def test_who_had_this_customer_last_year_and_why_not_now(self, site: Site, width: int) -> None:
        reader = site.reader("branch_head_a", width=width)
        page = reader.page
        reader.open(f"/customers/{site.cast.customers['C0003']}/")
        expect(page.locator("h1")).to_contain_text("单田芳")
        whose = page.locator("section", has=page.get_by_role("heading", name="Who held this customer"))
        expect(whose).to_contain_text("manager_a1")
        expect(whose).to_contain_text(WHY_NOT_NOW)
        whose.get_by_role("link", name="All of it").click()
        page.locator("main input[type=date]").fill("1997-03-01")
        page.get_by_role("button", name="Who?").click()
        then = page.locator("section", has=page.get_by_role("heading", name="Who held her on a day?"))
        expect(then).to_contain_text("manager_a1")
        now = page.locator("main tr", has_text=WHY_NOT_NOW)
        expect(now).to_contain_text("manager_a2")
        expect(now).to_contain_text("branch_head_a")
        good(reader)
