"""Planning, holding, moving, cancelling, correcting: what goes and what is refused with nothing changed."""

from datetime import date, timedelta
from typing import Any

import pytest

from kejing.domain.visits import actions
from kejing.domain.visits.access import NotYours
from kejing.domain.visits.events import VisitRecorded
from kejing.domain.visits.models import Settings, Visit
from kejing.domain.visits.tests.factories import (
    NEXT_WEEK,
    YESTERDAY,
    covering,
    handed_over,
    held,
    planned,
    staff_of,
    working,
)
from kejing.domain.visits.vocabulary import VisitRefusal
from kejing.engines.metrics.models import Period
from kejing.foundation.kernel import clock, events
from kejing.foundation.kernel.errors import Forbidden, KernelRefusal, NotVisible, Refused, Repeated, Stale
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


def close(month: date) -> None:
    with as_owner():
        Period.objects.update_or_create(month=month, defaults={"state": "closed"})


def visits() -> int:
    with as_owner():
        return Visit.objects.count()


def refusal(cast: Cast, person: str = "manager_a1", **said: Any) -> Refused:
    """What recording a visit refuses; nothing is written."""
    before = visits()
    start: dict[str, Any] = {
        "customer_id": cast.customers["C0001"],
        "happened_at": clock.at(TODAY, 10),
        "direction": "outbound",
    }
    with working(cast, person) as actor, pytest.raises(Refused) as caught:
        actions.record_visit(actor=actor, **(start | said))
    assert visits() == before
    return caught.value


class TestPlanVisit:
    def test_today_and_later(self, cast: Cast) -> None:
        visit_id = planned(cast, day=NEXT_WEEK)
        with working(cast, "manager_a1"):
            visit = Visit.objects.get(pk=visit_id)
        assert (visit.state, visit.day, visit.planned_for) == ("planned", NEXT_WEEK, NEXT_WEEK)
        assert (visit.staff_id, visit.holder_id) == (
            staff_of(cast, "manager_a1"),
            cast["manager_a1"].holder_id,
        )

    def test_a_day_that_is_over_is_refused(self, cast: Cast) -> None:
        with working(cast, "manager_a1") as actor, pytest.raises(Refused) as caught:
            actions.plan_visit(actor=actor, customer_id=cast.customers["C0001"], day=YESTERDAY, goal="g")
        assert (caught.value.code, caught.value.field) == (VisitRefusal.PLAN_IN_THE_PAST, "day")
        assert visits() == 0

    def test_a_foreign_customer_does_not_exist(self, cast: Cast) -> None:
        for person in ("manager_a1", "branch_head_a"):
            with working(cast, person) as actor, pytest.raises((NotVisible, Forbidden)):
                actions.plan_visit(actor=actor, customer_id=cast.customers["C0006"], day=TODAY, goal="g")

    def test_it_needs_the_right(self, cast: Cast) -> None:
        with working(cast, "auditor") as actor, pytest.raises(Forbidden):
            actions.plan_visit(actor=actor, customer_id=cast.customers["C0001"], day=TODAY, goal="g")

    def test_a_market_manager_plans_in_her_unit(self, cast: Cast) -> None:
        assert planned(cast, "market_manager_a", "C0004")


