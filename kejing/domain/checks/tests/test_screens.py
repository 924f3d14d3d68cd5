"""Every page of checks: what it says, what it costs with one row and with many."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kejing.domain.checks.actions import answer_question
from kejing.domain.checks.models import Question, SpotCheck
from kejing.domain.checks.tests.factories import asked, coached, drawn, inspected, with_policy
from kejing.domain.visits.tests.factories import YESTERDAY, held, staff_of, submitted, working
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


@pytest.fixture(autouse=True)
def late_morning(cast: Cast) -> Iterator[None]:
    with_policy()
    with clock.frozen(clock.at(TODAY, 10, 30)):
        yield


def text(cast: Cast, person: str, address: str) -> str:
    answer = cast[person].client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def sent(cast: Cast, person: str, address: str, **data: Any) -> int:
    return int(cast[person].client.post(address, data).status_code)


def question(cast: Cast, *, answered: bool = False) -> int:
    held(cast, minutes=90)
    held(cast, customer="C0002", hour=11, minutes=30)
    (found,) = asked()
    if answered:
        with working(cast, "manager_a1") as actor:
            answer_question(actor=actor, question_id=found.pk, answer="ended early")
    return found.pk


class TestSpotList:
    def test_an_empty_one_says_how_it_works(self, cast: Cast) -> None:
        assert "随机抽取" in text(cast, "market_manager_a", "/checks/spot/")

    def test_as_many_queries_with_a_hundred_as_with_ten(self, cast: Cast) -> None:
        counts = []
        self._done(cast, 2)
        client = cast["market_manager_a"].client
        client.get("/checks/spot/")  # what is kept half a minute
        for n in (10, 90):
            self._done(cast, n)
            with CaptureQueriesContext(connection) as found:
                assert client.get("/checks/spot/").status_code == 200
            counts.append(len(found))
        assert counts[0] == counts[1] <= MOST_QUERIES

    def _done(self, cast: Cast, n: int) -> None:
        person = cast["manager_a1"]
        with as_system("test"):
            SpotCheck.objects.bulk_create(
                SpotCheck(
                    staff_id=person.staff_id, holder_id=person.holder_id, unit_id=person.unit_id,
                    week=date(1998, 1, 12), drawn_at=clock.at(YESTERDAY, 9) + timedelta(minutes=n * 100 + i),
                    due_at=clock.at(YESTERDAY, 10), kind="quota", candidates=2, policy=7, result="reached",
                    checker_id=cast["market_manager_a"].staff_id, done_at=clock.at(YESTERDAY, 10),
                )
                for i in range(n)
            )  # fmt: skip


class TestSpotPage:
    def test_a_lapsed_one_has_no_form(self, cast: Cast) -> None:
        check = drawn(cast, hour=9)
        assert 'name="result"' not in text(cast, "market_manager_a", f"/checks/spot/{check}/")
        assert 'name="result"' in text(cast, "market_manager_a", f"/checks/spot/{drawn(cast, hour=10)}/")


class TestExplainSpots:
    def test_the_rule_and_its_version(self, cast: Cast) -> None:
        assert "v7" in text(cast, "market_manager_a", f"/checks/spot/why/{cast.units['A'].pk}/")


class TestMyChecks:
    def test_all_that_is_kept_of_her(self, cast: Cast) -> None:
        coaching, asked_id, planned = coached(cast), question(cast), inspected(cast, kind="planned")
        html = text(cast, "manager_a1", "/checks/mine/")
        for address in (f"coaching/{coaching}", f"questions/{asked_id}", f"inspections/{planned}"):
            assert f"/checks/{address}/" in html
        assert f"/checks/coaching/{coaching}/" not in text(cast, "manager_a2", "/checks/mine/")


class TestInspectionList:
    def test_who_was_never_inspected_comes_first(self, cast: Cast) -> None:
        html = text(cast, "branch_head_a", "/checks/inspections/")
        assert f"/checks/inspections/of/{staff_of(cast, 'manager_a1')}/" in html
        assert "manager_b1" not in html


class TestPlanInspection:
    def test_the_last_day_belongs_to_the_period(self, cast: Cast) -> None:
        address = f"/checks/inspections/of/{staff_of(cast, 'manager_a1')}/"
        assert "manager_a1" in text(cast, "branch_head_a", address)
        said = {
            "kind": "planned",
            "start": "1998-01-05",
            "last_day": "1998-01-09",
            "planned_on": "1998-01-16",
        }
        assert sent(cast, "branch_head_a", address, **said) == 302
        assert sent(cast, "branch_head_a", address, **{**said, "planned_on": ""}) == 422
        assert "1998-01-05 – 1998-01-09" in text(cast, "branch_head_a", self._first(cast))

    def _first(self, cast: Cast) -> str:
        html = text(cast, "branch_head_a", "/checks/inspections/")
        return next(part for part in html.split('"') if part.startswith("/checks/inspections/") and part[-2].isdigit()
                    and "/of/" not in part)  # fmt: skip


class TestInspectionPage:
    def test_the_sample_and_a_field_for_each_criterion(self, cast: Cast) -> None:
        held(cast, day=YESTERDAY)
        log = submitted(cast, day=YESTERDAY)
        html = text(cast, "branch_head_a", f"/checks/inspections/{inspected(cast)}/")
        assert f"/logs/view/{log}/" in html
        assert 'name="points_followed"' in html


class TestReplyInspection:
    def test_not_before_it_is_done(self, cast: Cast) -> None:
        inspection = inspected(cast, kind="planned")
        address = f"/checks/inspections/{inspection}/reply/"
        assert "branch_head_a" in text(cast, "manager_a1", address)
        assert sent(cast, "manager_a1", address, reply="why") == 422


class TestCoachingList:
    def test_mine_and_my_teams(self, cast: Cast) -> None:
        coaching = coached(cast)
        assert f"/checks/coaching/{coaching}/" in text(cast, "branch_head_a", "/checks/coaching/")
        assert f"/checks/coaching/{coaching}/" not in text(cast, "branch_head_b", "/checks/coaching/")


class TestRecordCoaching:
    def test_from_a_log(self, cast: Cast) -> None:
        log = submitted(cast, day=YESTERDAY)
        address = f"/checks/coaching/of/{staff_of(cast, 'manager_a1')}/?log={log}"
        assert address in panel(cast["market_manager_a"].client, "log.side", "coaching", log)
        assert "coaching" not in panel(cast["manager_a1"].client, "log.side", "coaching", log)
        assert "manager_a1" in text(cast, "market_manager_a", address)
        said = {"reason": "thin", "agreed": "facts", "check_on": "1998-01-22"}
        assert sent(cast, "market_manager_a", address, **said) == 302
        assert sent(cast, "market_manager_a", address, **{**said, "check_on": "1998-01-15"}) == 422


class TestCoachingPage:
    def test_she_reads_the_coach_follows_up(self, cast: Cast) -> None:
        address = f"/checks/coaching/{coached(cast)}/"
        assert 'name="answer"' in text(cast, "manager_a1", address)
        html = text(cast, "market_manager_a", address)
        assert 'name="answer"' not in html
        assert f"{address}follow/" in html


class TestFollowCoaching:
    def test_recorded(self, cast: Cast) -> None:
        address = f"/checks/coaching/{coached(cast)}/follow/"
        assert "one goal a visit" in text(cast, "market_manager_a", address)
        assert sent(cast, "market_manager_a", address, result="reached", remark="") == 302


class TestQuestionList:
    def test_those_of_the_team(self, cast: Cast) -> None:
        found = question(cast)
        assert f"/checks/questions/{found}/" in text(cast, "market_manager_a", "/checks/questions/")
        assert f"/checks/questions/{found}/" not in text(cast, "market_manager_b", "/checks/questions/")


class TestQuestionPage:
    def test_the_same_facts_for_both(self, cast: Cast) -> None:
        address = f"/checks/questions/{question(cast)}/"
        for person in ("manager_a1", "market_manager_a"):
            assert "11:00 + 30 min" in text(cast, person, address)


class TestCloseQuestion:
    def test_with_a_reason(self, cast: Cast) -> None:
        address = f"/checks/questions/{question(cast, answered=True)}/close/"
        assert "ended early" in text(cast, "market_manager_a", address)
        assert sent(cast, "market_manager_a", address, result="explained", reason="") == 422
        assert sent(cast, "market_manager_a", address, result="explained", reason="plausible") == 302
        with as_system("test"):
            assert Question.objects.get().closer_id == staff_of(cast, "market_manager_a")


class TestUnreadLogs:
    def test_nothing_unread(self, cast: Cast) -> None:
        assert "日志均已批阅" in text(cast, "branch_head_a", "/checks/unread/")


class TestPanels:
    def test_on_the_team_board_and_my_day(self, cast: Cast) -> None:
        coached(cast)
        check = drawn(cast)
        board = cast["market_manager_a"].client
        assert f"/checks/spot/{check}/" in panel(board, "team.main", "spots", 0)
        assert "goals missing" in panel(cast["manager_a1"].client, "my_day.side", "checks", 0)
        assert f"/checks/spot/{check}/" not in panel(cast["branch_head_a"].client, "team.main", "spots", 0)


def panel(client: Any, slot: str, name: str, about: int) -> str:
    return str(client.get(f"/ui/panels/{slot}/{name}/{about}/").content.decode())
