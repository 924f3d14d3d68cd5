"""Who sees and who may change what hangs on a customer: whoever sees, and whoever may change, the customer.

The policies of migration 0002 say the same in SQL.
"""

from typing import TypeVar

from django.db.models import QuerySet

from kejing.domain.customers.public import CustomerCard, ids_in_sight, working_card
from kejing.domain.relations.models import Entry, NegotiationLimit
from kejing.domain.relations.vocabulary import CHANGE, CONFIDENTIAL, LIMITS, VIEW, RelationRefusal
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused

E = TypeVar("E", bound=Entry)


def author(actor: Actor) -> int:
    """Whose name stands under an entry. Raises Refused for an actor in no post."""
    if actor.staff_id is None:
        raise Refused(RelationRefusal.NO_POST)
    return actor.staff_id


def visible(model: type[E], actor: Actor) -> QuerySet[E]:
    """The rows of the customers in the actor's scope; of limits, only for whoever may see limits."""
    rows: QuerySet[E] = model._default_manager.all()  # noqa: SLF001  # Django's name for every model's manager
    if not actor.may(VIEW) or (issubclass(model, NegotiationLimit) and not actor.may(LIMITS)):
        return rows.none()
    return (
        rows
        if actor.sees_all and actor.may(CONFIDENTIAL)
        else rows.filter(customer_id__in=ids_in_sight(actor))
    )


def get_visible(model: type[E], actor: Actor, row_id: int) -> E:
    """Raises NotVisible (404)."""
    try:
        return visible(model, actor).get(pk=row_id)
    except model.DoesNotExist as error:
        raise NotVisible from error


def get_changeable(model: type[E], actor: Actor, row_id: int) -> E:
    """The row, locked. Raises Forbidden (403) for whoever changes no customers, NotVisible (404) out of sight."""
    actor.require(CHANGE)
    get_visible(model, actor, row_id)
    return model._default_manager.select_for_update().get(pk=row_id)  # noqa: SLF001  # as above


def changeable_customer(actor: Actor, customer_id: int) -> CustomerCard:
    """Raises Forbidden (403) without the right to change customers, NotVisible (404) out of sight, Refused: merged."""
    actor.require(CHANGE)
    return working_card(actor=actor, customer_id=customer_id)
