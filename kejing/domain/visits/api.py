"""JSON ↔ the same actions and queries as the pages."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated

from django.utils.timezone import is_naive, make_aware
from ninja import File, Query, Router, Schema, Status, UploadedFile
from pydantic import AfterValidator, Field

from kejing.domain.visits import actions, queries
from kejing.domain.visits.forms import month_of
from kejing.domain.visits.vocabulary import (
    BEST_MARK,
    Channel,
    Direction,
    Reached,
    Route,
    Severity,
    VisitState,
)
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.schemas import Code, Day, Id, Key, Text, Version, Written

router = Router()


def _moment(value: datetime) -> datetime:
    """A moment within the years the calendar knows; without a zone it is the organisation's."""
    if not 1900 < value.year < 9999:  # room for the zones at both ends
        raise ValueError("the moment is out of range")
    return make_aware(value) if is_naive(value) else value


Line = Annotated[str, Field(max_length=400), Text]
Paragraph = Annotated[str, Field(max_length=2000), Text]
Part = Annotated[str, Field(max_length=8000), Text]
Moment = Annotated[datetime, Written, AfterValidator(_moment)]
Minutes = Annotated[int, Field(ge=0, le=1440)]
Clock = Annotated[time, Written, AfterValidator(lambda value: value.replace(tzinfo=None))]


class CustomerOut(Schema):
    id: int
    number: str
    name: str


class VisitOut(Schema):
    """A visit, planned or held. `customer` is null where she is not in the reader's scope any more."""

    id: int
    customer_id: int
    customer: CustomerOut | None
    staff_id: int
    staff: str
    state: VisitState
    day: date
    planned_at: time | None
    happened_at: datetime | None
    minutes: int | None
    channel: Channel
    direction: Direction
    goal: str
    reached: Reached
    result: str
    observations: str
    next_step: str
    next_step_on: date | None
    version: int


class VisitPageOut(Schema):
    """One page; `next` and `previous` are cursors for `after`."""

    rows: list[VisitOut]
    next: str | None
    previous: str | None


class VisitFilter(Schema):
    month: str | None = Field(None, pattern=r"^\d{4}-\d{2}$")
    state: VisitState | None = None
    customer_id: Id | None = None
    after: str | None = Field(None, max_length=400)


class PlanIn(Schema):
    customer_id: Id
    day: Day
    goal: Annotated[Line, Field(min_length=1)]
    at: Clock | None = None
    idempotency_key: Key = None


class FindingIn(Schema):
    """A finding with its route. `fixed` needs `evidence` or photos and the same day; `rectify` may name `due_on`."""

    kind: Code
    severity: Severity
    text: Annotated[str, Field(min_length=1, max_length=1000), Text]
    route: Route
    evidence: Annotated[str, Field(max_length=1000), Text] = ""
    due_on: Day | None = None
    photo_ids: Annotated[list[Id], Field(max_length=50)] = []


class FindingAddIn(FindingIn):
    idempotency_key: Key = None


class CheckIn(Schema):
    version: Version
    solved: bool
    note: Annotated[str, Field(min_length=1, max_length=1000), Text]
    due_on: Day | None = None
    idempotency_key: Key = None


class FindingIdOut(Schema):
    finding_id: int


