"""JSON ↔ the same queries as the pages."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, cast

from ninja import Query, Router, Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from kejing.domain.customers import actions, queries
from kejing.domain.customers.vocabulary import ADDRESS, IDENTITY_NUMBER, PHONE, CustomerKind, Share
from kejing.foundation.kernel.fields import show
from kejing.foundation.kernel.requests import ActorRequest

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
    unit: int | None = Field(None, ge=1, lt=2**63)
    holder: int | None = Field(None, ge=1, lt=2**63)
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
    contact_id: int | None = Field(None, ge=1, lt=2**63)
    idempotency_key: str | None = Field(None, max_length=64)


class UnmaskedOut(Schema):
    value: str


class AssignIn(Schema):
    holder_id: int = Field(ge=1, lt=2**63)
    reason: str = Field(min_length=1, max_length=200)
    version: int | None = Field(None, ge=1, lt=2**31)
    idempotency_key: str | None = Field(None, max_length=64)


class AssignedOut(Schema):
    customer_id: int


class AskIn(Schema):
    """What an entry form has so far."""

    kind: CustomerKind = CustomerKind.PERSON
    name: str = Field("", max_length=200)
    phone: str = Field("", max_length=40)
    identity_number: str = Field("", max_length=40)


class OwnOut(Schema):
    id: int
    number: str
    name: str
    likeness: str


class ForeignOut(Schema):
    """Somebody else's: the unit and how surely, nothing of the customer."""

    unit: str
    likeness: str


class LikenessesOut(Schema):
    own: list[OwnOut]
    foreign: list[ForeignOut]


class PairOut(Schema):
    """Two customers who may be one, with the fields that agree."""

    id: int
    first: CustomerOut
    second: CustomerOut
    score: float
    agree: list[str]
    state: str


class PairsOut(Schema):
    rows: list[PairOut]
    next: str | None
    previous: str | None


class PairFilter(Schema):
    state: str = Field("", max_length=10)
    after: str | None = Field(None, max_length=400)


class DecideIn(Schema):
    state: str = Field(max_length=10)
    version: int = Field(ge=0, lt=2**31)
    idempotency_key: str | None = Field(None, max_length=64)


class DecidedOut(Schema):
    pair_id: int


class MergeIn(Schema):
    """`merged_id` is shown with the customer from now on; `take` are the fields taken over from it."""

    merged_id: int = Field(ge=1, lt=2**63)
    reason: str = Field(min_length=1, max_length=200)
    take: list[str] = Field(default_factory=list, max_length=5)
    version: int | None = Field(None, ge=0, lt=2**31)
    idempotency_key: str | None = Field(None, max_length=64)


class MergeOut(Schema):
    merge_id: int


class UndoIn(Schema):
    idempotency_key: str | None = Field(None, max_length=64)


@router.get("", response=CustomerPageOut)
def customer_list(request: ActorRequest, wanted: Query[CustomerFilter]) -> object:
    """The customers in scope, narrowed and sorted as on the page; a text of two or more characters finds by name."""
    return queries.customer_list(actor=request.actor, params=request.GET.dict(), cursor=wanted.after).page


@router.post("/check", response=LikenessesOut)
def check_duplicate(request: ActorRequest, wanted: AskIn) -> object:
    """Who is there already and looks like the one asked for; counted, so many questions a day."""
    return actions.ask_duplicate(actor=request.actor, **wanted.dict())


@router.get("/duplicates", response=PairsOut)
def duplicate_queue(request: ActorRequest, wanted: Query[PairFilter]) -> object:
    """Pairs of customers in scope that may be one, the surest first."""
    found = queries.duplicate_queue(actor=request.actor, state=wanted.state, cursor=wanted.after)
    return {"rows": found.rows, "next": found.page.next, "previous": found.page.previous}


