"""The ways through the product: each place and each key once, and every role begins where its work is."""

from collections import Counter

import pytest

from kejing.app.wiring.navigation import ENTRIES
from kejing.foundation.ui import nav
from tests.cast import Cast


def test_each_place_and_each_key_is_there_once() -> None:
    assert [url for url, n in Counter(entry.url for entry in ENTRIES).items() if n > 1] == []
    assert [key for key, n in Counter(entry.key for entry in ENTRIES if entry.key).items() if n > 1] == []
    assert "g" not in {entry.key for entry in ENTRIES}  # the letter that opens a shortcut


@pytest.mark.parametrize(
    ("who", "begins"),
    [
        ("manager_a1", "/my-day/"),
        ("market_manager_a", "/team/"),
        ("branch_head_a", "/team/"),
        ("administrator", "/first-steps/"),
    ],
)
def test_a_role_begins_where_its_work_is(cast: Cast, who: str, begins: str) -> None:
    assert cast[who].client.get("/").headers["Location"] == begins


def test_the_rail_shows_what_matters_to_an_account_manager_and_more_shows_all(cast: Cast) -> None:
    shown = cast["manager_a1"].client.get("/customers/").context["nav"]
    rail = [place.entry.url for section in shown.sections for place in section.places]
    assert len(rail) == nav.MOST_ENTRIES
    assert {"segments:overdue_list", "relations:promises_due", "performance:my_result"} <= set(rail)
    whole = {place.entry.url for section in shown.whole for place in section.places}
    assert {"customers:profile_gaps", "exports:export_list"} <= whole - set(rail)
