"""JSON ↔ the same actions and queries as the pages."""

from datetime import date, datetime
from typing import Annotated

from ninja import Router, Schema
from pydantic import Field

from kejing.domain.duties import actions, queries
from kejing.domain.duties.vocabulary import TaskState
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.schemas import Key, Text

router = Router()


class TaskOut(Schema):
    """A duty of one person for the period `[starts_on, ends_on)`. An open one past `due_at` is overdue."""

    id: int
    label: str
    item: str
    state: TaskState
    staff_id: int
    staff: str
    about: str
    starts_on: date
    ends_on: date
    due_at: datetime
    done_at: datetime | None
    overdue: bool
    days_late: int
    got: int
    least: int
    most: int | None
    balance: str
    evidence: str
    excuse: str


class MyDutiesOut(Schema):
    """One's own duties by when they are due; `settled` are those of the last 31 days."""

    overdue: list[TaskOut]
    today: list[TaskOut]
    week: list[TaskOut]
    later: list[TaskOut]
    settled: list[TaskOut]


class SettleIn(Schema):
    note: Annotated[str, Field(min_length=1, max_length=2000), Text]
    reference: Annotated[str, Field(max_length=200), Text] = ""
    idempotency_key: Key = None


class ExcuseIn(Schema):
    reason: Annotated[str, Field(min_length=1, max_length=400), Text]
    idempotency_key: Key = None


class TaskIdOut(Schema):
    task_id: int


@router.get("/mine", response=MyDutiesOut)
def my_duties(request: ActorRequest) -> object:
    """What the caller owes, and what she settled within a month."""
    return queries.my_duties(actor=request.actor)


@router.get("/tasks/{int:task_id}", response=TaskOut)
def duty_task(request: ActorRequest, task_id: int) -> object:
    return queries.task_page(actor=request.actor, task_id=task_id).row


@router.post("/tasks/{int:task_id}/settle", response=TaskIdOut)
def settle_task(request: ActorRequest, task_id: int, body: SettleIn) -> object:
    """Settle one's own duty by a note, where it takes one."""
    return {"task_id": actions.settle_task(actor=request.actor, task_id=task_id, **body.dict())}


@router.post("/tasks/{int:task_id}/excuse", response=TaskIdOut)
def excuse_task(request: ActorRequest, task_id: int, body: ExcuseIn) -> object:
    """Excuse somebody of one's team from a duty."""
    return {"task_id": actions.excuse_task(actor=request.actor, task_id=task_id, **body.dict())}
