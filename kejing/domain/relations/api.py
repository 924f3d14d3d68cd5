"""JSON ↔ the same actions and queries as the pages."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from ninja import Query, Router, Schema, Status
from pydantic import Field

from kejing.domain.relations import actions, queries
from kejing.domain.relations.vocabulary import Level, NeedKind, NeedState, Outcome, Party, PromiseState
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.schemas import Code, Day, Id, Key, Text, Version

router = Router()


Line = Annotated[str, Field(min_length=1, max_length=400), Text]
Note = Annotated[str, Field(max_length=400), Text]


class IdOut(Schema):
    id: int


class RelationOut(Schema):
    """The relationship score today and a window of days ago, 0 to 100; `trend` in a word."""

    score: Decimal | None
    before: Decimal | None
    trend: str
    window: int


class NeedOut(Schema):
    id: int
    text: str
    family: str
    kind: NeedKind
    state: NeedState
    contact_id: int | None


class DueOut(Schema):
    id: int
    text: str
    due_on: date
    is_question: bool
    customer_id: int


class DuePageOut(Schema):
    rows: list[DueOut]
    next: str | None
    previous: str | None


class SignalOut(Schema):
    id: int
    customer_id: int
    kind: str
    level: Level
    reason: str
    control: str
    day: date
    until: date


class SignalPageOut(Schema):
    rows: list[SignalOut]
    next: str | None
    previous: str | None


class DueFilter(Schema):
    questions: bool = False
    after: str | None = Field(None, max_length=400)


class SignalFilter(Schema):
    after: str | None = Field(None, max_length=400)


class RateIn(Schema):
    grade: Annotated[int, Field(ge=1, le=5)]
    note: Note = ""
    idempotency_key: Key = None


class NeedIn(Schema):
    family: Code
    kind: NeedKind
    text: Line
    contact_id: Id | None = None
    idempotency_key: Key = None


class ChangeNeedIn(Schema):
    kind: NeedKind
    state: NeedState
    text: Line
    contact_id: Id | None = None
    version: Version
    idempotency_key: Key = None


class PromiseIn(Schema):
    by: Party
    text: Line
    due_on: Day
    idempotency_key: Key = None


class SettleIn(Schema):
    state: PromiseState
    settled_on: Day
    reason: Note = ""
    version: Version
    idempotency_key: Key = None


class SignalIn(Schema):
    kind: Code
    level: Level
    reason: Line
    until: Day
    control: Note = ""
    idempotency_key: Key = None


class ChangeSignalIn(Schema):
    level: Level
    control: Note
    until: Day
    ending: Outcome | None = None
    version: Version
    idempotency_key: Key = None


@router.get("/promises", response=DuePageOut)
def promises_due(request: ActorRequest, wanted: Query[DueFilter]) -> object:
    """Open promises, or questions, of the customers in scope, the most urgent first."""
    return queries.promises_due(actor=request.actor, questions=wanted.questions, cursor=wanted.after).page


@router.get("/signals", response=SignalPageOut)
def risk_signals(request: ActorRequest, wanted: Query[SignalFilter]) -> object:
    """Open risk signals of the customers in scope, those whose watch ends first at the top."""
    return queries.risk_signals(actor=request.actor, cursor=wanted.after).page


@router.get("/{int:customer_id}", response=RelationOut)
def relation(request: ActorRequest, customer_id: int) -> object:
    found = queries.relation(actor=request.actor, customer_id=customer_id)
    return {
        "score": found.now.value,
        "before": found.before.value,
        "trend": found.trend.value,
        "window": found.window,
    }


@router.post("/{int:customer_id}/ratings", response={201: IdOut})
def rate_relation(request: ActorRequest, customer_id: int, body: RateIn) -> object:
    done = actions.rate_relation(actor=request.actor, customer_id=customer_id, **body.dict())
    return Status(201, {"id": done})


@router.get("/{int:customer_id}/needs", response=list[NeedOut])
def customer_needs(request: ActorRequest, customer_id: int) -> object:
    found = queries.customer_needs(actor=request.actor, customer_id=customer_id)
    return [need for column in found.columns for need in column.needs]


@router.post("/{int:customer_id}/needs", response={201: IdOut})
def add_need(request: ActorRequest, customer_id: int, body: NeedIn) -> object:
    done = actions.add_need(actor=request.actor, customer_id=customer_id, **body.dict())
    return Status(201, {"id": done})


@router.post("/needs/{int:need_id}", response=IdOut)
def change_need(request: ActorRequest, need_id: int, body: ChangeNeedIn) -> object:
    """Move a need on: found, offered, met, dropped."""
    return {"id": actions.change_need(actor=request.actor, need_id=need_id, **body.dict())}


@router.post("/{int:customer_id}/promises", response={201: IdOut})
def make_promise(request: ActorRequest, customer_id: int, body: PromiseIn) -> object:
    done = actions.make_promise(actor=request.actor, customer_id=customer_id, **body.dict())
    return Status(201, {"id": done})


@router.post("/promises/{int:promise_id}/settle", response=IdOut)
def settle_promise(request: ActorRequest, promise_id: int, body: SettleIn) -> object:
    """Say that a promise was kept, or withdrawn for a reason."""
    return {"id": actions.settle_promise(actor=request.actor, promise_id=promise_id, **body.dict())}


@router.post("/{int:customer_id}/signals", response={201: IdOut})
def raise_signal(request: ActorRequest, customer_id: int, body: SignalIn) -> object:
    """Warn of a risk today."""
    done = actions.raise_signal(actor=request.actor, customer_id=customer_id, **body.dict())
    return Status(201, {"id": done})


@router.post("/signals/{int:signal_id}", response=IdOut)
def change_signal(request: ActorRequest, signal_id: int, body: ChangeSignalIn) -> object:
    """Say what is done about a risk, watch it longer, or close it with an outcome."""
    said = body.dict() | {"ending": body.ending or ""}
    return {"id": actions.change_signal(actor=request.actor, signal_id=signal_id, **said)}
