"""A plain planned visit on a phone, counted in taps: at most four, and nothing typed."""

import re

import pytest
from playwright.sync_api import expect

from kejing.domain.visits.models import Visit
from kejing.domain.visits.tests.factories import planned
from kejing.engines.packs.public import apply_pack
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast
from tests.journeys.site import Reader, Site

MOST_TAPS = 4


def prepare(cast: Cast) -> None:
    with as_system("pack") as system:
        apply_pack(actor=system, code="bank")
    planned(cast, "manager_a1", "C0001")
    planned(cast, "manager_a2", "C0004")


class Taps:
    """Counts every tap; typing is not among the things it can do."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.n = reader, 0

    def tap(self, selector: str) -> None:
        self.reader.page.locator(selector).first.click()
        self.n += 1


@pytest.mark.requirement(
    "A3.13", shows="a planned visit carries its goal and is held by saying whether it was reached"
)
@pytest.mark.parametrize(("person", "language"), [("manager_a1", "zh-hans"), ("manager_a2", "en")])
def test_a_plain_planned_visit_takes_four_taps_and_no_typing(site: Site, person: str, language: str) -> None:
    reader = site.reader(person, language=language, width=390)
    reader.open("/my-day/")
    assert reader.fits()
    assert reader.serious() == []
    taps = Taps(reader)
    taps.tap("form[action$='/check-in/'] button")
    expect(reader.page).to_have_url(re.compile("/record/$"))
    assert reader.fits()
    assert reader.serious() == []
    taps.tap("label:has(input[name=reached][value=yes])")
    with reader.page.expect_navigation():
        taps.tap("main button.btn-primary[type=submit]")
    expect(reader.page).to_have_url(re.compile("/my-day/$"))
    assert taps.n <= MOST_TAPS
    with as_system("look"):
        visit = Visit.objects.get(staff_id=site.cast[person].staff_id)
    assert (visit.state, visit.reached) == ("done", "yes")
    assert visit.left_at is not None
