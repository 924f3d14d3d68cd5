"""Evidence settles duties; what is taken back opens them again. What visits report is tested in `visits`."""

from datetime import date

import pytest

from kejing.domain.duties import actions
from kejing.domain.duties.models import DutyTask, Trace
from kejing.domain.duties.tests.factories import LOG, calendar_of, generated, published, task_of, working
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


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
