"""The list, one customer, giving her to somebody, seeing a masked field."""

from datetime import date
from typing import Any, Literal, cast

from ninja import Query, Router, Schema
from pydantic import Field

from kejing.domain.customers import actions, queries
from kejing.domain.customers.vocabulary import ADDRESS, IDENTITY_NUMBER, PHONE
from kejing.foundation.kernel.fields import show
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.schemas import Id, Key

router = Router()


class CustomerOut(Schema):
    """A customer in scope. Protected fields are shown, masked or null, as the caller's role may see them."""

    id: int
    number: str
    name: str
    name_is_generated: bool
    kind: str
    unit_id: int
    holder_id: int
    since: date | None
    risk: str
    phone: str | None
    identity_number: str | None
    address: str | None
    version: int

    @staticmethod
    def resolve_phone(row: Any, context: Any) -> str | None:
        return _shown(context, PHONE, row.phone)

    @staticmethod
    def resolve_identity_number(row: Any, context: Any) -> str | None:
        return _shown(context, IDENTITY_NUMBER, row.identity_number)

    @staticmethod
    def resolve_address(row: Any, context: Any) -> str | None:
        return _shown(context, ADDRESS, row.address)


def _shown(context: Any, code: str, value: str) -> str | None:
    return cast("str | None", show(context["request"].actor, code, value))


class CustomerPageOut(Schema):
    """One page; `next` and `previous` are cursors for `after`."""

    rows: list[CustomerOut]
    next: str | None
    previous: str | None


class CustomerFilter(Schema):
    """The filters of the list's page. One that the list does not have, or on a field not seen in full, is refused."""

    q: str = Field("", max_length=80)
    unit: Id | None = None
    holder: Id | None = None
    kind: str = Field("", max_length=20)
    risk: str = Field("", max_length=20)
    since_from: date | None = None
    since_to: date | None = None
    pool: Literal["", "1"] = ""
    phone: str = Field("", max_length=40)
    identity_number: str = Field("", max_length=40)
    sort: str = Field("", max_length=20)
    after: str | None = Field(None, max_length=400)


class UnmaskIn(Schema):
    field: str = Field(min_length=1, max_length=120)
    reason: str = Field(min_length=1, max_length=200)
    contact_id: Id | None = None
    idempotency_key: Key = None


class UnmaskedOut(Schema):
    value: str


class AssignIn(Schema):
    holder_id: Id
    reason: str = Field(min_length=1, max_length=200)
    version: int | None = Field(None, ge=1, lt=2**31)
    idempotency_key: Key = None


class AssignedOut(Schema):
    customer_id: int


@router.get("", response=CustomerPageOut)
def customer_list(request: ActorRequest, wanted: Query[CustomerFilter]) -> object:
    """The customers in scope, narrowed and sorted as on the page; a text of two or more characters finds by name."""
    return queries.customer_list(actor=request.actor, params=request.GET.dict(), cursor=wanted.after).page


@router.get("/{int:customer_id}", response=CustomerOut)
def customer_page(request: ActorRequest, customer_id: int) -> object:
    return queries.customer_page(actor=request.actor, customer_id=customer_id).customer


@router.post("/{int:customer_id}/assign", response=AssignedOut)
def assign_customer(request: ActorRequest, customer_id: int, wanted: AssignIn) -> object:
    """Give the customer to another holder from today on."""
    found = actions.assign_customer(actor=request.actor, customer_id=customer_id, **wanted.dict())
    return {"customer_id": found}


@router.post("/{int:customer_id}/unmask", response=UnmaskedOut)
def unmask_field(request: ActorRequest, customer_id: int, wanted: UnmaskIn) -> object:
    """See a masked field in full; counted, and kept with the reason."""
    return {"value": actions.unmask_field(actor=request.actor, customer_id=customer_id, **wanted.dict())}
