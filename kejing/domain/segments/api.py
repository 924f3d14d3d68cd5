"""JSON ↔ the same queries as the pages."""

from datetime import date, datetime
from typing import Any

from ninja import Query, Router, Schema
from pydantic import Field

from kejing.domain.segments import queries
from kejing.foundation.kernel.requests import ActorRequest

router = Router()
LARGEST = 2**63


class SegmentOut(Schema):
    """A segment in sight. `n`: customers in it over all, as worked out on the day `on`."""

    id: int
    label: str
    set_label: str
    kind: str
    rule: str
    n: int | None
    on: date | None
    has_draft: bool


class SegmentsOut(Schema):
    """One page; `next` and `previous` are cursors for `after`."""

    rows: list[SegmentOut]
    next: str | None
    previous: str | None


class MemberOut(Schema):
    """A customer in scope who is or was in the segment, `[since, until)`."""

    customer_id: int
    name: str
    since: date
    until: date | None
    values: str


class MembersOut(Schema):
    rows: list[MemberOut]
    next: str | None
    previous: str | None


class OverdueOut(Schema):
    """A customer without contact beyond the norm of her class; `days` over it today."""

    customer_id: int
    name: str
    segment: str
    last_on: date | None
    norm_days: int
    due_on: date
    days: int


class OverduesOut(Schema):
    rows: list[OverdueOut]
    next: str | None
    previous: str | None


class AnswerOut(Schema):
    """A question and its times; `hours` is the norm when it was asked."""

    id: int
    text: str
    customer_id: int
    asked_at: datetime
    answer_by: datetime
    hours: int
    hours_late: int


class LateAnswerOut(Schema):
    """A question beyond the hours of its customer's class; `segment` is her class now."""

    answer: AnswerOut
    segment: str


class LateAnswersOut(Schema):
    rows: list[LateAnswerOut]
    next: str | None
    previous: str | None


class BelongingOut(Schema):
    """A customer's place in one set of segments, `[since, until)`."""

    set_id: int
    set_label: str
    segment_id: int
    label: str
    is_class: bool
    since: date
    until: date | None


class AfterFilter(Schema):
    after: str | None = Field(None, max_length=400)


class MembersFilter(AfterFilter):
    on: date | None = Field(None, description="Members on this day; today without it")


class OverdueFilter(AfterFilter):
    holder: int | None = Field(None, ge=1, lt=LARGEST)


class BelongingFilter(Schema):
    on: date | None = Field(None, description="The segments of this day; all of the history without it")


@router.get("/segments", response=SegmentsOut)
def segment_list(request: ActorRequest, wanted: Query[AfterFilter]) -> Any:
    """The segments in sight."""
    return queries.segment_list(actor=request.actor, cursor=wanted.after).page


@router.get("/segments/{int:segment_id}/members", response=MembersOut)
def segment_members(request: ActorRequest, segment_id: int, wanted: Query[MembersFilter]) -> Any:
    """The customers in scope who are in the segment, today or on a day."""
    return queries.segment_page(
        actor=request.actor, segment_id=segment_id, on=wanted.on, cursor=wanted.after
    ).members


@router.get("/customers/{int:customer_id}/segments", response=list[BelongingOut])
def customer_segments(request: ActorRequest, customer_id: int, wanted: Query[BelongingFilter]) -> Any:
    """In which segments the customer is, was on a day, or ever was."""
    return queries.segments_of(actor=request.actor, customer_id=customer_id, on=wanted.on)


@router.get("/overdue", response=OverduesOut)
def overdue_list(request: ActorRequest, wanted: Query[OverdueFilter]) -> Any:
    """The customers in scope whose contact is overdue, the longest first."""
    return queries.overdue_list(actor=request.actor, holder_id=wanted.holder, cursor=wanted.after).page


@router.get("/late-answers", response=LateAnswersOut)
def late_answers(request: ActorRequest, wanted: Query[OverdueFilter]) -> Any:
    """Questions of the customers in scope that wait longer than the class allows, the longest first."""
    return queries.late_list(actor=request.actor, holder_id=wanted.holder, cursor=wanted.after).page
