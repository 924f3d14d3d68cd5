"""JSON ↔ the same actions and queries as the pages."""

from datetime import date, time
from typing import Annotated, Literal

from ninja import Query, Router, Schema, Status
from pydantic import AfterValidator, Field

from kejing.domain.meetings import actions, queries
from kejing.domain.meetings.vocabulary import (
    ActionState,
    ContributionKind,
    DueState,
    MeetingState,
    Presence,
    Share,
)
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.schemas import Code, Day, Id, Key, Text, Version, Written

router = Router()
Line = Annotated[str, Field(max_length=400), Text]
Paragraph = Annotated[str, Field(max_length=4000), Text]
Clock = Annotated[time, Written, AfterValidator(lambda value: value.replace(tzinfo=None))]
Minutes = Annotated[int, Field(ge=1, le=1440)]


class MeetingOut(Schema):
    """A meeting as lists show it: how many came of those called."""

    id: int
    code: str
    kind: str
    topic: str
    unit_id: int
    unit: str
    leader: str
    day: date
    at: time | None
    minutes: int | None
    state: MeetingState
    due_on: date | None
    days_late: int
    came: int
    called: int
    version: int


class DueOut(Schema):
    """A meeting that a unit owes: `due_on`, how it stands, days late."""

    code: str
    unit_id: int
    unit: str
    due_on: date
    state: DueState
    days_late: int
    meeting_id: int | None

    @staticmethod
    def resolve_code(row: object) -> str:
        return str(row.kind.code)  # type: ignore[attr-defined]  # a DueMeeting

    @staticmethod
    def resolve_due_on(row: object) -> date:
        found: date = row.period.due_on  # type: ignore[attr-defined]  # a DueMeeting
        return found


class MeetingListOut(Schema):
    rows: list[MeetingOut]
    due: list[DueOut]
    next: str | None
    previous: str | None


class MeetingFilter(Schema):
    show: Literal["", "mine"] = ""
    after: str | None = Field(None, max_length=400)


class AttendeeOut(Schema):
    staff_id: int
    name: str
    presence: Presence
    reason: str
    stands_for: str


class PointOut(Schema):
    seq: int
    title: str
    text: str


class ContributionOut(Schema):
    id: int
    staff_id: int
    author: str
    kind: ContributionKind
    share: Share
    customer_id: int | None
    text: str
    comment: str
    version: int


class ActionOut(Schema):
    id: int
    text: str
    owner_id: int
    owner: str
    due_on: date
    state: ActionState
    note: str
    meeting_id: int
    agreed_on: date
    version: int


class ArchiveOut(Schema):
    """Signed minutes (version 1) or a supplement with its text."""

    seq: int
    sha256: str
    text: str
    reason: str


class MeetingPageOut(Schema):
    meeting: MeetingOut
    points: list[PointOut]
    decisions: list[str]
    attendees: list[AttendeeOut]
    contributions: list[ContributionOut]
    carried: list[ActionOut]
    agreed: list[ActionOut]
    archives: list[ArchiveOut]


class CallIn(Schema):
    kind: Code
    day: Day
    at: Clock | None = None
    place: Annotated[str, Field(max_length=120), Text] = ""
    topic: Annotated[str, Field(max_length=200), Text] = ""
    topics: Annotated[str, Field(max_length=2000), Text] = ""
    idempotency_key: Key = None


class TickIn(Schema):
    staff_id: Id
    presence: Literal["present", "late", "excused", "absent"]
    reason: Line = ""


class ShortIn(Schema):
    """Today's meeting of a kind recorded on one page: `texts` go to the points of its agenda in order."""

    kind: Code
    attendance: Annotated[list[TickIn], Field(max_length=500)]
    texts: Annotated[list[Paragraph], Field(max_length=20)]
    at: Clock | None = None
    minutes: Minutes | None = None
    idempotency_key: Key = None


class AttendanceIn(Schema):
    attendance: Annotated[list[TickIn], Field(max_length=500)]
    idempotency_key: Key = None


class MinutesIn(Schema):
    """`texts` by the point's number."""

    version: Version
    texts: dict[int, Paragraph]
    decisions: Paragraph = ""
    guests: Line = ""
    minutes: Minutes | None = None
    idempotency_key: Key = None


