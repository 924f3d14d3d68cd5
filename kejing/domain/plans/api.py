"""Plans of every period: drafted, approved, frozen, bound, for programs."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from ninja import Query, Router, Schema, Status
from pydantic import Field

from kejing.domain.plans import actions, queries
from kejing.domain.plans.vocabulary import Done, PlanState, Verdict
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.schemas import Code, Day, Id, Key, Text, Version

router = Router()

Line = Annotated[str, Field(min_length=1, max_length=400), Text]
Note = Annotated[str, Field(max_length=400), Text]
Remark = Annotated[str, Field(max_length=1000), Text]
Hours = Annotated[Decimal, Field(ge=0, max_digits=6, decimal_places=1)]
Amount = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2)]


class IdOut(Schema):
    id: int


class PlanOut(Schema):
    """A version of a plan for `[start, end)`. `days_late` by its first handing in, or so far."""

    id: int
    staff_id: int
    staff: str
    kind: str
    start: date
    end: date
    number: int
    state: PlanState
    due_at: datetime
    handed_in_at: datetime | None
    decide_by: datetime | None
    days_late: int


class DueOut(Schema):
    """A plan that is owed; `plan_id` null: nobody began it."""

    kind: str
    start: date
    end: date
    due_at: datetime
    plan_id: int | None
    state: str
    days_late: int


class PlanPageOut(Schema):
    rows: list[PlanOut]
    next: str | None
    previous: str | None


class MyPlansOut(Schema):
    due: list[DueOut]
    page: PlanPageOut


class OutcomeOut(Schema):
    """What became of an action; `seq` is the version for saying it anew."""

    state: Done
    note: str
    done_on: date
    spent: Decimal | None
    did_url: str
    seq: int


class ItemOut(Schema):
    id: int
    text: str
    customer_id: int | None
    point: str
    theme: str
    due_on: date | None
    hours: Decimal | None
    budget: Decimal | None
    expected: str
    source: str
    version: int
    outcome: OutcomeOut | None


class ShareOut(Schema):
    part: Decimal
    whole: int
    ratio: Decimal | None


class BudgetOut(Schema):
    planned: Decimal
    spent: Decimal | None
    deviation: Decimal | None
    results_per: Decimal | None


class FiguresOut(Schema):
    actions: int
    carried: ShareOut
    budget: BudgetOut


class PlanWholeOut(Schema):
    row: PlanOut
    reason: str
    sha256: str
    version: int
    items: list[ItemOut]
    figures: FiguresOut
    in_force: bool


class MemberOut(Schema):
    staff_id: int
    name: str
    plan: PlanOut | None
    days_late: int


class UnitOut(Schema):
    kind: str
    start: date
    due_at: datetime
    members: list[MemberOut]


class MineFilter(Schema):
    after: str | None = Field(None, max_length=400)


class UnitFilter(Schema):
    kind: Code | None = None
    day: Day | None = None


class DraftIn(Schema):
    kind: Code
    day: Day
    idempotency_key: Key = None


class PressIn(Schema):
    version: Version
    idempotency_key: Key = None


class ItemIn(Schema):
    text: Line
    point: Code
    customer_id: Id | None = None
    theme: Annotated[str, Field(max_length=40, pattern=r"^([a-z][a-z0-9_]*)?$")] = ""
    due_on: Day | None = None
    hours: Hours | None = None
    budget: Amount | None = None
    expected: Note = ""
    idempotency_key: Key = None


class ChangeItemIn(ItemIn):
    version: Version


class OutcomeIn(Schema):
    state: Done
    done_on: Day
    note: Note = ""
    spent: Amount | None = None
    version: Version = 0
    idempotency_key: Key = None


class AmendIn(Schema):
    reason: Line
    idempotency_key: Key = None


class DecisionIn(Schema):
    verdict: Verdict
    comment: Remark = ""
    answers: dict[Code, bool] = Field(default_factory=dict, max_length=50)
    version: Version
    idempotency_key: Key = None


class BindIn(Schema):
    month: Day
    idempotency_key: Key = None


@router.get("", response=MyPlansOut)
def my_plans(request: ActorRequest, wanted: Query[MineFilter]) -> object:
    """What the caller owes, and her plans, the newest period first."""
    return queries.my_plans(actor=request.actor, cursor=wanted.after)


@router.post("", response={201: IdOut})
def draft_plan(request: ActorRequest, body: DraftIn) -> object:
    """Begin a plan for the period that holds the day, drafted from what is due."""
    return Status(201, {"id": actions.draft_plan(actor=request.actor, **body.dict())})


@router.get("/waiting", response=PlanPageOut)
def approval_queue(request: ActorRequest, wanted: Query[MineFilter]) -> object:
    """Plans that wait for the caller's decision, by her clock."""
    return queries.approval_queue(actor=request.actor, cursor=wanted.after).page


