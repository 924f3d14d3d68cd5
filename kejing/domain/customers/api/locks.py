"""Existing accounts locked to a person: which, asking to unlock, deciding on it."""

from datetime import date
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from kejing.domain.customers import actions, queries
from kejing.domain.customers.api.customers import AssignedOut, router
from kejing.domain.customers.vocabulary import CustomerKind
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.schemas import Id, Key, Strict, Text

Reason = Annotated[str, Field(min_length=1, max_length=200), Text]


class LockOut(Schema):
    """The lock in force; `request_id` where somebody has asked to lift it."""

    id: int
    holder: str
    holder_en: str
    since: date
    reason: str
    decided_by: str
    request_id: int | None
    asked_by: str
    asked_why: str


class CustomerLockOut(Schema):
    lock: LockOut | None


class LockIn(Strict):
    """By number, or else all of a holder's (of a kind)."""

    numbers: list[Annotated[str, Field(max_length=40)]] = Field(default_factory=list, max_length=20_000)
    from_holder_id: Id | None = None
    kind: CustomerKind | None = None
    reason: Reason
    idempotency_key: Key = None


class LockedOut(Schema):
    locked: int


class UnlockIn(Strict):
    reason: Reason
    idempotency_key: Key = None


class UnlockRowOut(Schema):
    """A request that waits; one's own is decided by somebody else."""

    id: int
    customer_id: int
    number: str
    name: str
    holder: str
    holder_en: str
    locked_since: date
    reason: str
    asked_by: str
    asked_on: date
    own: bool

    @staticmethod
    def resolve_customer_id(row: queries.UnlockRow) -> int:
        return row.pk


class UnlockListOut(Schema):
    rows: list[UnlockRowOut]
    next: str | None
    previous: str | None


class PageIn(Schema):
    after: str | None = Field(None, max_length=400)


class DecideUnlockIn(Strict):
    approve: bool
    comment: Annotated[str, Field(max_length=200), Text] = ""
    idempotency_key: Key = None


class RequestIdOut(Schema):
    request_id: int


@router.get("/{int:customer_id}/lock", response=CustomerLockOut)
def customer_lock(request: ActorRequest, customer_id: int) -> object:
    return {"lock": queries.customer_lock(actor=request.actor, customer_id=customer_id)}


@router.post("/locks", response=LockedOut)
def lock_customers(request: ActorRequest, body: LockIn) -> object:
    """Lock customers, with all they own, to the people who hold them; all or none."""
    return {"locked": actions.lock_customers(actor=request.actor, **body.dict())}


@router.post("/{int:customer_id}/unlock", response=AssignedOut)
def ask_unlock(request: ActorRequest, customer_id: int, body: UnlockIn) -> object:
    """Ask that the lock be lifted; a second person decides."""
    found = actions.ask_unlock(actor=request.actor, customer_id=customer_id, **body.dict())
    return {"customer_id": found}


@router.get("/locks/requests", response=UnlockListOut)
def unlock_list(request: ActorRequest, wanted: Query[PageIn]) -> object:
    """Requests that wait, the oldest first."""
    return queries.unlock_list(actor=request.actor, cursor=wanted.after)


@router.post("/locks/requests/{int:request_id}/decide", response=RequestIdOut)
def decide_unlock(request: ActorRequest, request_id: int, body: DecideUnlockIn) -> object:
    return {"request_id": actions.decide_unlock(actor=request.actor, request_id=request_id, **body.dict())}
