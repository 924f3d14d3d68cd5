"""Duties for tests: a small calendar, made and published by the actions, and its tasks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from typing import Any

from kejing.domain.duties import actions
from kejing.domain.duties.actions.calendar import Said
from kejing.domain.duties.models import DutyTask, Trace
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from tests.cast import TODAY, Cast

LOG = Said(
    "日志", "Work log", "account_manager", "day", "log.submitted", "A2.55", workdays=1, due_time=time(9)
)
VISITS = Said("走访", "Customer visits", "market_manager", "week", "visit.held", "A4.51", least=1, most=2)
SURVEY = Said("调查", "Market survey", "market_manager", "quarter", "note", "A4.44", remind_days=14)
READ = Said("批阅", "Read the logs", "market_manager", "day", "logs.reviewed", "A4.50")
CALENDAR = {"log": LOG, "visits": VISITS, "survey": SURVEY, "read": READ}


@contextmanager
def working(cast: Cast, person: str, day: date = TODAY, hour: int = 17, minute: int = 0) -> Iterator[Actor]:
    """Act as one of the cast at a moment of the business clock."""
    with clock.frozen(clock.at(day, hour, minute)), cast[person].acting() as actor:
        yield actor


def published(code: str, said: Said, day: date = TODAY, duty_id: int | None = None) -> int:
    """A version in force from a day on; its id."""
    with clock.frozen(clock.at(day, 5)), as_system("test") as actor:
        version = actions.draft_duty(actor=actor, code=code, said=said, duty_id=duty_id)
        return actions.publish_duty(actor=actor, version_id=version, from_day=day)


def calendar_of(day: date = TODAY, **duties: Said) -> None:
    for code, said in (duties or CALENDAR).items():
        published(code, said, day)


def generated(day: date = TODAY) -> actions.Generated:
    """The tasks of a morning."""
    with clock.frozen(clock.at(day, 5, 10)), as_system("test") as actor:
        return actions.generate_duties(actor=actor)


def task_of(cast: Cast, person: str, code: str, **more: Any) -> DutyTask:
    """The one task of a person's duty."""
    with as_system("test"):
        return DutyTask.objects.get(staff_id=cast[person].staff_id, duty__code=code, **more)


def proof_of(task: DutyTask) -> Trace:
    """The evidence that settled it."""
    with as_system("test"):
        return Trace.objects.get(pk=task.proof_id)


def seeded(cast: Cast) -> dict[str, Any]:
    """The world of the access matrix: a duty by hand for account managers, one for the market managers."""
    by_hand = Said("核对", "Check papers", "account_manager", "month", "note", "A2.33")
    calendar_of(papers=by_hand, visits=VISITS)
    generated()
    with as_system("test") as actor:
        draft = actions.draft_duty(actor=actor, code="draft", said=SURVEY)
    task = task_of(cast, "manager_a1", "papers")
    return {
        "duty_task_a1": task.pk,
        "duty_task_b1": task_of(cast, "manager_b1", "papers").pk,
        "duty": task.duty_id,
        "duty_version": task.version_id,
        "duty_draft": draft,
    }
