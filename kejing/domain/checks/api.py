"""Reviews' clock, coaching, handbook inspections, spot checks, questions about patterns, for programs."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from ninja import Query, Router, Schema, Status
from pydantic import Field

from kejing.domain.checks import actions, queries
from kejing.domain.checks.vocabulary import (
    CoachingOutcome,
    InspectionKind,
    InspectionState,
    Pattern,
    QuestionOutcome,
    QuestionState,
    SpotResult,
)
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.schemas import Code, Day, Id, Key, Strict, Text, Version

router = Router()

Line = Annotated[str, Field(max_length=400), Text]
Paragraph = Annotated[str, Field(max_length=1000), Text]
Said = Annotated[str, Field(min_length=1, max_length=1000), Text]


class IdOut(Schema):
    id: int


class SpotOut(Schema):
    """A spot check; those waiting are there for whoever may make them, and for nobody else."""

    id: int
    staff_id: int
    drawn_at: datetime
    due_at: datetime
    result: SpotResult | None
    whereabouts: str
    done_at: datetime | None


class SpotListOut(Schema):
    waiting: list[SpotOut]
    rows: list[SpotOut]
    next: str | None


class SpotFilter(Schema):
    after: str | None = Field(None, max_length=400)


class SpotIn(Strict):
    result: SpotResult
    whereabouts: Annotated[str, Field(max_length=200), Text] = ""
    remark: Line = ""
    idempotency_key: Key = None


class InspectionIn(Strict):
    """`end` is the day after the last; a planned one has `planned_on`."""

    staff_id: Id
    kind: InspectionKind
    start: Day
    end: Day
    planned_on: Day | None = None
    idempotency_key: Key = None


class InspectionOut(Schema):
    id: int
    staff_id: int
    inspector_id: int
    kind: InspectionKind
    state: InspectionState
    start: date
    end: date
    planned_on: date
    score: Decimal | None
    comment: str
    reply: str
    version: int


class ScoreIn(Strict):
    """`points` by code of the pack's criteria."""

    points: dict[Code, Annotated[int, Field(ge=0, le=100)]]
    comment: Paragraph = ""
    version: Version
    idempotency_key: Key = None


class ReplyIn(Strict):
    reply: Said
    idempotency_key: Key = None


class CoachingIn(Strict):
    staff_id: Id
    reason: Annotated[str, Field(min_length=1, max_length=400), Text]
    agreed: Said
    check_on: Day
    log_id: Id | None = None
    idempotency_key: Key = None


class CoachingOut(Schema):
    id: int
    staff_id: int
    coach_id: int
    on: date
    reason: str
    agreed: str
    check_on: date
    answer: str
    outcome: CoachingOutcome | None
    remark: str


class ReadIn(Strict):
    answer: Paragraph = ""
    idempotency_key: Key = None


class FollowIn(Strict):
    result: CoachingOutcome
    remark: Paragraph = ""
    idempotency_key: Key = None


class QuestionOut(Schema):
    id: int
    staff_id: int
    pattern: Pattern
    raised_on: date
    answer_due: date
    state: QuestionState
    answer: str
    outcome: QuestionOutcome | None
    reason: str


class AnswerIn(Strict):
    answer: Said
    idempotency_key: Key = None


class CloseIn(Strict):
    result: QuestionOutcome
    reason: Said
    idempotency_key: Key = None


@router.get("/spot", response=SpotListOut)
def spot_list(request: ActorRequest, wanted: Query[SpotFilter]) -> object:
    """Whom to call now, and the checks of before, the newest first."""
    found = queries.spot_list(actor=request.actor, cursor=wanted.after)
    return {"waiting": found.waiting, "rows": found.page.rows, "next": found.page.next}


@router.post("/spot/{int:spot_check_id}", response=IdOut)
def record_spot_check(request: ActorRequest, spot_check_id: int, body: SpotIn) -> object:
    return {"id": actions.record_spot_check(actor=request.actor, spot_check_id=spot_check_id, **body.dict())}


@router.get("/inspections/{int:inspection_id}", response=InspectionOut)
def inspection_page(request: ActorRequest, inspection_id: int) -> object:
    return queries.inspection_page(actor=request.actor, inspection_id=inspection_id).row


@router.post("/inspections", response={201: IdOut})
def plan_inspection(request: ActorRequest, body: InspectionIn) -> object:
    """Inspect a person's logs and visits of some days; a surprise begins at once."""
    return Status(201, {"id": actions.plan_inspection(actor=request.actor, **body.dict())})


@router.post("/inspections/{int:inspection_id}/begin", response=IdOut)
def open_inspection(request: ActorRequest, inspection_id: int) -> object:
    return {"id": actions.open_inspection(actor=request.actor, inspection_id=inspection_id)}


@router.post("/inspections/{int:inspection_id}/score", response=IdOut)
def score_inspection(request: ActorRequest, inspection_id: int, body: ScoreIn) -> object:
    return {"id": actions.score_inspection(actor=request.actor, inspection_id=inspection_id, **body.dict())}


@router.post("/inspections/{int:inspection_id}/reply", response=IdOut)
def reply_inspection(request: ActorRequest, inspection_id: int, body: ReplyIn) -> object:
    return {"id": actions.reply_inspection(actor=request.actor, inspection_id=inspection_id, **body.dict())}


@router.get("/coaching/{int:coaching_id}", response=CoachingOut)
def coaching_page(request: ActorRequest, coaching_id: int) -> object:
    return queries.coaching_page(actor=request.actor, coaching_id=coaching_id).row


@router.post("/coaching", response={201: IdOut})
def record_coaching(request: ActorRequest, body: CoachingIn) -> object:
    return Status(201, {"id": actions.record_coaching(actor=request.actor, **body.dict())})


@router.post("/coaching/{int:coaching_id}/answer", response=IdOut)
def answer_coaching(request: ActorRequest, coaching_id: int, body: ReadIn) -> object:
    """The person has read it."""
    return {"id": actions.answer_coaching(actor=request.actor, coaching_id=coaching_id, **body.dict())}


@router.post("/coaching/{int:coaching_id}/follow", response=IdOut)
def follow_coaching(request: ActorRequest, coaching_id: int, body: FollowIn) -> object:
    return {"id": actions.follow_coaching(actor=request.actor, coaching_id=coaching_id, **body.dict())}


@router.get("/questions/{int:question_id}", response=QuestionOut)
def question_page(request: ActorRequest, question_id: int) -> object:
    return queries.question_page(actor=request.actor, question_id=question_id).row


@router.post("/questions/{int:question_id}/answer", response=IdOut)
def answer_entry_question(request: ActorRequest, question_id: int, body: AnswerIn) -> object:
    return {"id": actions.answer_question(actor=request.actor, question_id=question_id, **body.dict())}


@router.post("/questions/{int:question_id}/close", response=IdOut)
def close_question(request: ActorRequest, question_id: int, body: CloseIn) -> object:
    return {"id": actions.close_question(actor=request.actor, question_id=question_id, **body.dict())}
