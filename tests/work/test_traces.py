"""What one module of the working day does is known to the others: traces, drafts, figures, who is away."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from kejing.domain.checks.public import ABSENCES as NOT_DRAWN
from kejing.domain.checks.public import record_spot_check
from kejing.domain.checks.tests.factories import drawn
from kejing.domain.duties.models import DutyTask
from kejing.domain.duties.tests.factories import generated, task_of, working
from kejing.domain.meetings import actions as meetings
from kejing.domain.meetings import queries as meeting_queries
from kejing.domain.meetings.tests.factories import ticks
from kejing.domain.org.public import enter_absence
from kejing.domain.plans import actions as plans
from kejing.domain.plans.models import Item
from kejing.domain.targets import actions as targets
from kejing.domain.targets.models import Target
from kejing.domain.targets.public import span_of, targets_of
from kejing.domain.visits import queries as visits
from kejing.domain.visits.queries.logs import hours_of_day
from kejing.domain.visits.tests.factories import held
from kejing.engines.notices.models import Notice
from kejing.engines.packs.public import apply_pack
from kejing.foundation.kernel import clock, sections
from kejing.foundation.kernel.context import as_system
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
LEADER = "market_manager_a"
MONDAY, NEXT_MONDAY = date(1998, 1, 19), date(1998, 1, 26)


@pytest.fixture(autouse=True)
def bank(cast: Cast) -> Iterator[None]:
    with clock.frozen(clock.at(TODAY, 4)), as_system("pack") as system:
        apply_pack(actor=system, code="bank")
    yield


def state(cast: Cast, person: str, code: str, day: date) -> str:
    task = task_of(cast, person, code, starts_on__lte=day, ends_on__gt=day)
    return str(task.state)


def told(cast: Cast, person: str) -> set[str]:
    with as_system("test"):
        return set(Notice.objects.filter(user_id=cast[person].user.pk).values_list("kind", flat=True))


class TestMeeting:
    @pytest.mark.requirement(
        "A4.37", shows="holding the daily meeting is the trace that settles the leader's duty"
    )
    def test_it_settles_the_duty_and_stands_in_the_log(self, cast: Cast) -> None:
        generated()
        assert state(cast, LEADER, "daily_meeting", TODAY) == "open"
        with working(cast, LEADER, hour=9) as actor:
            meetings.hold_short(
                actor=actor, kind="daily", attendance=ticks(cast), texts=["a", "b"], idempotency_key="k"
            )
        assert state(cast, LEADER, "daily_meeting", TODAY) == "done"
        with working(cast, "manager_a1", hour=17) as actor:
            drafted = visits.draft_of_day(actor=actor, day=TODAY)
            hours = hours_of_day(actor=actor, day=TODAY)
            (line,) = meeting_queries.meetings_of_day(
                actor=actor, staff_id=cast["manager_a1"].staff_id or 0, day=TODAY
            )
        assert line.title in drafted[1]
        assert sum(row.minutes or 0 for row in hours if row.share == "internal") == line.minutes

    def test_who_is_away_is_excused(self, cast: Cast) -> None:
        with working(cast, LEADER, hour=8) as actor:
            enter_absence(
                actor=actor,
                person_id=cast["manager_a2"].holder_id or 0,
                kind="annual",
                first=TODAY,
                last=TODAY,
            )
        with clock.frozen(clock.at(TODAY, 9)):
            page = cast[LEADER].client.get("/meetings/now/daily/").content.decode()
        assert page.count("请假至 1998-01-15") == 1


class TestPlan:
    def test_it_is_drafted_from_targets_and_settles_the_duty(self, cast: Cast) -> None:
        generated(date(1998, 1, 16))
        with as_system("target") as system:
            targets.set_target(
                actor=system, measure="visits_held", kind="week", day=MONDAY, base=Decimal(2),
                staff_id=cast[LEADER].staff_id,
            )  # fmt: skip
        with working(cast, LEADER, date(1998, 1, 16), 10) as actor:
            plan = plans.draft_plan(actor=actor, kind="week", day=MONDAY)
            plans.submit_plan(actor=actor, plan_id=plan, version=1)
        with as_system("look"):
            target = Target.objects.get()
            assert Item.objects.get(plan_id=plan, source="targets").source_key == f"target-{target.pk}"
        assert state(cast, LEADER, "week_plan", MONDAY) == "done"


class TestTarget:
    def test_visits_held_count(self, cast: Cast) -> None:
        held(cast, "manager_a1", "C0001")
        held(cast, "manager_a1", "C0002")
        staff_id = cast["manager_a1"].staff_id or 0
        with as_system("target") as system:
            targets.set_target(
                actor=system, measure="visits_held", kind="month", day=TODAY, base=Decimal(4), staff_id=staff_id
            )  # fmt: skip
        with working(cast, "manager_a1") as actor:
            (row,) = targets_of(actor=actor, span=span_of("month", TODAY), staff_id=staff_id)
        assert row.actual == 2


class TestSpotCheck:
    def test_who_is_away_is_not_drawn_and_the_check_settles_the_duty(self, cast: Cast) -> None:
        generated()
        with working(cast, LEADER, hour=8) as actor:
            enter_absence(
                actor=actor,
                person_id=cast["manager_a2"].holder_id or 0,
                kind="annual",
                first=TODAY,
                last=TODAY,
            )
        with as_system("draw") as system:
            away = sections.collect(NOT_DRAWN, actor=system, day=TODAY)
        assert away == {"org": {cast["manager_a2"].staff_id}}
        check = drawn(cast)
        assert "checks.spot_drawn" in told(cast, LEADER)
        assert "checks.spot_drawn" not in told(cast, "manager_a1")
        with working(cast, LEADER, hour=10) as actor:
            record_spot_check(
                actor=actor, spot_check_id=check, result="reached", whereabouts="at the customer's"
            )
        assert state(cast, LEADER, "spot_check", TODAY) == "done"


def test_absent_the_whole_day_nothing_was_due(cast: Cast) -> None:
    with working(cast, LEADER, hour=4) as actor:
        enter_absence(
            actor=actor, person_id=cast["manager_a2"].holder_id or 0, kind="annual", first=TODAY, last=TODAY
        )
    generated()
    with as_system("look"):
        rows = DutyTask.objects.filter(staff_id=cast["manager_a2"].staff_id, ends_on=date(1998, 1, 16))
        assert set(rows.values_list("state", "excuse")) == {("excused", "absence")}