class TestRecordVisit:
    @pytest.mark.requirement(
        "A9.1", "A2.3", shows="a record holds goal, result and observations, and who came to whom"
    )
    def test_a_visit_nobody_had_planned(self, cast: Cast) -> None:
        heard: list[VisitRecorded] = []
        events.subscribe(VisitRecorded, heard.append)
        try:
            visit_id = held(
                cast, goal="renew", reached="partly", result="half agreed", observations="new shop",
                direction="inbound", channel="counter", minutes=25,
            )  # fmt: skip
        finally:
            events._same_transaction[VisitRecorded].remove(heard.append)
        with working(cast, "manager_a1"):
            visit = Visit.objects.get(pk=visit_id)
        assert (visit.state, visit.day, visit.direction, visit.channel) == (
            "done",
            TODAY,
            "inbound",
            "counter",
        )
        assert (visit.goal, visit.reached, visit.result, visit.observations) == (
            "renew", "partly", "half agreed", "new shop",
        )  # fmt: skip
        assert heard == [
            VisitRecorded(visit_id, cast.customers["C0001"], staff_of(cast, "manager_a1"), TODAY, None)
        ]

    def test_a_next_step_with_a_day_becomes_a_plan(self, cast: Cast) -> None:
        visit_id = held(cast, next_step="bring the contract", next_step_on=NEXT_WEEK)
        with working(cast, "manager_a1"):
            plan = Visit.objects.get(follows_id=visit_id)
        assert (plan.state, plan.day, plan.goal) == ("planned", NEXT_WEEK, "bring the contract")

    def test_a_next_step_without_a_day_stays_a_note(self, cast: Cast) -> None:
        held(cast, next_step="bring the contract")
        assert visits() == 1

    @pytest.mark.parametrize(
        ("said", "code", "field"),
        [
            ({"happened_at": clock.at(TODAY, 17, 1)}, VisitRefusal.VISIT_IN_FUTURE, "happened_at"),
            (
                {"happened_at": clock.at(TODAY + timedelta(days=1), 9)},
                VisitRefusal.VISIT_IN_FUTURE,
                "happened_at",
            ),
            ({"happened_at": clock.at(date(1998, 1, 7), 23, 59)}, VisitRefusal.TOO_LONG_AGO, "happened_at"),
            ({"reached": "yes"}, VisitRefusal.GOAL_MISSING, "goal"),
            ({"next_step_on": NEXT_WEEK}, VisitRefusal.NEXT_STEP_MISSING, "next_step"),
            (
                {"next_step": "x", "next_step_on": YESTERDAY},
                VisitRefusal.NEXT_STEP_IN_THE_PAST,
                "next_step_on",
            ),
        ],
    )
    def test_refused(self, cast: Cast, said: dict[str, Any], code: VisitRefusal, field: str) -> None:
        caught = refusal(cast, **said)
        assert (caught.code, caught.field) == (code, field)
        assert caught.text

    def test_the_first_and_the_last_day_that_go(self, cast: Cast) -> None:
        for happened_at in (clock.at(date(1998, 1, 8), 0), clock.at(TODAY, 17)):
            with working(cast, "manager_a1") as actor:
                assert actions.record_visit(
                    actor=actor,
                    customer_id=cast.customers["C0001"],
                    happened_at=happened_at,
                    direction="outbound",
                )

    def test_a_closed_month_is_refused(self, cast: Cast) -> None:
        with as_owner():
            Settings.objects.create(log_cutoff="09:00", review_until="18:00", max_days_back=31)
        close(date(1997, 12, 1))
        caught = refusal(cast, happened_at=clock.at(date(1997, 12, 31), 10))
        assert (caught.code, caught.field) == (KernelRefusal.PERIOD_CLOSED, "happened_at")
        held(cast, day=date(1998, 1, 2))

    def test_a_double_press_is_one_visit(self, cast: Cast) -> None:
        first = held(cast, idempotency_key="k1")
        assert held(cast, idempotency_key="k1") == first
        assert visits() == 1
        with pytest.raises(Repeated):
            held(cast, idempotency_key="k1", result="something else")

    def test_another_colleagues_customer_is_not_hers(self, cast: Cast) -> None:
        with working(cast, "manager_a1") as actor, pytest.raises(NotVisible):
            actions.record_visit(
                actor=actor,
                customer_id=cast.customers["C0004"],
                happened_at=clock.at(TODAY, 9),
                direction="outbound",
            )


