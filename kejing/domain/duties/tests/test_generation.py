"""The day's tasks: for whom, how often, and at what cost."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kejing.domain.duties import actions
from kejing.domain.duties.actions.calendar import Said
from kejing.domain.duties.models import DutyTask, DutyVersion
from kejing.domain.duties.tasks import generate
from kejing.domain.duties.tests.factories import (
    LOG,
    READ,
    SURVEY,
    VISITS,
    calendar_of,
    generated,
    published,
    task_of,
    working,
)
from kejing.domain.duties.vocabulary import ABSENCES
from kejing.domain.org.models import Appointment, Position, Staff
from kejing.foundation.kernel import clock, sections
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden
from kejing.foundation.kernel.models import CalendarDay
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
FORECAST = Said(
    "预测", "Forecast", "market_manager", "month", "note", "A4.57", months=(4, 10), remind_days=14
)
BRAND = Said("品牌报告", "Brand report", "market_manager", "quarter", "note", "A4.48", remind_days=10)
TALK = Said("谈话", "Check-in talk", "account_manager", "in_post", "note", "A8.8", months=(1, 3, 6))


def tasks(code: str) -> list[DutyTask]:
    with as_system("test"):
        found = DutyTask.objects.filter(duty__code=code).select_related("staff", "about")
        return list(found.order_by("starts_on", "staff__number"))


@contextmanager
def absent(*rows: tuple[int, date, date]) -> Iterator[None]:
    """As the module of leave will say it."""
    kept = sections._providers.get(ABSENCES, [])
    sections._providers[ABSENCES] = [("leave", lambda **_about: rows)]
    try:
        yield
    finally:
        sections._providers[ABSENCES] = kept


def crowd(cast: Cast, n: int) -> None:
    """So many more account managers in branch a."""
    role = Position.objects.get(code="P-manager_a1")
    posts = Position.objects.bulk_create(
        [Position(unit=cast.units["A"], role_id=role.role_id, code=f"X{i}") for i in range(n)]
    )
    staff = Staff.objects.bulk_create([Staff(number=f"X{i}", name=f"X{i}") for i in range(n)])
    Appointment.objects.bulk_create(
        [Appointment(staff=s, position=p, valid_from=TODAY) for s, p in zip(staff, posts, strict=True)]
    )


class TestWhoOwesWhat:
    def test_everybody_in_the_role_once(self, cast: Cast) -> None:
        calendar_of(log=LOG, survey=SURVEY)
        assert generated() == actions.Generated(5, 0)
        assert [(t.staff.name, str(t.due_at)) for t in tasks("log")] == [
            (name, "1998-01-16 01:00:00+00:00") for name in ("manager_a1", "manager_a2", "manager_b1")
        ]
        quarter = tasks("survey")[0]
        assert (quarter.starts_on, quarter.ends_on) == (date(1998, 1, 1), date(1998, 4, 1))
        assert quarter.unit_id == cast.units["A"].pk
        generate()
        assert generated() == actions.Generated(0, 0)

    def test_only_on_working_days_and_for_those_in_the_post(self, cast: Cast) -> None:
        calendar_of(log=LOG)
        with as_system("test"):
            CalendarDay.objects.create(day=date(1998, 1, 16), works=False)
            Appointment.objects.filter(staff_id=cast["manager_b1"].staff_id).update(valid_to=TODAY)
        generated(date(1998, 1, 19))
        assert [(t.starts_on.day, t.staff.name) for t in tasks("log")] == [
            (15, "manager_a1"), (15, "manager_a2"), (19, "manager_a1"), (19, "manager_a2"),
        ]  # fmt: skip

    def test_who_leaves_the_post_is_excused(self, cast: Cast) -> None:
        calendar_of(survey=SURVEY)
        generated()
        with as_system("test"):
            Appointment.objects.filter(staff_id=cast["market_manager_b"].staff_id).update(
                valid_to=date(1998, 2, 1)
            )
        assert generated(date(1998, 2, 2)).excused == 1
        assert task_of(cast, "market_manager_b", "survey").excuse == "left"
        assert task_of(cast, "market_manager_a", "survey").state == "open"

    def test_the_superior_talks_with_a_newcomer(self, cast: Cast) -> None:
        calendar_of(talk=TALK)
        with as_system("test"):
            Appointment.objects.filter(staff_id=cast["manager_a2"].staff_id).update(valid_from=TODAY)
        generated()
        (task,) = tasks("talk")
        assert (task.staff.name, task.about and task.about.name) == ("market_manager_a", "manager_a2")
        # 14 February 1998 is a Saturday.
        assert (task.ends_on, str(task.due_at)) == (date(1998, 2, 15), "1998-02-13 10:00:00+00:00")
        generated(date(1998, 2, 15))
        assert [t.ends_on for t in tasks("talk")] == [date(1998, 2, 15), date(1998, 4, 15)]

    def test_a_change_is_a_version_from_a_day_on(self, cast: Cast) -> None:
        calendar_of(log=LOG)
        generated()
        duty = tasks("log")[0].duty_id
        published("log", replace(LOG, due_time=time(8)), date(1998, 1, 16), duty_id=duty)
        generated(date(1998, 1, 16))
        assert [str(t.due_at)[:16] for t in tasks("log")[::3]] == ["1998-01-16 01:00", "1998-01-19 00:00"]
        with as_system("test"):
            first, second = DutyVersion.objects.filter(duty_id=duty).order_by("number")
        assert (first.valid_to, second.valid_from, second.valid_to) == (
            date(1998, 1, 16), date(1998, 1, 16), None,
        )  # fmt: skip

    def test_an_ended_duty_is_owed_no_more(self, cast: Cast) -> None:
        version = published("log", LOG)
        generated()
        with clock.frozen(clock.at(TODAY, 9)), cast["administrator"].acting() as actor:
            actions.end_duty(actor=actor, version_id=version, from_day=date(1998, 1, 16))
        assert generated(date(1998, 1, 16)).created == 0

    def test_on_demand_for_who_makes_the_calendar(self, cast: Cast) -> None:
        calendar_of(log=LOG)
        with working(cast, "administrator", hour=6) as actor:
            assert actions.generate_duties(actor=actor).created == 3
        with working(cast, "branch_head_a") as actor, pytest.raises(Forbidden):
            actions.generate_duties(actor=actor)


class TestExcused:
    def test_absent_the_whole_period(self, cast: Cast) -> None:
        calendar_of(log=LOG)
        staff = cast["manager_a1"].staff_id or 0
        with absent((staff, TODAY, date(1998, 1, 16))):
            assert generated() == actions.Generated(3, 1)
            assert generated(date(1998, 1, 16)) == actions.Generated(3, 0)
        assert [(t.starts_on.day, t.state, t.excuse) for t in tasks("log") if t.staff_id == staff] == [
            (15, "excused", "absence"), (16, "open", ""),
        ]  # fmt: skip

    def test_absent_for_part_of_it_still_owes_it(self, cast: Cast) -> None:
        calendar_of(visits=VISITS)
        staff = cast["market_manager_a"].staff_id or 0
        with absent((staff, date(1998, 1, 12), date(1998, 1, 16))):
            generated()
        assert task_of(cast, "market_manager_a", "visits").state == "open"
        # Friday as well: the weekend is no working day.
        with absent(
            (staff, date(1998, 1, 12), date(1998, 1, 16)), (staff, date(1998, 1, 16), date(1998, 1, 17))
        ):
            generated()
        assert task_of(cast, "market_manager_a", "visits").excuse == "absence"

    def test_nothing_waited(self, cast: Cast) -> None:
        calendar_of(read=READ)
        assert generated() == actions.Generated(2, 2)
        assert task_of(cast, "market_manager_a", "read").excuse == "nothing"


@pytest.mark.requirement("A4.48", shows="the quarter-end brand report as a duty with its reminder")
def test_the_brand_report_at_the_quarters_end(cast: Cast) -> None:
    calendar_of(brand=BRAND)
    generated()
    for day, reminded in ((date(1998, 3, 20), False), (date(1998, 3, 21), True)):
        with clock.frozen(clock.at(day, 9)):
            (row,) = cast["market_manager_a"].client.get("/duties/").context["found"].later or [None]
            assert (row.label, str(row.due_at)[:10], row.reminded) == ("品牌报告", "1998-03-31", reminded)


@pytest.mark.requirement("A4.57", shows="April's forecast as a duty: reminded, then late by days")
def test_the_forecast_of_april(cast: Cast) -> None:
    calendar_of(forecast=FORECAST)
    generated()
    assert tasks("forecast") == []
    generated(date(1998, 4, 1))
    manager = cast["market_manager_a"]
    with clock.frozen(clock.at(date(1998, 4, 16), 9)):
        assert manager.client.get("/duties/").context["found"].later[0].reminded
    with working(cast, "market_manager_a", date(1998, 5, 4)) as actor:
        task = task_of(cast, "market_manager_a", "forecast")
        actions.settle_task(actor=actor, task_id=task.pk, note="12,000 cases", reference="F-98-2")
        answer: Any = manager.client.get(f"/duties/tasks/{task.pk}/", headers={"Accept-Language": "en"})
        assert answer.context["row"].days_late == 4
        assert "4 days late" in answer.content.decode()


def test_as_many_statements_for_a_hundred_people(cast: Cast) -> None:
    calendar_of()
    counts = []
    for n in (0, 100):
        with as_system("test"):
            crowd(cast, n)
        with CaptureQueriesContext(connection) as caught:
            made = generated(date(1998, 1, 19 if n else 16)).created
        counts.append((len(caught), made >= n))
    assert counts[0] == counts[1]
