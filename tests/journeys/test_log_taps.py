"""A log is sent in at most six taps beyond the remark, on a phone, hours included."""

import pytest
from playwright.sync_api import Locator, expect

from kejing.domain.visits.models import Log, TimeEntry, WorkType
from kejing.domain.visits.tests.factories import held
from kejing.foundation.kernel.context import as_system
from tests.cast import TODAY, Cast
from tests.journeys.site import Reader, Site

A1 = "manager_a1"
MOST_TAPS = 6


def prepare(cast: Cast) -> None:
    """Two visits of today with their minutes, and the types of work of a pack."""
    with as_system("pack"):
        for place, (code, share) in enumerate(
            (("seller", "outside"), ("clerk", "clerical"), ("talks", "internal")), 1
        ):
            WorkType.objects.create(
                code=code, share=share, name=code, name_en=code, place=place, of_visits=code == "seller"
            )
    held(cast, day=TODAY, hour=9, minutes=40, result="agreed")
    held(cast, customer="C0002", day=TODAY, hour=10, minutes=20)


class Hand:
    """Counts every tap; what is typed is the remark and the figures, not a tap."""

    def __init__(self, reader: Reader) -> None:
        self.page, self.taps = reader.page, 0

    def tap(self, target: Locator) -> None:
        target.click()
        self.taps += 1


@pytest.mark.requirement(
    "A4.43", shows="on a phone the log goes out in six taps, drafted from the day's visits"
)
@pytest.mark.requirement("A2.55", shows="three parts drafted, the remark added, handed in")
def test_from_my_day_to_a_log_handed_in(site: Site) -> None:
    reader = site.reader(A1, language="en", width=390)
    hand, page = Hand(reader), reader.page
    hand.tap(page.get_by_role("link", name="Today's log").first)
    page.get_by_label("Reflections").focus()  # the remark itself
    page.keyboard.type("They want shorter papers.")
    expect(page.get_by_label("seller")).to_have_value("60")
    for name, minutes in (("clerk", "90"), ("talks", "30")):
        hand.tap(page.get_by_label(name))
        page.keyboard.type(minutes)
    assert reader.fits()
    assert reader.serious() == []
    with page.expect_navigation():
        hand.tap(page.get_by_role("button", name="Hand in"))
    expect(page.locator("h1")).to_contain_text("Work log")
    assert hand.taps <= MOST_TAPS
    with as_system("look"):
        assert "shorter papers" in Log.objects.get().reflections_part
        rows = TimeEntry.objects.order_by("work_type__place")
        assert [(row.work_type.code, row.minutes, row.times) for row in rows if row.work_type] == [
            ("seller", 60, 2), ("clerk", 90, 1), ("talks", 30, 1),
        ]  # fmt: skip
