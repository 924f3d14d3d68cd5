"""What a page that is one form needs: the customer, her contact persons, the words, the row as it stands."""

from dataclasses import dataclass
from typing import Any

from kejing.domain.customers.public import ContactCard, CustomerCard, contact_cards, customer_card
from kejing.domain.relations import access
from kejing.domain.relations.models import (
    Analysis,
    Communication,
    Goal,
    Need,
    Negotiation,
    NegotiationLimit,
    Plan,
    Promise,
    Question,
    Resource,
    Signal,
)
from kejing.domain.relations.queries.policy import policy
from kejing.domain.relations.rules import Policy
from kejing.domain.relations.vocabulary import CHANGE
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible

KINDS: dict[str, type[Any]] = {
    "analysis": Analysis,
    "goal": Goal,
    "need": Need,
    "negotiation": Negotiation,
    "promise": Promise,
    "question": Question,
    "resource": Resource,
    "signal": Signal,
}


@dataclass(frozen=True, slots=True)
class Entering:
    """`row` is what is changed, None for something new."""

    customer: CustomerCard
    contacts: list[ContactCard]
    policy: Policy
    row: Any = None

    @property
    def version(self) -> int:
        """0 for what is not there yet."""
        return self.row.version if self.row is not None else 0

    def said(self, *names: str) -> dict[str, Any]:
        """The row's values, as a form's first ones."""
        return {} if self.row is None else {name: getattr(self.row, name) for name in names}


def entering(*, actor: Actor, customer_id: int, permission: str = CHANGE) -> Entering:
    """For something new. Raises Forbidden (403) without the right, NotVisible (404) out of sight."""
    actor.require(permission)
    return _page(actor, access.changeable_customer(actor, customer_id))


def changing(*, actor: Actor, kind: str, row_id: int, permission: str = CHANGE) -> Entering:
    """For a row of one of `KINDS`. Raises Forbidden (403), NotVisible (404)."""
    actor.require(permission)
    actor.require(CHANGE)
    row = access.get_visible(KINDS[kind], actor, row_id)
    return _page(actor, customer_card(actor=actor, customer_id=row.customer_id), row)


def _page(actor: Actor, customer: CustomerCard, row: Any = None) -> Entering:
    return Entering(customer, contact_cards(actor=actor, customer_id=customer.id), policy(), row)


def writing_plan(*, actor: Actor, customer_id: int) -> Entering:
    """For the relationship plan, written already or not."""
    page = entering(actor=actor, customer_id=customer_id)
    row = access.visible(Plan, actor).filter(customer_id=customer_id).first()
    return Entering(page.customer, page.contacts, page.policy, row)


def speaking(*, actor: Actor, customer_id: int, contact_id: int) -> tuple[Entering, ContactCard]:
    """For one contact person of the customer. Raises NotVisible (404) for another's."""
    page = entering(actor=actor, customer_id=customer_id)
    contact = next((card for card in page.contacts if card.id == contact_id), None)
    if contact is None:
        raise NotVisible
    row = access.visible(Communication, actor).filter(contact_id=contact_id).first()
    return Entering(page.customer, page.contacts, page.policy, row), contact


def limiting(*, actor: Actor, negotiation_id: int, permission: str) -> tuple[Entering, Negotiation]:
    """For the limits of a negotiation. Raises Forbidden (403) without the right to see them."""
    page = changing(actor=actor, kind="negotiation", row_id=negotiation_id, permission=permission)
    row = access.visible(NegotiationLimit, actor).filter(negotiation_id=negotiation_id).first()
    return Entering(page.customer, page.contacts, page.policy, row), page.row