class ArrivalIn(Schema):
    """A place is given with consent or not at all; it is kept to about a kilometre, for some days."""

    latitude: Annotated[Decimal, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[Decimal, Field(ge=-180, le=180)] | None = None
    idempotency_key: Key = None


class ArrivalPlannedIn(ArrivalIn):
    version: Version


class ArrivalDropIn(ArrivalIn):
    customer_id: Id


class KeyIn(Schema):
    idempotency_key: Key = None


class PhotoIdOut(Schema):
    photo_id: int


Answer = bool | Decimal | Annotated[str, Field(max_length=400)] | None


class SaidIn(Schema):
    """What was said of a contact, its checklist's answers by point, what was found, photos sent before."""

    direction: Direction
    channel: Channel = Channel.VISIT
    goal: Line = ""
    reached: Reached = Reached.NONE
    result: Paragraph = ""
    observations: Paragraph = ""
    next_step: Line = ""
    next_step_on: Day | None = None
    minutes: Minutes | None = None
    customer_view: Paragraph = ""
    checklist: dict[str, Answer] | None = None
    findings: Annotated[list[FindingIn], Field(max_length=20)] = []
    photo_ids: Annotated[list[Id], Field(max_length=50)] = []
    idempotency_key: Key = None


class RecordIn(SaidIn):
    customer_id: Id
    happened_at: Moment


class RecordPlannedIn(SaidIn):
    """Without `happened_at` the visit has a check-in, and that is the moment."""

    version: Version
    happened_at: Moment | None = None


class VisitIdOut(Schema):
    visit_id: int


class LogOut(Schema):
    id: int
    staff_id: int
    staff: str
    day: date
    submitted_at: datetime
    due_at: datetime
    on_time: bool
    review_due_at: datetime
    reviewed_at: datetime | None


class LogListOut(Schema):
    rows: list[LogOut]
    next: str | None
    previous: str | None


class LogFilter(Schema):
    after: str | None = Field(None, max_length=400)


class ReviewOut(Schema):
    seq: int
    reviewer: str
    mark: int
    comment: str
    at: datetime


class HourOut(Schema):
    """Minutes of one type of work; `code` is `other` for what is not classified."""

    code: str
    share: str
    minutes: int
    times: int


class LogPageOut(Schema):
    """A log with its three parts: customer visits, results, reflections."""

    log: LogOut
    parts: tuple[str, str, str]
    hours: list[HourOut]
    reviews: list[ReviewOut]


class LogIn(Schema):
    """`hours` are minutes by code of a type of work; left out, they are drafted from the day."""

    day: Day
    visits_part: Part = ""
    results_part: Part = ""
    reflections_part: Part = ""
    hours: dict[Code, Minutes] | None = None
    idempotency_key: Key = None


class ReviewIn(Schema):
    """`version` is the number of reviews seen: 0 for the first."""

    mark: Annotated[int, Field(ge=1, le=BEST_MARK)]
    comment: Annotated[str, Field(max_length=1000), Text] = ""
    version: Version = 0
    idempotency_key: Key = None


class LogIdOut(Schema):
    log_id: int


@router.get("/visits", response=VisitPageOut)
def visit_list(request: ActorRequest, wanted: Query[VisitFilter]) -> object:
    """Visits in scope, the newest first; of one customer all of hers."""
    found = queries.visit_list(
        actor=request.actor,
        month=month_of(wanted.month),
        state=wanted.state or "",
        customer_id=wanted.customer_id,
        cursor=wanted.after,
    )
    return found.page


@router.get("/visits/{int:visit_id}", response=VisitOut)
def visit_page(request: ActorRequest, visit_id: int) -> object:
    return queries.visit_page(actor=request.actor, visit_id=visit_id).visit


@router.post("/visits/plan", response={201: VisitIdOut})
def plan_visit(request: ActorRequest, body: PlanIn) -> object:
    return Status(201, {"visit_id": actions.plan_visit(actor=request.actor, **body.dict())})


@router.post("/visits/record", response={201: VisitIdOut})
def record_visit(request: ActorRequest, body: RecordIn) -> object:
    """Record a contact nobody had planned; a next step with a day becomes a plan."""
    return Status(201, {"visit_id": actions.record_visit(actor=request.actor, **body.dict())})


@router.post("/visits/{int:visit_id}/record", response=VisitIdOut)
def record_planned(request: ActorRequest, visit_id: int, body: RecordPlannedIn) -> object:
    """Turn a plan into a visit held."""
    return {"visit_id": actions.record_planned(actor=request.actor, visit_id=visit_id, **body.dict())}


@router.post("/visits/{int:visit_id}/check-in", response=VisitIdOut)
def check_in(request: ActorRequest, visit_id: int, body: ArrivalPlannedIn) -> object:
    """Arrive for a planned visit, by the server's clock."""
    return {"visit_id": actions.check_in(actor=request.actor, visit_id=visit_id, **body.dict())}


@router.post("/visits/drop-in", response={201: VisitIdOut})
def drop_in(request: ActorRequest, body: ArrivalDropIn) -> object:
    """Arrive without a plan."""
    return Status(201, {"visit_id": actions.drop_in(actor=request.actor, **body.dict())})


@router.post("/visits/{int:visit_id}/check-out", response=VisitIdOut)
def check_out(request: ActorRequest, visit_id: int, body: KeyIn) -> object:
    return {"visit_id": actions.check_out(actor=request.actor, visit_id=visit_id, **body.dict())}


@router.post("/visits/photos", response={201: PhotoIdOut})
def add_photo(
    request: ActorRequest, content: File[UploadedFile], visit_id: int | None = None, idempotency_key: Key = None
) -> object:  # fmt: skip
    """Send a photo; without `visit_id` it waits for the visit that names it in `photo_ids`."""
    photo_id = actions.add_photo(
        actor=request.actor, content=content.read(), visit_id=visit_id, idempotency_key=idempotency_key
    )
    return Status(201, {"photo_id": photo_id})


@router.post("/visits/{int:visit_id}/findings", response={201: FindingIdOut})
def add_finding(request: ActorRequest, visit_id: int, body: FindingAddIn) -> object:
    """Record a finding of one's own visit."""
    finding_id = actions.add_finding(actor=request.actor, visit_id=visit_id, **body.dict())
    return Status(201, {"finding_id": finding_id})


@router.post("/findings/{int:finding_id}/check", response=FindingIdOut)
def check_finding(request: ActorRequest, finding_id: int, body: CheckIn) -> object:
    """Look again: solved, or with a new day."""
    return {"finding_id": actions.check_finding(actor=request.actor, finding_id=finding_id, **body.dict())}


@router.get("/logs", response=LogListOut)
def my_logs(request: ActorRequest, wanted: Query[LogFilter]) -> object:
    """One's own logs, the newest first."""
    return queries.my_logs(actor=request.actor, cursor=wanted.after).page


@router.get("/logs/{int:log_id}", response=LogPageOut)
def log_page(request: ActorRequest, log_id: int) -> object:
    return queries.log_page(actor=request.actor, log_id=log_id)


@router.post("/logs", response={201: LogIdOut})
def submit_log(request: ActorRequest, body: LogIn) -> object:
    """Hand in the log of a day."""
    return Status(201, {"log_id": actions.submit_log(actor=request.actor, **body.dict())})


@router.post("/logs/{int:log_id}/review", response=LogIdOut)
def review_log(request: ActorRequest, log_id: int, body: ReviewIn) -> object:
    """Mark a log of one's team from 1 to 5."""
    return {"log_id": actions.review_log(actor=request.actor, log_id=log_id, **body.dict())}
