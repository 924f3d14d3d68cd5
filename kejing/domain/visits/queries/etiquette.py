"""How customers like to be met. Item A3.14."""

from collections.abc import Collection
from dataclasses import dataclass

from kejing.domain.customers.public import CustomerCard, working_card
from kejing.domain.visits import access
from kejing.domain.visits.models import Etiquette
from kejing.domain.visits.vocabulary import RECORD, VisitRefusal
from kejing.foundation.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class EtiquettePage:
    customer: CustomerCard
    text: str
    version: int


def changing_etiquette(*, actor: Actor, customer_id: int) -> EtiquettePage:
    """Raises Forbidden, NotVisible, NotYours (403) for a customer the actor does not act for."""
    actor.require(RECORD)
    customer = working_card(actor=actor, customer_id=customer_id)
    if not access.acts_for(actor, customer):
        raise access.NotYours(VisitRefusal.NOT_YOUR_CUSTOMER)
    note = Etiquette.objects.filter(customer_id=customer_id).first()
    return EtiquettePage(customer, note.text if note else "", note.version if note else 0)


def etiquette_of(customer_ids: Collection[int]) -> dict[int, str]:
    """By customer, of those the caller sees. One query."""
    return dict(Etiquette.objects.filter(customer_id__in=customer_ids).values_list("customer_id", "text"))
