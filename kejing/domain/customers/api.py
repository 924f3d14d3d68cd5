"""JSON ↔ the same queries as the pages."""

from datetime import date

from ninja import Query, Router, Schema
from pydantic import Field

from kejing.domain.customers import actions, queries
from kejing.foundation.kernel.requests import ActorRequest

router = Router()


class CustomerOut(Schema):
    """A customer in scope."""

    id: int
    number: str
    name: str
    name_is_generated: bool
    kind: str
    unit_id: int
    holder_id: int
    since: date | None
    risk: str
    version: int


class CustomerPageOut(Schema):
    """One page; `next` and `previous` are cursors for `after`."""

    rows: list[CustomerOut]
    next: str | None
    previous: str | None


class CustomerFilter(Schema):
    q: str = Field("", max_length=80)
    after: str | None = Field(None, max_length=400)


class AssignIn(Schema):
    holder_id: int = Field(ge=1, lt=2**63)
    reason: str = Field(min_length=1, max_length=200)
    idempotency_key: str | None = Field(None, max_length=64)


class AssignedOut(Schema):
    customer_id: int


@router.get("", response=CustomerPageOut)
def customer_list(request: ActorRequest, wanted: Query[CustomerFilter]) -> object:
    """The customers in scope by pinyin, or those found by two or more characters."""
    return queries.customer_list(actor=request.actor, query=wanted.q, cursor=wanted.after).page


@router.get("/{int:customer_id}", response=CustomerOut)
def customer_page(request: ActorRequest, customer_id: int) -> object:
    return queries.customer_page(actor=request.actor, customer_id=customer_id).customer


@router.post("/{int:customer_id}/assign", response=AssignedOut)
def assign_customer(request: ActorRequest, customer_id: int, wanted: AssignIn) -> object:
    """Give the customer to another holder from today on."""
    found = actions.assign_customer(actor=request.actor, customer_id=customer_id, **wanted.dict())
    return {"customer_id": found}
