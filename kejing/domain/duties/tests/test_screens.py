"""Every page: as whom it opens, what it says, what it costs."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kejing.domain.duties.models import DutyTask, DutyVersion
from kejing.domain.duties.tests.factories import calendar_of, generated, seeded, task_of
from kejing.domain.duties.tests.test_generation import crowd
from kejing.domain.org.models import Appointment
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}
FORM = {
    "label_zh": "调查", "label_en": "Survey", "role": "market_manager", "every": "month", "months": "4, 10",
    "due_from": "end", "lead_months": 0, "workdays": 0, "due_time": "17:30", "opens_before": 0, "remind_days": 14,
    "evidence": "note", "least": 1, "item": "A4.57",
}  # fmt: skip


@pytest.fixture(autouse=True)
def afternoon(db: None) -> Iterator[None]:
    with clock.frozen(clock.at(TODAY, 16)):
        yield


def at(view: str, *args: Any) -> str:
    return reverse(f"duties:{view}", args=args)


def text(response: Any) -> str:
    return str(response.content.decode())


def queries(cast: Cast, person: str, address: str) -> int:
    client = cast[person].client
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


class TestMyDuties:
    def test_grouped_by_when_they_are_due(self, cast: Cast) -> None:
        calendar_of(date(1998, 1, 13))
        for day in (13, 14, 15):
            generated(date(1998, 1, day))
        page = cast["manager_a1"].client.get(at("my_duties"), headers=EN)
        found = page.context["found"]
        assert [[str(row.due_at)[:10] for row in group] for group in (found.overdue, found.today, found.week)] == [
            ["1998-01-14", "1998-01-15"], [], ["1998-01-16"],
        ]  # fmt: skip
        html = text(page)
        assert "not done, 1 day late" in html
        assert "Nothing is due today." in html
        assert 'href="/logs/"' in html  # where a log is written

    def test_one_by_hand_is_settled(self, cast: Cast) -> None:
        ids = seeded(cast)
        client, address = cast["manager_a1"].client, at("settle_task", ids["duty_task_a1"])
        assert address in text(client.get(at("my_duties")))
        assert client.post(address, {"note": ""}).status_code == 422
        assert client.post(address, {"note": "checked", "reference": "R7"}).status_code == 302
        page = text(client.get(at("task_page", ids["duty_task_a1"]), headers=EN))
        assert "checked" in page
        assert "done in time" in page
        assert client.post(address, {"note": "again"}).status_code == 422

    def test_the_panel_and_the_badge(self, cast: Cast) -> None:
        calendar_of(date(1998, 1, 13))
        generated(date(1998, 1, 13))
        client = cast["manager_a1"].client
        assert "Work log" in text(client.get("/ui/panels/my_day.main/duties/0/", headers=EN))
        assert cast["administrator"].client.get("/ui/panels/my_day.main/duties/0/").content == b""
        assert "My duties" in text(client.get("/my-day/", headers=EN))

    def test_as_many_queries_for_a_hundred(self, cast: Cast) -> None:
        seeded(cast)
        counts = []
        for n in (10, 100):
            with as_system("test"):
                task = DutyTask.objects.select_related("version").get(
                    pk=task_of(cast, "manager_a1", "papers", starts_on=date(1998, 1, 1)).pk
                )
                for i in range(n):
                    start = date(1990, 1, 1) + timedelta(days=n * 10 + i)
                    task.pk, task.starts_on, task.ends_on = None, start, start + timedelta(days=1)
                    task._state.adding = True
                    task.save()
            counts.append(queries(cast, "manager_a1", "/duties/"))
        assert counts[0] == counts[1] <= 12


class TestTask:
    def test_what_it_is_and_why(self, cast: Cast) -> None:
        ids = seeded(cast)
        client = cast["market_manager_a"].client
        html = text(client.get(at("task_page", ids["duty_task_a1"]), headers=EN))
        assert "every month, due on the period&#x27;s last working day by 18:00" in html
        assert "A2.33" in html
        assert at("excuse_task", ids["duty_task_a1"]) in html
        why = text(client.get(at("explain_task", ids["duty_task_a1"]), headers=EN))
        assert "Check papers" in why
        assert "a note by hand" in why

    def test_a_superior_excuses(self, cast: Cast) -> None:
        ids = seeded(cast)
        client, address = cast["branch_head_a"].client, at("excuse_task", ids["duty_task_a1"])
        assert "Excuse manager_a1" in text(client.get(address, headers=EN))
        assert client.post(address, {"reason": ""}).status_code == 422
        assert client.post(address, {"reason": "at a course"}).status_code == 302
        page = text(cast["manager_a1"].client.get(at("task_page", ids["duty_task_a1"]), headers=EN))
        assert "at a course" in page
        assert "excused by a superior" in page


class TestTeam:
    def test_people_with_what_they_have_not_done(self, cast: Cast) -> None:
        calendar_of(date(1998, 1, 13))
        generated(date(1998, 1, 13))
        client = cast["market_manager_a"].client
        page = client.get(at("team_duties"), headers=EN)
        rows = {row.name: row.record for row in page.context["page"].people}
        assert set(rows) == {"manager_a1", "manager_a2", "market_manager_a"}
        assert (rows["manager_a1"].overdue, rows["manager_a1"].share) == (1, 0)
        staff = cast["manager_a1"].staff_id
        assert "not done" in text(client.get(at("person_duties", staff), headers=EN))
        why = text(client.get(at("explain_share", staff), headers=EN))
        assert "0 of 1 due by now are done" in why
        assert "Duties not done" in text(client.get("/ui/panels/team.main/duties/0/", headers=EN))
        assert "Work log" in text(client.get(f"/ui/panels/person.main/duties/{staff}/", headers=EN))

    def test_by_unit_one_level_at_a_time(self, cast: Cast) -> None:
        calendar_of(date(1998, 1, 13))
        generated(date(1998, 1, 13))
        client = cast["compliance"].client
        units = {code: unit.pk for code, unit in cast.units.items()}
        (top,) = client.get(at("coverage")).context["page"].units
        assert (top.id, top.record.overdue) == (units["HQ"], 3)
        below = client.get(at("coverage") + f"?unit={units['EAST']}").context["page"].units
        assert [(row.id, row.record.overdue, row.is_leaf) for row in below] == [
            (units["A"], 2, True), (units["B"], 1, True),
        ]  # fmt: skip
        people = client.get(at("team_duties") + f"?unit={units['B']}").context["page"].people
        assert [row.name for row in people if row.record.overdue] == ["manager_b1"]
        head = cast["branch_head_a"].client
        assert [row.id for row in head.get(at("coverage")).context["page"].units] == [units["A"]]
        assert head.get(at("coverage") + f"?unit={units['B']}").status_code == 404
        assert head.get(at("team_duties") + f"?unit={units['B']}").status_code == 404

    def test_as_many_queries_for_a_hundred_people(self, cast: Cast) -> None:
        calendar_of()
        counts = []
        for n in (10, 100):
            with as_system("test"):
                crowd(cast, n)
            generated()
            counts.append(
                [queries(cast, "market_manager_a", f"/duties/{page}/") for page in ("team", "units")]
            )
            with as_system("test"):
                DutyTask.objects.filter(staff__number__startswith="X").delete()
                Appointment.objects.filter(staff__number__startswith="X").delete()
                connection.cursor().execute("update org_staff set number = 'Y' || id where number like 'X%'")
                connection.cursor().execute("update org_position set code = 'Y' || id where code like 'X%'")
        assert counts[0] == counts[1]
        assert max(counts[0]) <= 12


class TestCalendar:
    def test_a_duty_is_drafted_and_put_into_force(self, cast: Cast) -> None:
        client = cast["administrator"].client
        bad = client.post(at("add_duty"), {**FORM, "code": "Survey!", "due_time": "25:00"})
        assert bad.status_code == 422
        assert set(bad.context["form"].errors) == {"code", "due_time"}
        assert client.post(at("add_duty"), {**FORM, "code": "survey"}).status_code == 302
        with as_system("test"):
            version = DutyVersion.objects.get()
        html = text(client.get(at("duty_calendar"), headers=EN))
        assert "every year, in the months 4, 10, due on the period&#x27;s last working day by 17:30" in html
        assert "draft" in html
        assert text(cast["manager_a1"].client.get(at("duty_calendar"), headers=EN)).count("Survey") == 0
        assert cast["manager_a1"].client.get(at("duty_page", version.duty_id)).status_code == 404
        address = at("publish_duty", version.pk)
        assert client.post(address, {"from_day": "1998-01-14"}).status_code == 422
        assert client.post(address, {"from_day": "1998-01-15"}).status_code == 302
        page = text(cast["manager_a1"].client.get(at("duty_page", version.duty_id), headers=EN))
        assert "in force" in page

    def test_a_new_version_and_the_end(self, cast: Cast) -> None:
        ids = seeded(cast)
        client, duty = cast["administrator"].client, ids["duty"]
        page = text(client.get(at("draft_duty", duty), headers=EN))
        assert "Check papers" in page
        assert client.post(at("draft_duty", duty), {**FORM, "months": "x"}).status_code == 422
        assert client.post(at("draft_duty", duty), FORM).status_code == 302
        assert "Put into force" in text(client.get(at("duty_page", duty), headers=EN))
        end = at("end_duty", ids["duty_version"])
        assert client.post(end, {"from_day": "1998-01-16"}).status_code == 302
        assert client.post(at("generate_duties")).status_code == 302
