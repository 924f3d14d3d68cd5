"""The people to talk to at a customer, and who held her: for the modules above."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, Value

from kejing.domain.customers import access
from kejing.domain.customers.models import Contact, Ownership
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.history import Happening, Line, Source

MOST_CONTACTS = 100


@dataclass(frozen=True, slots=True)
class ContactCard:
    id: int
    name: str
    title: str


def contact_cards(*, actor: Actor, customer_id: int) -> list[ContactCard]:
    """The contact persons of a customer in scope and of those merged into it, by name; none out of scope."""
    rows = Contact.objects.filter(
        customer_id__in=access.members_of(customer_id), customer__in=access.in_sight(actor)
    )
    return [ContactCard(row.pk, row.name, row.title) for row in rows.order_by("name", "pk")[:MOST_CONTACTS]]


def _owned(*, actor: Actor, customer_id: int) -> QuerySet[Ownership]:
    return Ownership.objects.filter(customer_id=customer_id, customer__in=access.visible(actor))


def _told(lines: Sequence[Line]) -> list[Happening]:
    return [Happening(line.day, line.id, line.verb, line.text, line.text_en, icon="users") for line in lines]


OWNERSHIP_HAPPENINGS = Source(
    rows=_owned,
    day="valid_from",
    columns=(Value("ownership"), "holder__name", "holder__name_en", Value(""), Value(""), "customer_id"),
    told=_told,
)
"""Who got a customer when, for her history."""
