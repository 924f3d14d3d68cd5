"""Spot checks: drawn by chance, seen by the checker alone until done, recorded in time."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection

from kejing.domain.checks.actions import spot as actions
from kejing.domain.checks.models import SpotCheck
from kejing.domain.checks.queries.draws import ABSENCES, teams
from kejing.domain.checks.queries.policy import policy
from kejing.domain.checks.queries.spot import spot_list
from kejing.domain.checks.rules.spot import Drawn, still_needed
from kejing.domain.checks.tests.factories import drawn, with_policy
from kejing.domain.checks.vocabulary import CheckRefusal
from kejing.domain.visits.tests.factories import staff_of, working
from kejing.foundation.kernel import clock, sections
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
MONDAY = date(1998, 1, 12)


@pytest.fixture(autouse=True)
def policy_in_force(cast: Cast) -> None:
    with_policy()


def record(
    cast: Cast, check: int, by: str = "market_manager_a", hour: int = 10, minute: int = 20, **said: Any
) -> int:
    with working(cast, by, TODAY, hour, minute) as actor:
        return actions.record_spot_check(
            actor=actor, spot_check_id=check, **({"result": "reached", "whereabouts": "at C0001"} | said)
        )


class TestDrawing:
    @pytest.mark.requirement(
        "A4.49", shows="the job draws person and time by chance, at least one a week and team"
    )
    def test_a_week_of_the_job(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(actions, "SystemRandom", lambda: Random(5))  # one course of many
        moments = [
            clock.at(MONDAY + timedelta(days=d), h, m)
            for d in range(7)
            for h in (8, 9, 13, 16, 18)
            for m in (0, 55)
        ]
        for moment in moments:
            with clock.frozen(moment), as_system("spot checks") as actor:
                actions.ask_chance(actor=actor)
        with as_system("test"):
            rows = list(SpotCheck.objects.order_by("id"))
        assert {row.unit_id for row in rows} == {cast.units["A"].pk, cast.units["B"].pk}
        for row in rows:
            assert row.week == MONDAY
            assert row.due_at - row.drawn_at == timedelta(minutes=60)
            assert 9 <= row.drawn_at.astimezone(clock.at(MONDAY, 0).tzinfo).hour < 17

    def test_nothing_outside_the_hours_of_calls(self, cast: Cast) -> None:
        for moment in (clock.at(date(1998, 1, 17), 10), clock.at(TODAY, 8, 55), clock.at(TODAY, 17)):
            with clock.frozen(moment), as_system("spot checks") as actor:
                assert actions.ask_chance(actor=actor) == 0

    def test_whoever_is_away_is_not_drawn(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        away = {staff_of(cast, "manager_a1"), staff_of(cast, "manager_b1")}
        monkeypatch.setitem(sections._providers, ABSENCES, [("leave", lambda *, actor, day: away)])
        friday = clock.at(date(1998, 1, 16), 16, 56)  # the last moment of the week: certain
        with clock.frozen(friday), as_system("spot checks") as actor:
            assert actions.ask_chance(actor=actor) == 1
            assert SpotCheck.objects.get().staff_id == staff_of(cast, "manager_a2")

    def test_whoever_may_not_call_draws_nobody(self, cast: Cast) -> None:
        with as_system("spot checks") as system:
            (team, *_) = teams(actor=system, policy=policy())
        drawn_one = Drawn(team.team.present[0], "quota", 1)
        with working(cast, "branch_head_a") as actor, pytest.raises(Forbidden):
            actions.draw_spot_check(actor=actor, team=team, drawn=drawn_one, policy=policy())

    def test_a_week_that_has_its_check_owes_none(self, cast: Cast) -> None:
        record(cast, drawn(cast))
        with clock.frozen(clock.at(date(1998, 1, 16), 16, 56)), as_system("spot checks") as actor:
            found = teams(actor=actor, policy=policy())
            team = next(one.team for one in found if one.unit_id == cast.units["A"].pk)
            assert still_needed(team, policy().spot, 4) == 0


class TestWhoKnows:
    def test_nobody_but_the_checker_sees_it_before_it_is_done(self, cast: Cast) -> None:
        check = drawn(cast)
        people = (
            "manager_a1",
            "manager_a2",
            "branch_head_a",
            "compliance",
            "auditor",
            "market_manager_b",
            "hr",
        )
        for person in people:
            with working(cast, person, TODAY, 10, 5):
                assert SpotCheck.objects.count() == 0  # by the database's own wall
            with clock.frozen(clock.at(TODAY, 10, 5)):
                assert cast[person].client.get(f"/checks/spot/{check}/").status_code == 404
        with working(cast, "market_manager_a", TODAY, 10, 5) as actor:
            assert [row.id for row in spot_list(actor=actor).waiting] == [check]

    def test_done_the_person_and_those_above_see_it(self, cast: Cast) -> None:
        check = record(cast, drawn(cast))
        for person, seen in (
            ("manager_a1", 1),
            ("branch_head_a", 1),
            ("auditor", 1),
            ("manager_a2", 0),
            ("market_manager_b", 0),
        ):
            with working(cast, person):
                assert SpotCheck.objects.count() == seen
        assert "at C0001" in cast["manager_a1"].client.get(f"/checks/spot/{check}/").content.decode()
        assert f"/checks/spot/{check}/" in cast["manager_a1"].client.get("/checks/mine/").content.decode()

    def test_the_trail_says_that_somebody_was_drawn_not_whom(self, cast: Cast) -> None:
        drawn(cast)
        with as_system("test"), connection.cursor() as cursor:
            cursor.execute(
                "select detail::text from kernel_journalline where action = 'checks.draw_spot_check'"
            )
            assert str(staff_of(cast, "manager_a1")) not in cursor.fetchone()[0]


class TestRecording:
    def test_the_panel_and_the_form(self, cast: Cast) -> None:
        check = drawn(cast)
        with clock.frozen(clock.at(TODAY, 10, 10)):
            client = cast["market_manager_a"].client
            assert "manager_a1" in client.get("/checks/spot/").content.decode()
            answer = client.post(
                f"/checks/spot/{check}/", {"result": "missed", "whereabouts": "", "remark": "no answer"}
            )
            assert answer.status_code == 302
        with as_system("test"):
            row = SpotCheck.objects.get(pk=check)
        assert (row.result, row.remark, row.checker_id) == (
            "missed",
            "no answer",
            staff_of(cast, "market_manager_a"),
        )

    @pytest.mark.parametrize(
        ("hour", "said", "code"),
        [(11, {}, CheckRefusal.SPOT_LAPSED), (10, {"whereabouts": ""}, CheckRefusal.WHERE_MISSING)],
    )
    def test_refused(self, cast: Cast, hour: int, said: dict[str, str], code: CheckRefusal) -> None:
        check = drawn(cast)
        with pytest.raises(Refused) as caught:
            record(cast, check, hour=hour, **said)
        assert caught.value.code == code

    def test_once_only(self, cast: Cast) -> None:
        check = record(cast, drawn(cast))
        with pytest.raises(Refused) as caught:
            record(cast, check)
        assert caught.value.code == CheckRefusal.SPOT_DONE

    def test_only_by_who_may_call_within_her_scope(self, cast: Cast) -> None:
        check = drawn(cast)
        for person, error in (
            ("branch_head_a", Forbidden),
            ("manager_a1", Forbidden),
            ("market_manager_b", NotVisible),
        ):
            with pytest.raises(error):
                record(cast, check, by=person)
        record(cast, check)

    @pytest.mark.requirement("A4.49", shows="coverage: weeks with enough checks, people checked in the round")
    def test_coverage_and_its_why(self, cast: Cast) -> None:
        record(cast, drawn(cast))
        with working(cast, "branch_head_a") as actor:
            (found,) = spot_list(actor=actor).coverage
        assert (found.weeks_met, found.weeks, found.checked, found.people) == (1, 1, 1, 2)
        html = cast["branch_head_a"].client.get(f"/checks/spot/why/{cast.units['A'].pk}/").content.decode()
        assert "1/1" in html