@router.get("/unit", response=UnitOut | None)
def unit_plans(request: ActorRequest, wanted: Query[UnitFilter]) -> object:
    """Everybody in scope who owes a plan of a kind for the period that holds a day, and what became of it."""
    return queries.unit_plans(actor=request.actor, kind=wanted.kind, day=wanted.day)


@router.post("/binders", response={201: IdOut})
def bind_plans(request: ActorRequest, body: BindIn) -> object:
    """Bind and archive the approved weekly plans of a month."""
    return Status(201, {"id": actions.bind_plans(actor=request.actor, **body.dict())})


@router.get("/{int:plan_id}", response=PlanWholeOut)
def plan_page(request: ActorRequest, plan_id: int) -> object:
    return queries.plan_page(actor=request.actor, plan_id=plan_id)


@router.post("/{int:plan_id}/items", response={201: IdOut})
def add_item(request: ActorRequest, plan_id: int, body: ItemIn) -> object:
    return Status(201, {"id": actions.add_item(actor=request.actor, plan_id=plan_id, **body.dict())})


@router.post("/{int:plan_id}/refresh", response=IdOut)
def refresh_draft(request: ActorRequest, plan_id: int, body: PressIn) -> object:
    """Draw the draft up anew; what the writer changed stays."""
    return {"id": actions.refresh_draft(actor=request.actor, plan_id=plan_id, **body.dict())}


@router.post("/{int:plan_id}/submit", response=IdOut)
def submit_plan(request: ActorRequest, plan_id: int, body: PressIn) -> object:
    return {"id": actions.submit_plan(actor=request.actor, plan_id=plan_id, **body.dict())}


@router.post("/{int:plan_id}/decide", response=IdOut)
def decide_plan(request: ActorRequest, plan_id: int, body: DecisionIn) -> object:
    """Approve, with every question of the review answered, or return with a comment."""
    return {"id": actions.decide_plan(actor=request.actor, plan_id=plan_id, **body.dict())}


@router.post("/{int:plan_id}/amend", response={201: IdOut})
def amend_plan(request: ActorRequest, plan_id: int, body: AmendIn) -> object:
    """Draft a new version from an approved plan."""
    return Status(201, {"id": actions.amend_plan(actor=request.actor, plan_id=plan_id, **body.dict())})


@router.post("/items/{int:item_id}", response=IdOut)
def change_item(request: ActorRequest, item_id: int, body: ChangeItemIn) -> object:
    return {"id": actions.change_item(actor=request.actor, item_id=item_id, **body.dict())}


@router.post("/items/{int:item_id}/remove", response=IdOut)
def remove_item(request: ActorRequest, item_id: int, body: PressIn) -> object:
    """Take an action out; gives the plan's id."""
    return {"id": actions.remove_item(actor=request.actor, item_id=item_id, **body.dict())}


@router.post("/items/{int:item_id}/outcome", response=IdOut)
def record_outcome(request: ActorRequest, item_id: int, body: OutcomeIn) -> object:
    """Say what became of an action of an approved plan."""
    return {"id": actions.record_outcome(actor=request.actor, item_id=item_id, **body.dict())}
