"""Evidence from modules above settles duties; what is taken back opens them again."""

from datetime import date

import pytest

from kejing.domain.duties import actions
from kejing.domain.duties.models import DutyTask, Trace
from kejing.domain.duties.tests.factories import (
    LOG,
    READ,
    VISITS,
    calendar_of,
    generated,
    published,
    task_of,
    working,
)
from kejing.domain.visits.public import correct_log, review_log
from kejing.domain.visits.tests.factories import held, submitted
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
PARTS = {"visits_part": "v", "results_part": "r", "reflections_part": "x"}
FRIDAY = date(1998, 1, 16)


def state(cast: Cast, person: str, code: str, starts_on: date) -> str:
    return str(task_of(cast, person, code, starts_on=starts_on).state)


@pytest.mark.requirement("A4.37", shows="a duty is done by its trace alone: who, when, which log")
def test_a_log_handed_in_is_the_trace(cast: Cast) -> None:
    calendar_of(log=LOG)
    generated()
    log = submitted(cast, "manager_a1", TODAY)
    mine, hers = task_of(cast, "manager_a1", "log"), task_of(cast, "manager_a2", "log")
    assert (mine.state, mine.got, hers.state) == ("done", 1, "open")
    with as_system("test"):
        proof = Trace.objects.get(pk=mine.proof_id)
    assert (proof.subject, proof.subject_id, proof.on, proof.at) == ("log", log, TODAY, mine.done_at)
    with clock.frozen(clock.at(FRIDAY, 10)):
        html = cast["manager_a1"].client.get(f"/duties/tasks/{mine.pk}/").content.decode()
        assert f"/logs/view/{log}/" in html
        # Missing trace: not done.
        board = cast["market_manager_a"].client.get("/duties/team/").context["page"].people
    assert {p.name: (p.record.done, p.record.overdue) for p in board if p.name.startswith("manager_a")} == {
        "manager_a1": (1, 0), "manager_a2": (0, 1),
    }  # fmt: skip


def test_a_log_after_its_cut_off_is_late(cast: Cast) -> None:
    calendar_of(log=LOG)
    generated()
    with working(cast, "manager_a1", FRIDAY, hour=10) as actor:
        correct_log(actor=actor, day=TODAY, reason="on the road", **PARTS)
    assert state(cast, "manager_a1", "log", TODAY) == "late"


@pytest.mark.requirement("A4.51", shows="one to two visits a week: under, within and over are shown")
def test_one_to_two_visits_a_week(cast: Cast) -> None:
    calendar_of(visits=VISITS)
    generated()
    seen = []
    for day in (None, 13, 14, 15):
        if day:
            with working(cast, "market_manager_a", date(1998, 1, day)):
                held(cast, "market_manager_a", "C0001", day=date(1998, 1, day))
        task = task_of(cast, "market_manager_a", "visits")
        with clock.frozen(clock.at(TODAY, 18)):
            page = cast["market_manager_a"].client.get(f"/duties/tasks/{task.pk}/")
        row = page.context["row"]
        seen.append((row.got, row.balance, str(row.state)))
    assert seen == [(0, "under", "open"), (1, "within", "done"), (2, "within", "done"), (3, "over", "done")]


class TestReadingTheLogs:
    def test_done_when_none_waits_that_is_due(self, cast: Cast) -> None:
        calendar_of(read=READ)
        logs = [submitted(cast, person, date(1998, 1, 14)) for person in ("manager_a1", "manager_a2")]
        generated()
        for log, expected in zip(logs, ("open", "done"), strict=True):
            with working(cast, "market_manager_a", hour=9) as actor:
                review_log(actor=actor, log_id=log, mark=4, comment="", version=0)
            assert state(cast, "market_manager_a", "read", TODAY) == expected

    def test_late_when_the_last_was_read_a_day_later(self, cast: Cast) -> None:
        calendar_of(read=READ)
        log = submitted(cast, "manager_a1", date(1998, 1, 14))
        generated()
        generated(FRIDAY)
        with working(cast, "market_manager_a", FRIDAY, hour=9) as actor:
            review_log(actor=actor, log_id=log, mark=4, comment="", version=0)
        assert [state(cast, "market_manager_a", "read", day) for day in (TODAY, FRIDAY)] == ["late", "done"]


class TestTraces:
    def trace(self, cast: Cast, n: int = 1, day: date = TODAY, count: int = 1) -> None:
        with working(cast, "manager_a1", day) as actor:
            actions.trace(
                actor=actor, staff_id=cast["manager_a1"].staff_id or 0, kind="log.submitted", subject="log",
                subject_id=n, at=clock.now(), on=TODAY, count=count,
            )  # fmt: skip

    def test_a_subject_counts_once(self, cast: Cast) -> None:
        calendar_of(log=LOG)
        generated()
        self.trace(cast)
        self.trace(cast)
        assert task_of(cast, "manager_a1", "log").got == 1

    def test_nothing_is_kept_of_what_no_duty_asks_for(self, cast: Cast) -> None:
        self.trace(cast)
        with as_system("test"):
            assert not Trace.objects.exists()

    def test_evidence_before_its_task_counts(self, cast: Cast) -> None:
        published("log", LOG)
        self.trace(cast)
        generated()
        assert task_of(cast, "manager_a1", "log").state == "done"

    def test_taken_back_it_is_open_again(self, cast: Cast) -> None:
        calendar_of(log=LOG)
        generated()
        self.trace(cast, 1)
        self.trace(cast, 2, count=2)
        with working(cast, "manager_a1") as actor:
            actions.retrace(actor=actor, kind="log.submitted", subject="log", subject_id=1)
        left = task_of(cast, "manager_a1", "log")
        assert (left.state, left.got) == ("done", 2)
        with working(cast, "manager_a1") as actor:
            actions.retrace(actor=actor, kind="log.submitted", subject="log", subject_id=2)
        left = task_of(cast, "manager_a1", "log")
        assert (left.state, left.got, left.done_at, left.proof_id) == ("open", 0, None, None)

    def test_somebody_else_did_it_for_her(self, cast: Cast) -> None:
        calendar_of(log=LOG)
        generated()
        with working(cast, "market_manager_a") as actor:
            actions.trace(
                actor=actor, staff_id=cast["manager_a2"].staff_id or 0, kind="log.submitted", subject="log",
                subject_id=9, at=clock.now(),
            )  # fmt: skip
            assert DutyTask.objects.filter(state="done").count() == 1
        assert task_of(cast, "manager_a2", "log").state == "done"
