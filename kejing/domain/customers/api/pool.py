"""The public pool: who lies in it, claiming, sending back to it."""

from datetime import date

from ninja import Query, Schema

from kejing.domain.customers import actions, queries
from kejing.domain.customers.api.customers import AssignedOut, router
from kejing.domain.customers.api.locks import PageIn
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.schemas import Key, Strict


class PooledOut(Schema):
    """What whoever may claim a customer knows of her; `waits`: not yet."""

    id: int
    number: str
    name: str
    kind: str
    unit_id: int
    pooled_on: date
    claimable_from: date | None
    waits: bool


class PoolOut(Schema):
    rows: list[PooledOut]
    next: str | None
    previous: str | None


class RecyclingOut(Schema):
    """A customer on the way into the pool, by which rule and from which day; `is_due`: she may be sent."""

    id: int
    customer_id: int
    number: str
    name: str
    holder: str
    holder_en: str
    rule: str
    warned_on: date
    due_on: date
    policy_version: int
    is_due: bool

    @staticmethod
    def resolve_customer_id(row: queries.RecyclingRow) -> int:
        return row.pk


class RecyclingListOut(Schema):
    rows: list[RecyclingOut]
    next: str | None
    previous: str | None


class ClaimIn(Strict):
    idempotency_key: Key = None


class SentOut(Schema):
    sent: int


@router.get("/pool", response=PoolOut)
def pool_list(request: ActorRequest, wanted: Query[PageIn]) -> object:
    """Those in the pools open to the caller, the newest first."""
    return queries.pool_list(actor=request.actor, cursor=wanted.after).page


@router.post("/{int:customer_id}/claim", response=AssignedOut)
def claim_customer(request: ActorRequest, customer_id: int, body: ClaimIn | None = None) -> object:
    """Take the customer out of a pool that is open to you."""
    key = body.idempotency_key if body else None
    found = actions.claim_customer(actor=request.actor, customer_id=customer_id, idempotency_key=key)
    return {"customer_id": found}


@router.get("/pool/due", response=RecyclingListOut)
def recycling_list(request: ActorRequest, wanted: Query[PageIn]) -> object:
    """Who is on the way into the pool."""
    found = queries.recycling_list(actor=request.actor, cursor=wanted.after)
    return {"rows": found.rows, "next": found.page.next, "previous": found.page.previous}


@router.post("/pool/due/{int:recycling_id}/send", response=SentOut)
def send_to_pool(request: ActorRequest, recycling_id: int, body: ClaimIn) -> object:
    """Send a customer who is due back to the pool."""
    found = actions.send_to_pool(actor=request.actor, recycling_ids=[recycling_id], **body.dict())
    return {"sent": found}
