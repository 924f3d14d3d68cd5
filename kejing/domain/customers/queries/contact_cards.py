"""The people to talk to at a customer, and who held her: for the modules above."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kejing.domain.customers import access
from kejing.domain.customers.models import Contact, Ownership
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.history import Happening

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


def ownership_happenings(
    *, actor: Actor, customer_id: int, before: tuple[date, int], limit: int
) -> Iterable[Happening]:
    """Who got the customer when, for her history: the newest before a place. One query."""
    rows = Ownership.objects.filter(customer_id=customer_id, customer__in=access.visible(actor))
    day, last = before
    older = rows.filter(valid_from__lt=day) | rows.filter(valid_from=day, pk__lt=last)
    found = older.select_related("holder").order_by("-valid_from", "-pk")[:limit]
    return [
        Happening(row.valid_from, row.pk, "ownership", row.holder.name, row.holder.name_en, icon="users")
        for row in found
    ]
