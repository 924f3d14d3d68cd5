"""What one is told, for programs: the same inbox as the page's."""

from datetime import datetime
from typing import Annotated

from ninja import Query, Router, Schema
from pydantic import Field

from kejing.engines.notices import actions, queries
from kejing.engines.notices.vocabulary import Urgency
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.schemas import Strict

router = Router()
KindCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]*$", max_length=60)]


class NoticeOut(Schema):
    """`text` names what the reader may know now; `url` is empty where she may not open it."""

    id: int
    kind: str
    text: str
    url: str
    urgency: Urgency
    at: datetime
    read_at: datetime | None


class InboxOut(Schema):
    rows: list[NoticeOut]
    next: str | None
    previous: str | None


class InboxFilter(Schema):
    kind: KindCode | None = None
    unread: bool = False
    after: str | None = Field(None, max_length=400)


class MarkIn(Strict):
    read: bool


class MarkAllIn(Strict):
    kind: KindCode | None = None


class MarkedOut(Schema):
    marked: int


@router.get("", response=InboxOut)
def list_notices(request: ActorRequest, given: Query[InboxFilter]) -> object:
    """One's own inbox, the newest first."""
    return queries.inbox(
        actor=request.actor, kind=given.kind or "", only_unread=given.unread, cursor=given.after
    ).page


@router.post("/read", response=MarkedOut)
def mark_all_notices(request: ActorRequest, given: MarkAllIn) -> object:
    """Mark all as read, or all of a kind."""
    return {"marked": actions.mark_all_read(actor=request.actor, kind=given.kind or "")}


@router.get("/{int:notice_id}", response=NoticeOut)
def read_notice(request: ActorRequest, notice_id: int) -> object:
    return queries.notice_page(actor=request.actor, notice_id=notice_id)


@router.post("/{int:notice_id}/mark", response=NoticeOut)
def mark_notice(request: ActorRequest, notice_id: int, given: MarkIn) -> object:
    actions.mark_read(actor=request.actor, notice_id=notice_id, read=given.read)
    return queries.notice_page(actor=request.actor, notice_id=notice_id)
