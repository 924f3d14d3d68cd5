"""Visits, logs and reviews are the traces that settle duties (`app/wiring/duties.py`)."""

from datetime import date

import pytest

from kejing.domain.duties.tests.factories import (
    LOG,
    READ,
    VISITS,
    calendar_of,
    generated,
    proof_of,
    task_of,
)
from kejing.domain.visits import actions
from kejing.domain.visits.tests.factories import PARTS, held, submitted, working
from kejing.foundation.kernel import clock
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
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
    proof = proof_of(mine)
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
        actions.correct_log(actor=actor, day=TODAY, reason="on the road", **PARTS)
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
                actions.review_log(actor=actor, log_id=log, mark=4, comment="", version=0)
            assert state(cast, "market_manager_a", "read", TODAY) == expected

    def test_late_when_the_last_was_read_a_day_later(self, cast: Cast) -> None:
        calendar_of(read=READ)
        log = submitted(cast, "manager_a1", date(1998, 1, 14))
        generated()
        generated(FRIDAY)
        with working(cast, "market_manager_a", FRIDAY, hour=9) as actor:
            actions.review_log(actor=actor, log_id=log, mark=4, comment="", version=0)
        assert [state(cast, "market_manager_a", "read", day) for day in (TODAY, FRIDAY)] == ["late", "done"]