def record_plan(cast: Cast, visit_id: int, person: str = "manager_a1", version: int = 1, **said: Any) -> int:
    with working(cast, person) as actor:
        return actions.record_planned(
            actor=actor, visit_id=visit_id, version=version, happened_at=clock.at(TODAY, 11),
            **({"direction": "outbound", "goal": "renew the deposit", "reached": "yes"} | said),
        )  # fmt: skip


class TestRecordPlanned:
    def test_the_plan_becomes_the_visit(self, cast: Cast) -> None:
        visit_id = planned(cast)
        assert record_plan(cast, visit_id) == visit_id
        with working(cast, "manager_a1"):
            visit = Visit.objects.get(pk=visit_id)
        assert (visit.state, visit.planned_for, visit.reached, visit.version) == ("done", TODAY, "yes", 2)

    def test_twice_is_refused(self, cast: Cast) -> None:
        visit_id = planned(cast)
        record_plan(cast, visit_id)
        with pytest.raises(Refused) as caught:
            record_plan(cast, visit_id, version=2)
        assert caught.value.code == VisitRefusal.NOT_PLANNED

    def test_a_stale_plan_is_refused_with_what_differs(self, cast: Cast) -> None:
        visit_id = planned(cast)
        with working(cast, "manager_a1") as actor:
            actions.reschedule_visit(
                actor=actor, visit_id=visit_id, version=1, day=TODAY, goal="another goal"
            )
        with pytest.raises(Stale) as caught:
            record_plan(cast, visit_id)
        assert [(d.field, d.theirs) for d in caught.value.differences] == [("goal", "another goal")]

    def test_a_deputy_takes_the_plan_over(self, cast: Cast) -> None:
        visit_id = planned(cast, "manager_a2", "C0004")
        covering(cast, "manager_a2", "manager_a1")
        record_plan(cast, visit_id)
        with working(cast, "manager_a1"):
            visit = Visit.objects.get(pk=visit_id)
        assert (visit.staff_id, visit.holder_id) == (
            staff_of(cast, "manager_a1"),
            cast["manager_a2"].holder_id,
        )

    def test_the_new_holder_takes_the_plan_over(self, cast: Cast) -> None:
        visit_id = planned(cast)
        handed_over(cast, "C0001", "manager_a2")
        record_plan(cast, visit_id, "manager_a2", version=2)  # it is in her day already
        with working(cast, "manager_a2"):
            assert Visit.objects.get(pk=visit_id).holder_id == cast["manager_a2"].holder_id

    def test_a_neighbours_plan_does_not_exist(self, cast: Cast) -> None:
        visit_id = planned(cast, "manager_b1", "C0006")
        for person in ("manager_a1", "market_manager_a"):
            with pytest.raises(NotVisible):
                record_plan(cast, visit_id, person)