class ContributionIn(Schema):
    kind: ContributionKind
    text: Annotated[Paragraph, Field(min_length=1)]
    share: Share = Share.UNIT
    customer_id: Id | None = None
    idempotency_key: Key = None


class AgreeIn(Schema):
    text: Annotated[Line, Field(min_length=1)]
    owner_id: Id
    due_on: Day
    idempotency_key: Key = None


class SettleIn(Schema):
    version: Version
    state: Literal["done", "dropped"]
    note: Line = ""
    idempotency_key: Key = None


class SignIn(Schema):
    version: Version
    idempotency_key: Key = None


class MeetingIdOut(Schema):
    meeting_id: int


class ContributionIdOut(Schema):
    contribution_id: int


class ActionIdOut(Schema):
    agreed_action_id: int


class ActionFilter(Schema):
    show: Literal["", "all"] = ""
    after: str | None = Field(None, max_length=400)


class ActionListOut(Schema):
    rows: list[ActionOut]
    next: str | None
    previous: str | None


@router.get("", response=MeetingListOut)
def meeting_list(request: ActorRequest, wanted: Query[MeetingFilter]) -> object:
    """Meetings in sight, the newest first, and those due in the units one leads."""
    found = queries.meeting_list(actor=request.actor, own=wanted.show == "mine", cursor=wanted.after)
    page = found.page
    return {"rows": page.rows, "next": page.next, "previous": page.previous, "due": list(found.due.rows)}


@router.get("/actions", response=ActionListOut)
def action_list(request: ActorRequest, wanted: Query[ActionFilter]) -> object:
    """Open actions: one's own, or all in sight."""
    return queries.action_list(actor=request.actor, own=wanted.show != "all", cursor=wanted.after).page


@router.get("/{int:meeting_id}", response=MeetingPageOut)
def meeting_page(request: ActorRequest, meeting_id: int) -> object:
    return queries.meeting_page(actor=request.actor, meeting_id=meeting_id)


@router.post("", response={201: MeetingIdOut})
def call_meeting(request: ActorRequest, body: CallIn) -> object:
    return Status(201, {"meeting_id": actions.call_meeting(actor=request.actor, **body.dict())})


@router.post("/short", response={201: MeetingIdOut})
def hold_short(request: ActorRequest, body: ShortIn) -> object:
    """Record and sign today's short meeting."""
    return Status(201, {"meeting_id": actions.hold_short(actor=request.actor, **body.dict())})


@router.post("/{int:meeting_id}/attendance", response=MeetingIdOut)
def take_attendance(request: ActorRequest, meeting_id: int, body: AttendanceIn) -> object:
    return {"meeting_id": actions.take_attendance(actor=request.actor, meeting_id=meeting_id, **body.dict())}


@router.post("/{int:meeting_id}/minutes", response=MeetingIdOut)
def write_minutes(request: ActorRequest, meeting_id: int, body: MinutesIn) -> object:
    return {"meeting_id": actions.write_minutes(actor=request.actor, meeting_id=meeting_id, **body.dict())}


@router.post("/{int:meeting_id}/contributions", response={201: ContributionIdOut})
def add_contribution(request: ActorRequest, meeting_id: int, body: ContributionIn) -> object:
    made = actions.add_contribution(actor=request.actor, meeting_id=meeting_id, **body.dict())
    return Status(201, {"contribution_id": made})


@router.post("/{int:meeting_id}/actions", response={201: ActionIdOut})
def agree_action(request: ActorRequest, meeting_id: int, body: AgreeIn) -> object:
    made = actions.agree_action(actor=request.actor, meeting_id=meeting_id, **body.dict())
    return Status(201, {"agreed_action_id": made})


@router.post("/{int:meeting_id}/sign", response=MeetingIdOut)
def sign_off(request: ActorRequest, meeting_id: int, body: SignIn) -> object:
    """Freeze and archive the minutes with their figures."""
    return {"meeting_id": actions.sign_off(actor=request.actor, meeting_id=meeting_id, **body.dict())}


@router.post("/actions/{int:agreed_action_id}/settle", response=MeetingIdOut)
def settle_action(request: ActorRequest, agreed_action_id: int, body: SettleIn) -> object:
    found = actions.settle_action(actor=request.actor, agreed_action_id=agreed_action_id, **body.dict())
    return {"meeting_id": found}
