"""Whether a customer is there already, pairs that may be one, merging and undoing it."""

from ninja import Query, Schema
from pydantic import Field

from kejing.domain.customers import actions, queries
from kejing.domain.customers.api.customers import AssignedOut, CustomerOut, router
from kejing.domain.customers.vocabulary import CustomerKind
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.schemas import Id, Key, Version


class AskIn(Schema):
    """What an entry form has so far."""

    kind: CustomerKind = CustomerKind.PERSON
    name: str = Field(max_length=200)
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
    version: Version
    idempotency_key: Key = None


class DecidedOut(Schema):
    pair_id: int


class MergeIn(Schema):
    """`merged_id` is shown with the customer from now on; `take` are the fields taken over from it."""

    merged_id: Id
    reason: str = Field(min_length=1, max_length=200)
    take: list[str] = Field(default_factory=list, max_length=5)
    version: Version | None = None
    idempotency_key: Key = None


class MergeOut(Schema):
    merge_id: int


class UndoIn(Schema):
    idempotency_key: Key = None


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


@router.post("/{int:customer_id}/merge", response=MergeOut)
def merge_customers(request: ActorRequest, customer_id: int, wanted: MergeIn) -> object:
    """Show another customer with this one from today on."""
    return {
        "merge_id": actions.merge_customers(actor=request.actor, customer_id=customer_id, **wanted.dict())
    }