class TestChangePlan:
    def test_move(self, cast: Cast) -> None:
        visit_id = planned(cast)
        with working(cast, "manager_a1") as actor:
            actions.reschedule_visit(actor=actor, visit_id=visit_id, version=1, day=NEXT_WEEK, goal="g2")
            visit = Visit.objects.get(pk=visit_id)
        assert (visit.day, visit.planned_for, visit.goal, visit.version) == (NEXT_WEEK, NEXT_WEEK, "g2", 2)

    def test_cancel_says_why(self, cast: Cast) -> None:
        visit_id = planned(cast)
        with working(cast, "manager_a1") as actor:
            actions.cancel_visit(actor=actor, visit_id=visit_id, version=1, reason="she is abroad")
            visit = Visit.objects.get(pk=visit_id)
        assert (visit.state, visit.cancel_reason) == ("cancelled", "she is abroad")

    def test_move_into_the_past_is_refused(self, cast: Cast) -> None:
        visit_id = planned(cast)
        with working(cast, "manager_a1") as actor, pytest.raises(Refused) as caught:
            actions.reschedule_visit(actor=actor, visit_id=visit_id, version=1, day=YESTERDAY, goal="g")
        assert caught.value.code == VisitRefusal.PLAN_IN_THE_PAST

    def test_a_visit_held_can_be_neither_moved_nor_cancelled(self, cast: Cast) -> None:
        visit_id = held(cast)
        with working(cast, "manager_a1") as actor:
            with pytest.raises(Refused) as cancelled:
                actions.cancel_visit(actor=actor, visit_id=visit_id, version=1, reason="r")
            with pytest.raises(Refused) as moved:
                actions.reschedule_visit(actor=actor, visit_id=visit_id, version=1, day=TODAY, goal="g")
        assert cancelled.value.code == moved.value.code == VisitRefusal.NOT_PLANNED

    def test_a_plan_is_changed_by_nobody_else(self, cast: Cast) -> None:
        visit_id = planned(cast)
        with working(cast, "market_manager_a") as actor, pytest.raises(NotYours) as caught:
            actions.cancel_visit(actor=actor, visit_id=visit_id, version=1, reason="r")
        assert caught.value.status == 403
        with working(cast, "manager_a1"):
            assert Visit.objects.get(pk=visit_id).state == "planned"

    def test_an_overdue_plan_of_a_closed_month_can_be_moved(self, cast: Cast) -> None:
        visit_id = planned(cast, day=date(1997, 12, 30))
        close(date(1997, 12, 1))
        with working(cast, "manager_a1") as actor:
            assert actions.reschedule_visit(actor=actor, visit_id=visit_id, version=1, day=TODAY, goal="g")


SAID: dict[str, Any] = {
    "direction": "inbound", "channel": "call", "goal": "g", "reached": "no", "result": "", "observations": "",
    "next_step": "",
}  # fmt: skip


class TestCorrectVisit:
    def test_what_was_said(self, cast: Cast) -> None:
        visit_id = held(cast)
        with working(cast, "manager_a1") as actor:
            actions.correct_visit(actor=actor, visit_id=visit_id, version=1, **SAID)
            visit = Visit.objects.get(pk=visit_id)
        assert (visit.direction, visit.channel, visit.reached, visit.version) == ("inbound", "call", "no", 2)

    def test_a_stale_correction_is_refused_with_every_field_that_differs(self, cast: Cast) -> None:
        visit_id = held(cast)
        with working(cast, "manager_a1") as actor:
            actions.correct_visit(actor=actor, visit_id=visit_id, version=1, **(SAID | {"result": "theirs"}))
            with pytest.raises(Stale) as caught:
                actions.correct_visit(
                    actor=actor, visit_id=visit_id, version=1, **(SAID | {"channel": "video"})
                )
            assert {d.field: (d.yours, d.theirs) for d in caught.value.differences} == {
                "channel": ("video", "call"), "result": ("", "theirs"),
            }  # fmt: skip
            assert Visit.objects.get(pk=visit_id).channel == "call"

    def test_a_plan_is_not_corrected(self, cast: Cast) -> None:
        visit_id = planned(cast)
        with working(cast, "manager_a1") as actor, pytest.raises(Refused) as caught:
            actions.correct_visit(actor=actor, visit_id=visit_id, version=1, **SAID)
        assert caught.value.code == VisitRefusal.NOT_HELD

    def test_a_closed_month_stays_as_it_was(self, cast: Cast) -> None:
        visit_id = held(cast, day=date(1997, 12, 30))
        close(date(1997, 12, 1))
        with working(cast, "manager_a1") as actor, pytest.raises(Refused) as caught:
            actions.correct_visit(actor=actor, visit_id=visit_id, version=1, **SAID)
        assert caught.value.code == KernelRefusal.PERIOD_CLOSED

    def test_nobody_corrects_for_somebody_else(self, cast: Cast) -> None:
        visit_id = held(cast)
        with working(cast, "market_manager_a") as actor, pytest.raises(NotYours):
            actions.correct_visit(actor=actor, visit_id=visit_id, version=1, **SAID)
