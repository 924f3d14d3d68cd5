"""Settled by hand, excused by a superior, and the calendar changed: what is allowed and what is refused."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.http import Http404

from kejing.domain.duties import access, actions
from kejing.domain.duties.actions.calendar import Said
from kejing.domain.duties.models import Duty, DutyTask, DutyVersion
from kejing.domain.duties.tests.factories import (
    LOG,
    SURVEY,
    calendar_of,
    generated,
    published,
    task_of,
    working,
)
from kejing.domain.duties.vocabulary import DutyRefusal
from kejing.engines.metrics.models import Period
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, KernelRefusal, Refused
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
PAPERS = Said("核对", "Check papers", "account_manager", "month", "note", "A2.33")


@pytest.fixture
def owed(cast: Cast) -> Cast:
    calendar_of(papers=PAPERS, log=LOG)
    generated()
    return cast


def refused(wanted: Any, at: str | None, act: Any, /, **call: Any) -> None:
    with pytest.raises(Refused) as caught:
        act(**call)
    assert (caught.value.code, caught.value.field) == (wanted, at)


class TestSettle:
    def test_by_a_note_once(self, owed: Cast) -> None:
        task = task_of(owed, "manager_a1", "papers")
        said = {"task_id": task.pk, "note": "all checked", "reference": "R7"}
        with working(owed, "manager_a1") as actor:
            assert actions.settle_task(actor=actor, **said, idempotency_key="k") == task.pk
            assert actions.settle_task(actor=actor, **said, idempotency_key="k") == task.pk
            refused(DutyRefusal.NOT_OPEN, None, actions.settle_task, actor=actor, **said)
        task = task_of(owed, "manager_a1", "papers")
        assert (task.state, task.note, task.reference, task.done_at is not None) == (
            "done", "all checked", "R7", True,
        )  # fmt: skip

    def test_what_is_refused(self, owed: Cast) -> None:
        papers, log = (task_of(owed, "manager_a1", code).pk for code in ("papers", "log"))
        with working(owed, "manager_a1") as actor:
            refused(DutyRefusal.NOT_BY_HAND, None, actions.settle_task, actor=actor, task_id=log, note="done")
            refused(
                DutyRefusal.NOTE_MISSING, "note", actions.settle_task, actor=actor, task_id=papers, note=" "
            )
        with working(owed, "market_manager_a") as actor:
            refused(
                DutyRefusal.NOT_YOUR_DUTY, None, actions.settle_task, actor=actor, task_id=papers, note="done"
            )
        with working(owed, "manager_a2") as actor, pytest.raises(Http404):
            actions.settle_task(actor=actor, task_id=papers, note="done")
        with working(owed, "auditor") as actor, pytest.raises(Forbidden):
            actions.settle_task(actor=actor, task_id=papers, note="done")
        assert task_of(owed, "manager_a1", "papers").state == "open"


class TestExcuse:
    def test_by_a_superior_with_a_reason(self, owed: Cast) -> None:
        task = task_of(owed, "manager_a1", "papers").pk
        with working(owed, "market_manager_a") as actor:
            refused(
                DutyRefusal.REASON_MISSING,
                "reason",
                actions.excuse_task,
                actor=actor,
                task_id=task,
                reason="",
            )
            actions.excuse_task(actor=actor, task_id=task, reason="at a course")
        found = task_of(owed, "manager_a1", "papers")
        assert (found.state, found.excuse, found.excuse_text, found.excused_by_id) == (
            "excused", "superior", "at a course", owed["market_manager_a"].staff_id,
        )  # fmt: skip

    def test_what_is_refused(self, owed: Cast) -> None:
        published("survey", SURVEY)
        generated()
        task, own = task_of(owed, "manager_a1", "papers").pk, task_of(owed, "market_manager_a", "survey").pk
        with working(owed, "market_manager_a") as actor:
            refused(DutyRefusal.OWN_DUTY, None, actions.excuse_task, actor=actor, task_id=own, reason="x")
        with working(owed, "branch_head_b") as actor, pytest.raises(Http404):
            actions.excuse_task(actor=actor, task_id=task, reason="x")
        with working(owed, "manager_a1") as actor, pytest.raises(Forbidden):
            actions.excuse_task(actor=actor, task_id=task, reason="x")
        with as_owner():
            Period.objects.create(month=date(1998, 1, 1), state="closed")
        with working(owed, "market_manager_a") as actor:
            refused(
                KernelRefusal.PERIOD_CLOSED, None, actions.excuse_task, actor=actor, task_id=task, reason="x"
            )
        assert task_of(owed, "manager_a1", "papers").state == "open"


class TestWalls:
    def test_the_database_says_what_access_says(self, owed: Cast) -> None:
        seen = {}
        for person in (
            "manager_a1",
            "market_manager_a",
            "branch_head_b",
            "compliance",
            "hr",
            "administrator",
        ):
            with working(owed, person) as actor:
                seen[person] = DutyTask.objects.count()
                assert access.visible(actor).count() == seen[person]
        assert seen == {
            "manager_a1": 2, "market_manager_a": 4, "branch_head_b": 2, "compliance": 6, "hr": 6, "administrator": 0,
        }  # fmt: skip

    def test_nobody_writes_the_calendar_past_the_action(self, owed: Cast) -> None:
        with working(owed, "branch_head_a"), pytest.raises(Exception, match="row-level security"):
            Duty.objects.create(code="mine")


class TestCalendar:
    def draft(self, cast: Cast, said: Said = SURVEY, duty_id: int | None = None, code: str = "survey") -> int:
        with working(cast, "administrator") as actor:
            return actions.draft_duty(actor=actor, code=code, said=said, duty_id=duty_id)

    def test_a_draft_is_written_anew_until_it_is_in_force(self, cast: Cast) -> None:
        first = self.draft(cast)
        with as_system("test"):
            duty = DutyVersion.objects.get(pk=first).duty_id
        assert self.draft(cast, replace(SURVEY, remind_days=7), duty) == first
        with working(cast, "administrator") as actor:
            actions.publish_duty(actor=actor, version_id=first, from_day=TODAY)
            refused(
                DutyRefusal.NOT_A_DRAFT,
                None,
                actions.publish_duty,
                actor=actor,
                version_id=first,
                from_day=TODAY,
            )
        second = self.draft(cast, SURVEY, duty)
        assert second != first
        with working(cast, "administrator") as actor:
            for day, code in (
                (date(1998, 1, 14), DutyRefusal.FROM_THE_PAST), (TODAY, DutyRefusal.BEFORE_PRESENT),
            ):  # fmt: skip
                refused(
                    code,
                    "from_day",
                    actions.publish_duty,
                    actor=actor,
                    version_id=second,
                    from_day=day,
                )

    def test_it_ends_from_a_day_to_come(self, cast: Cast) -> None:
        version = published("survey", SURVEY)
        draft = self.draft(cast, code="other")
        with working(cast, "administrator") as actor:
            with pytest.raises(Refused):
                actions.end_duty(actor=actor, version_id=draft, from_day=TODAY)
            refused(
                DutyRefusal.FROM_THE_PAST, "from_day", actions.end_duty, actor=actor, version_id=version,
                from_day=date(1998, 1, 14),
            )  # fmt: skip
            assert actions.end_duty(actor=actor, version_id=version, from_day=TODAY) == version
            refused(
                DutyRefusal.NOT_OPEN, None, actions.end_duty, actor=actor, version_id=version, from_day=TODAY
            )

    @pytest.mark.parametrize(
        ("said", "field", "code"),
        [
            ({"role": "king"}, "role", DutyRefusal.UNKNOWN_ROLE),
            ({"every": "often"}, "every", DutyRefusal.UNKNOWN_WORD),
            ({"evidence": "x"}, "evidence", DutyRefusal.UNKNOWN_WORD),
            ({"every": "in_post"}, "months", DutyRefusal.MONTHS_WANTED),
            ({"months": (4,)}, "months", DutyRefusal.NO_MONTHS),
            ({"every": "month", "months": (10, 4)}, "months", DutyRefusal.BAD_MONTHS),
            ({"least": 3, "most": 2}, "most", DutyRefusal.BAD_NUMBERS),
            ({"lead_months": 1}, "lead_months", DutyRefusal.NOT_FROM_START),
        ],
    )
    def test_a_rule_that_makes_no_sense(
        self, cast: Cast, said: dict[str, Any], field: str, code: DutyRefusal
    ) -> None:
        with working(cast, "administrator") as actor:
            refused(
                code,
                field,
                actions.draft_duty,
                actor=actor,
                code="x",
                said=replace(SURVEY, **said),
            )
            assert not Duty.objects.exists()

    def test_a_code_once(self, cast: Cast) -> None:
        self.draft(cast)
        with working(cast, "administrator") as actor:
            refused(
                DutyRefusal.CODE_TAKEN, "code", actions.draft_duty, actor=actor, code="survey", said=SURVEY
            )  # fmt: skip
        with working(cast, "branch_head_a") as actor, pytest.raises(Forbidden):
            actions.draft_duty(actor=actor, code="other", said=SURVEY)
