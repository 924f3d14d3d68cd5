"""Visits in plans: what a plan is drafted from, how the day plan shows them, what a visit held settles."""

from datetime import date

import pytest

from kejing.domain.plans.tests.factories import approved, drafted, items_of, policy_in_force, settled
from kejing.domain.visits.actions import record_planned
from kejing.domain.visits.tests.factories import planned, working
from kejing.foundation.kernel import clock
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
FRIDAY, MONDAY = date(1998, 1, 16), date(1998, 1, 19)


@pytest.fixture(autouse=True)
def policy(db: None) -> None:
    policy_in_force()


@pytest.mark.requirement(
    "A4.38", shows="the daily visit plan: the visits planned for the day in order with their goals"
)
def test_a_day_plan_is_drafted_from_its_visits_and_shows_them_in_order(cast: Cast) -> None:
    second = planned(cast, customer="C0002", day=FRIDAY, goal="second goal", at=clock.at(TODAY, 15).time())
    first = planned(cast, customer="C0001", day=FRIDAY, goal="first goal", at=clock.at(TODAY, 9).time())
    planned(cast, customer="C0003", day=MONDAY, goal="another day")
    plan = drafted(cast, kind="day", day=FRIDAY, items=0)
    assert [(item.source_key, item.text, item.expected) for item in items_of(plan)] == [
        (str(first), "拜访 曾国华", "first goal"), (str(second), "拜访 重庆", "second goal"),
    ]  # fmt: skip
    html = cast["manager_a1"].client.get(f"/plans/{plan}/").content.decode()
    html = html[html.index("h-plan-visits") :]
    assert html.index("09:00") < html.index("first goal") < html.index("15:00") < html.index("second goal")
    assert "another day" not in html


def test_a_week_plan_has_its_visits_among_its_actions_only(cast: Cast) -> None:
    planned(cast, day=MONDAY)
    plan = drafted(cast, day=MONDAY, items=0)
    assert len(items_of(plan)) == 1
    assert "h-plan-visits" not in cast["manager_a1"].client.get(f"/plans/{plan}/").content.decode()


@pytest.mark.requirement(
    "A9.28", shows="a planned visit that was held counts as carried out, linked to the visit"
)
def test_a_visit_that_was_held_settles_its_action(cast: Cast) -> None:
    visit = planned(cast, day=FRIDAY)
    plan, draft = approved(cast, kind="day", day=FRIDAY, items=0), drafted(cast, day=MONDAY, items=0)
    with working(cast, "manager_a1", FRIDAY) as actor:
        record_planned(
            actor=actor, visit_id=visit, version=1, happened_at=clock.at(FRIDAY, 10), direction="outbound"
        )
    assert settled(plan) == [("done", FRIDAY, f"/visits/{visit}/")]
    assert settled(draft) == []
