"""Targets for programs: the same actions and queries as the pages."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from ninja import Query, Router, Schema, Status
from pydantic import Field

from kejing.domain.targets import actions, queries
from kejing.domain.targets.vocabulary import VIEW, Level, PeriodKind, Reconcile, Way
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.schemas import Code, Day, Id, Key, Strict, Text, Version

router = Router()

Figure = Annotated[Decimal, Field(ge=0, lt=Decimal(10) ** 14, decimal_places=4)]
Line = Annotated[str, Field(max_length=200), Text]
Said = Annotated[str, Field(max_length=400), Text]
ProductCode = Annotated[str, Field(max_length=60), Text]


class MeasureOut(Schema):
    code: str
    label: str
    unit: str
    places: int
    reconcile: Reconcile


class SpanOut(Schema):
    """`[begins, ends)`."""

    kind: PeriodKind
    begins: date
    ends: date


class PartsOut(Schema):
    total: Decimal
    n: int
    difference: Decimal
    is_explained: bool


class TargetOut(Schema):
    """A target. `actual` is null where nothing measures it, `attainment` where the target is 0 besides (Q16)."""

    id: int
    measure: MeasureOut
    span: SpanOut
    level: Level
    name: str
    number: str
    product_code: str
    base: Decimal
    floor: Decimal | None
    stretch: Decimal | None
    themes: list[str]
    staff_id: int | None
    unit_id: int | None
    customer_id: int | None
    version: int
    actual: Decimal | None
    attainment: Decimal | None
    floor_met: bool | None
    counted_at: datetime | None
    parts: PartsOut | None


class ProgressOut(Schema):
    staff_id: int
    name: str
    day: date
    targets: list[TargetOut]


class NodePageOut(Schema):
    """One level of the tree; `next` and `previous` are cursors for `after`."""

    rows: list[TargetOut]
    next: str | None
    previous: str | None


class BrokenOut(Schema):
    way: Way
    parts: PartsOut
    rows: list[TargetOut]
    explanation: str


class ChangeOut(Schema):
    version: int
    kind: str
    base: Decimal
    floor: Decimal | None
    stretch: Decimal | None
    reason: str
    by: str
    at: datetime


class TargetPageOut(Schema):
    row: TargetOut
    ways: list[BrokenOut]
    history: list[ChangeOut]


class ThemeOut(Schema):
    code: str
    label: str


class ProgressFilter(Schema):
    staff_id: Id | None = None
    day: Day | None = None


class TreeFilter(Schema):
    measure: Code
    kind: PeriodKind = PeriodKind.MONTH
    day: Day | None = None
    after: str | None = Field(None, max_length=400)


class PageFilter(Schema):
    after: str | None = Field(None, max_length=400)


class FiguresIn(Strict):
    base: Figure
    floor: Figure | None = None
    stretch: Figure | None = None


class SetIn(FiguresIn):
    """Of a unit, a person or a customer; none of them: of the organisation."""

    measure: Code
    kind: PeriodKind
    day: Day
    unit_id: Id | None = None
    staff_id: Id | None = None
    customer_id: Id | None = None
    product: ProductCode = ""
    themes: Annotated[list[Code], Field(max_length=20)] = []
    reason: Line = ""
    explanation: Said = ""
    idempotency_key: Key = None


class ChangeIn(FiguresIn):
    version: Version
    themes: Annotated[list[Code], Field(max_length=20)] = []
    reason: Annotated[Line, Field(min_length=1)]
    explanation: Said = ""
    idempotency_key: Key = None


class PartIn(FiguresIn):
    """`key`: unit code, staff number, customer number, product code, or the first day of a shorter period."""

    key: Annotated[str, Field(min_length=1, max_length=60), Text]


class CascadeIn(Strict):
    version: Version
    way: Way
    kind: PeriodKind | None = None
    parts: Annotated[list[PartIn], Field(min_length=1, max_length=300)]
    reason: Line = ""
    explanation: Said = ""
    idempotency_key: Key = None


class ExplainIn(Strict):
    way: Way
    explanation: Annotated[Said, Field(min_length=1)]
    idempotency_key: Key = None


class TargetIdOut(Schema):
    target_id: int


class CascadedOut(Schema):
    n: int


@router.get("/", response=ProgressOut)
def progress(request: ActorRequest, wanted: Query[ProgressFilter]) -> object:
    """A person's targets that run on a day, and what she reached; one's own without `staff_id`."""
    if wanted.staff_id is None:
        found = queries.own_progress(actor=request.actor, day=wanted.day)
    else:
        found = queries.progress_of(actor=request.actor, staff_id=wanted.staff_id, day=wanted.day)
    rows = [row for group in found.groups for row in group.rows]
    return {"staff_id": found.staff_id, "name": found.name, "day": found.day, "targets": rows}


@router.get("/measures", response=list[MeasureOut])
def measures(request: ActorRequest) -> object:
    """What targets are set for."""
    request.actor.require(VIEW)
    return queries.measures()


@router.get("/themes", response=list[ThemeOut])
def themes(request: ActorRequest) -> object:
    """Strategic themes."""
    request.actor.require(VIEW)
    return queries.themes()


@router.get("/tree", response=NodePageOut)
def target_tree(request: ActorRequest, wanted: Query[TreeFilter]) -> object:
    """The uppermost targets in sight, of a measure in the period that holds the day."""
    nodes = queries.tree(
        actor=request.actor, measure=wanted.measure, kind=wanted.kind, day=wanted.day, cursor=wanted.after
    ).nodes
    return {"rows": [node.row for node in nodes.rows], "next": nodes.next, "previous": nodes.previous}


@router.get("/{int:target_id}", response=TargetPageOut)
def target_page(request: ActorRequest, target_id: int) -> object:
    return queries.target_page(actor=request.actor, target_id=target_id)


@router.get("/{int:target_id}/parts", response=NodePageOut)
def target_parts(request: ActorRequest, target_id: int, wanted: Query[PageFilter]) -> object:
    _row, nodes = queries.parts_page(actor=request.actor, target_id=target_id, cursor=wanted.after)
    return {"rows": [node.row for node in nodes.rows], "next": nodes.next, "previous": nodes.previous}


@router.post("/", response={201: TargetIdOut})
def set_target(request: ActorRequest, body: SetIn) -> object:
    """Set a target for the period of its kind that the day lies in."""
    return Status(201, {"target_id": actions.set_target(actor=request.actor, **body.dict())})


@router.post("/{int:target_id}", response=TargetIdOut)
def change_target(request: ActorRequest, target_id: int, body: ChangeIn) -> object:
    return {"target_id": actions.change_target(actor=request.actor, target_id=target_id, **body.dict())}


@router.post("/{int:target_id}/cascade", response=CascadedOut)
def cascade_target(request: ActorRequest, target_id: int, body: CascadeIn) -> object:
    """Give parts their figures, all or none; returns how many were made or changed."""
    given = body.dict() | {"kind": body.kind or ""}
    return {"n": actions.cascade_target(actor=request.actor, target_id=target_id, **given)}


@router.post("/{int:target_id}/explain", response=TargetIdOut)
def explain_difference(request: ActorRequest, target_id: int, body: ExplainIn) -> object:
    """Say why the parts do not come to the whole."""
    return {"target_id": actions.explain_difference(actor=request.actor, target_id=target_id, **body.dict())}
