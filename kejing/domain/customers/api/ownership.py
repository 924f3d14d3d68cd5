"""Who had a customer."""

from datetime import date

from ninja import Schema

from kejing.domain.customers import queries
from kejing.domain.customers.api.customers import router
from kejing.foundation.kernel.requests import ActorRequest


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
