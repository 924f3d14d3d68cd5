"""Leave, for programs. JSON ↔ the same actions and queries as the pages."""

from datetime import date, datetime
from typing import Annotated

from ninja import Query, Router, Schema, Status
from pydantic import Field

from kejing.domain.org import actions, queries
from kejing.domain.org.vocabulary import AbsenceState, HalfDay
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.schemas import Code, Day, Id, Key, Strict, Text, Version

router = Router()
Note = Annotated[str, Field(max_length=400), Text]


class AbsenceOut(Schema):
    """Leave of one's own or of one's people; `last_day` is the last day away."""

    id: int
    staff_id: int
    name: str
    kind: str
    valid_from: date
    last_day: date
    half: HalfDay
    reason: str
    state: AbsenceState
    deputy_id: int | None
    asked_at: datetime
    decided_at: datetime | None
    note: str
    version: int


class AbsencePageOut(Schema):
    rows: list[AbsenceOut]
    next: str | None
    previous: str | None


class Cursor(Schema):
    after: str | None = Field(None, max_length=400)


class AskIn(Strict):
    """`deputy_id`: the holder who acts meanwhile."""

    kind: Code
    first: Day
    last: Day
    half: HalfDay = HalfDay.WHOLE
    reason: Note = ""
    deputy_id: Id | None = None
    idempotency_key: Key = None


class EnterIn(AskIn):
    """`person_id`: the holder who is away."""

    person_id: Id


class DecideIn(Strict):
    approve: bool
    note: Note = ""
    deputy_id: Id | None = None
    version: Version
    idempotency_key: Key = None


class EndIn(Strict):
    back_on: Day
    version: Version
    idempotency_key: Key = None


class AbsenceIdOut(Schema):
    id: int


@router.get("", response=AbsencePageOut)
def list_absences(request: ActorRequest, given: Query[Cursor]) -> object:
    """One's own leave, the latest first."""
    return queries.my_absences(actor=request.actor, cursor=given.after).page


@router.get("/waiting", response=AbsencePageOut)
def list_waiting_absences(request: ActorRequest, given: Query[Cursor]) -> object:
    """Requests that wait for the reader's decision, the soonest first."""
    return queries.absence_queue(actor=request.actor, cursor=given.after)


@router.get("/{int:absence_id}", response=AbsenceOut)
def read_absence(request: ActorRequest, absence_id: int) -> object:
    return queries.absence_page(actor=request.actor, absence_id=absence_id).absence


@router.post("", response={201: AbsenceIdOut})
def ask_absence(request: ActorRequest, given: AskIn) -> object:
    return Status(201, {"id": actions.ask_absence(actor=request.actor, **given.dict())})


@router.post("/entered", response={201: AbsenceIdOut})
def enter_absence(request: ActorRequest, given: EnterIn) -> object:
    """Leave of one of one's people; it is approved with that."""
    return Status(201, {"id": actions.enter_absence(actor=request.actor, **given.dict())})


@router.post("/{int:absence_id}/decide", response=AbsenceOut)
def decide_absence(request: ActorRequest, absence_id: int, given: DecideIn) -> object:
    actions.decide_absence(actor=request.actor, absence_id=absence_id, **given.dict())
    return queries.absence_page(actor=request.actor, absence_id=absence_id).absence


@router.post("/{int:absence_id}/cancel", response=AbsenceOut)
def cancel_absence(request: ActorRequest, absence_id: int) -> object:
    actions.cancel_absence(actor=request.actor, absence_id=absence_id)
    return queries.absence_page(actor=request.actor, absence_id=absence_id).absence


@router.post("/{int:absence_id}/end", response=AbsenceOut)
def end_absence(request: ActorRequest, absence_id: int, given: EndIn) -> object:
    """An early return."""
    actions.end_absence(actor=request.actor, absence_id=absence_id, **given.dict())
    return queries.absence_page(actor=request.actor, absence_id=absence_id).absence
