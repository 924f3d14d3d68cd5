"""Adding and changing, profile, contacts, groups. Fields not named are refused by name."""

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import Field

from kejing.domain.customers import actions, queries
from kejing.domain.customers.api.customers import router
from kejing.domain.customers.vocabulary import CustomerKind
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.schemas import Day, Id, Key, Strict, Text, Version

Name = Annotated[str, Field(min_length=1, max_length=200), Text]
Line40 = Annotated[str, Field(max_length=40), Text]
Line120 = Annotated[str, Field(max_length=120), Text]
Line200 = Annotated[str, Field(max_length=200), Text]
Line300 = Annotated[str, Field(max_length=300), Text]
Profile = dict[Annotated[str, Field(max_length=60)], str | bool | int | float | list[str] | None]


class AddIn(Strict):
    name: Name
    kind: CustomerKind
    number: Line40 = ""
    identity_number: Line40 = ""
    phone: Line40 = ""
    address: Line300 = ""
    parent_id: Id | None = None
    profile: Profile = {}
    idempotency_key: Key = None


class ChangeIn(Strict):
    """What is left out stays as it is."""

    version: Version
    name: Name | None = None
    kind: CustomerKind | None = None
    identity_number: Line40 | None = None
    phone: Line40 | None = None
    address: Line300 | None = None
    profile: Profile = {}
    idempotency_key: Key = None


class ConfirmIn(Strict):
    version: Version
    codes: list[Line40] = []
    idempotency_key: Key = None


class CustomerIdOut(Schema):
    customer_id: int


class ContactIn(Strict):
    name: Annotated[str, Field(min_length=1, max_length=120), Text]
    title: Line120 = ""
    phone: Line40 = ""
    email: Line200 = ""
    valid_from: Day | None = None
    idempotency_key: Key = None


class ContactOut(Schema):
    id: int
    name: str
    title: str
    phone: str
    email: str
    valid_from: date | None
    valid_to: date | None


class ContactsOut(Schema):
    """Those with a post at the customer today, and those who had one."""

    present: list[ContactOut]
    former: list[ContactOut]


class ContactIdOut(Schema):
    contact_id: int


class ParentIn(Strict):
    version: Version
    parent_id: Id | None = None
    idempotency_key: Key = None


class LeadIn(Strict):
    staff_id: Id
    reason: Annotated[str, Field(min_length=1, max_length=200), Text]
    on: Day | None = None
    idempotency_key: Key = None


class MemberIn(LeadIn):
    duty: Annotated[str, Field(max_length=80), Text] = ""


class MemberIdOut(Schema):
    member_id: int


@router.post("", response=CustomerIdOut)
def add_customer(request: ActorRequest, wanted: AddIn) -> object:
    """Enter a new customer; she is held by the caller, or lies in the pool of the caller's unit."""
    return {"customer_id": actions.add_customer(actor=request.actor, **wanted.dict())}


@router.post("/{int:customer_id}/change", response=CustomerIdOut)
def change_customer(request: ActorRequest, customer_id: int, wanted: ChangeIn) -> object:
    found = actions.change_customer(actor=request.actor, customer_id=customer_id, **wanted.dict())
    return {"customer_id": found}


@router.post("/{int:customer_id}/profile/confirm", response=CustomerIdOut)
def confirm_profile(request: ActorRequest, customer_id: int, wanted: ConfirmIn) -> object:
    """Say that the values of these fields, or of all, still hold today."""
    found = actions.confirm_profile(actor=request.actor, customer_id=customer_id, **wanted.dict())
    return {"customer_id": found}


@router.get("/{int:customer_id}/contacts", response=ContactsOut)
def contact_panel(request: ActorRequest, customer_id: int) -> object:
    return queries.contact_panel(actor=request.actor, customer_id=customer_id)


@router.post("/{int:customer_id}/contacts", response=ContactIdOut)
def add_contact(request: ActorRequest, customer_id: int, wanted: ContactIn) -> object:
    found = actions.add_contact(actor=request.actor, customer_id=customer_id, **wanted.dict())
    return {"contact_id": found}


@router.post("/{int:customer_id}/parent", response=CustomerIdOut)
def set_parent(request: ActorRequest, customer_id: int, wanted: ParentIn) -> object:
    """Put the customer below another one, or (null) at the top of a group of her own."""
    found = actions.set_parent(actor=request.actor, customer_id=customer_id, **wanted.dict())
    return {"customer_id": found}


@router.post("/{int:customer_id}/team/lead", response=MemberIdOut)
def name_lead(request: ActorRequest, customer_id: int, wanted: LeadIn) -> object:
    """Name the lead account manager of a group; the present one's part ends that day."""
    found = actions.name_lead(actor=request.actor, customer_id=customer_id, **wanted.dict())
    return {"member_id": found}


@router.post("/{int:customer_id}/team", response=MemberIdOut)
def add_member(request: ActorRequest, customer_id: int, wanted: MemberIn) -> object:
    found = actions.add_member(actor=request.actor, customer_id=customer_id, **wanted.dict())
    return {"member_id": found}
