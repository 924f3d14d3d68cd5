"""Moving many customers: what would happen, and doing it."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from kejing.domain.customers import actions, queries
from kejing.domain.customers.api.customers import CustomerFilter, router
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.schemas import Id, Key, Object


class TransferIn(Schema):
    """Those of a list, else those of the numbers, else all of a holder's (of a kind)."""

    filters: Annotated[CustomerFilter | None, Object] = None
    numbers: list[str] = Field(default_factory=list, max_length=20_000)
    from_holder_id: Id | None = None
    kind: Literal["person", "organisation"] | None = None
    holder_id: Id
    on: date

    def choice(self) -> dict[str, Any]:
        """With the filters as the list's address has them."""
        said = self.filters.dict(exclude_none=True, exclude={"after"}) if self.filters else {}
        return {**self.dict(), "filters": {name: str(value) for name, value in said.items() if value}}


class TransferNowIn(TransferIn):
    """As the preview; `seen` is what it gave."""

    reason: str = Field(min_length=1, max_length=200)
    seen: str = Field(max_length=16)
    idempotency_key: Key = None


class AlongOut(Schema):
    """So many things go along, or stay, as `text` says."""

    text: str
    n: int


class PreviewOut(Schema):
    moving: int
    refused: int
    staying: int
    along: list[AlongOut]
    seen: str


class MovedOut(Schema):
    moved: int


@router.post("/transfers/preview", response=PreviewOut)
def transfer_preview(request: ActorRequest, body: TransferIn) -> object:
    """What a transfer would do; nothing moves."""
    return queries.transfer_preview(actor=request.actor, **body.choice())


@router.post("/transfers", response=MovedOut)
def transfer_customers(request: ActorRequest, body: TransferNowIn) -> object:
    """All of them move, or none does."""
    return {"moved": actions.transfer_customers(actor=request.actor, **body.choice())}