@router.post("/duplicates/{int:pair_id}/decide", response=DecidedOut)
def decide_pair(request: ActorRequest, pair_id: int, wanted: DecideIn) -> object:
    """They are two (`different`), or it is decided `later`; to make them one, merge."""
    return {"pair_id": actions.decide_pair(actor=request.actor, pair_id=pair_id, **wanted.dict())}


@router.post("/merges/{int:merge_id}/undo", response=AssignedOut)
def unmerge_customer(request: ActorRequest, merge_id: int, wanted: UndoIn) -> object:
    """The merged customer stands alone again."""
    return {"customer_id": actions.unmerge_customer(actor=request.actor, merge_id=merge_id, **wanted.dict())}


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


# The master: adding and changing, profile, contacts, groups, notes, tags. Fields not named are refused by name.


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


def _plain(text: str) -> str:
    """PostgreSQL stores no NUL."""
    if "\0" in text:
        raise ValueError("text must not contain NUL")
    return text.strip()


def _written(value: object) -> object:
    """A bare number would be read as seconds since 1970."""
    if isinstance(value, int | float):
        raise ValueError("a day is written as text")  # noqa: TRY004  # pydantic wants this one
    return value


Id = Annotated[int, Field(ge=1, lt=2**63)]
Version = Annotated[int, Field(ge=0, lt=2**31)]
Key = Annotated[str | None, Field(max_length=64, pattern=r"^[!-~]+$")]
Written = BeforeValidator(_written)
Day = Annotated[date, Written, Field(ge=date(1900, 1, 1), lt=date(9000, 1, 1))]
Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]
Line40 = Annotated[str, Field(max_length=40), AfterValidator(_plain)]
Line120 = Annotated[str, Field(max_length=120), AfterValidator(_plain)]
Line200 = Annotated[str, Field(max_length=200), AfterValidator(_plain)]
Line300 = Annotated[str, Field(max_length=300), AfterValidator(_plain)]
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
    name: Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_plain)]
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
    reason: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]
    on: Day | None = None
    idempotency_key: Key = None


class MemberIn(LeadIn):
    duty: Annotated[str, Field(max_length=80), AfterValidator(_plain)] = ""


class MemberIdOut(Schema):
    member_id: int


class NoteIn(Strict):
    text: Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(_plain)]
    share: Share = Share.OWNER
    idempotency_key: Key = None


class NoteOut(Schema):
    id: int
    text: str
    share: Share
    author_name: str
    at: datetime
    version: int


class NoteIdOut(Schema):
    note_id: int


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


@router.get("/{int:customer_id}/notes", response=list[NoteOut])
def note_panel(request: ActorRequest, customer_id: int) -> object:
    """The latest notes that their share level opens to the caller."""
    return queries.note_panel(actor=request.actor, customer_id=customer_id).notes


@router.post("/{int:customer_id}/notes", response=NoteIdOut)
def add_note(request: ActorRequest, customer_id: int, wanted: NoteIn) -> object:
    found = actions.add_note(actor=request.actor, customer_id=customer_id, **wanted.dict())
    return {"note_id": found}


@router.post("/{int:customer_id}/merge", response=MergeOut)
def merge_customers(request: ActorRequest, customer_id: int, wanted: MergeIn) -> object:
    """Show another customer with this one from today on."""
    return {
        "merge_id": actions.merge_customers(actor=request.actor, customer_id=customer_id, **wanted.dict())
    }


# Ownership over time


class TransferIn(Schema):
    numbers: list[str] = Field(default_factory=list, max_length=20_000)
    from_holder_id: int | None = Field(None, ge=1, lt=2**63)
    kind: Literal["person", "organisation"] | None = None
    holder_id: int = Field(ge=1, lt=2**63)
    on: date


class TransferNowIn(TransferIn):
    """As the preview; `seen` is what it gave."""

    reason: str = Field(min_length=1, max_length=200)
    seen: str = Field(max_length=16)
    idempotency_key: str | None = Field(None, max_length=64)


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
