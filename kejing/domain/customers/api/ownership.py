"""Who had a customer, claiming, moving many."""

from datetime import date
from typing import Literal

from ninja import Schema
from pydantic import Field

from kejing.domain.customers import actions, queries
from kejing.domain.customers.api.customers import AssignedOut, router
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.schemas import Id, Key


class TransferIn(Schema):
    numbers: list[str] = Field(default_factory=list, max_length=20_000)
    from_holder_id: Id | None = None
    kind: Literal["person", "organisation"] | None = None
    holder_id: Id
    on: date


class TransferNowIn(TransferIn):
    """As the preview; `seen` is what it gave."""

    reason: str = Field(min_length=1, max_length=200)
    seen: str = Field(max_length=16)
    idempotency_key: Key = None


class PreviewOut(Schema):
    moving: int
    refused: int
    staying: int
    seen: str


class MovedOut(Schema):
    moved: int


class HolderOut(Schema):
    id: int
    name: str
    name_en: str
    is_pool: bool
    unit_id: int


class OwnerOut(Schema):
    """Who held a customer on the day; nobody before she came."""

    day: date
    holder: HolderOut | None


@router.get("/{int:customer_id}/owner", response=OwnerOut)
def owner_as_of(request: ActorRequest, customer_id: int, day: date) -> object:
    return {"day": day, "holder": queries.owner_as_of(actor=request.actor, customer_id=customer_id, day=day)}


@router.post("/{int:customer_id}/claim", response=AssignedOut)
def claim_customer(request: ActorRequest, customer_id: int) -> object:
    """Take the customer out of a pool that is open to you."""
    return {"customer_id": actions.claim_customer(actor=request.actor, customer_id=customer_id)}


@router.post("/transfers/preview", response=PreviewOut)
def transfer_preview(request: ActorRequest, wanted: TransferIn) -> object:
    """What a transfer would do; nothing moves."""
    return queries.transfer_preview(actor=request.actor, **wanted.dict())


@router.post("/transfers", response=MovedOut)
def transfer_customers(request: ActorRequest, wanted: TransferNowIn) -> object:
    """All of them move, or none does."""
    return {"moved": actions.transfer_customers(actor=request.actor, **wanted.dict())}
