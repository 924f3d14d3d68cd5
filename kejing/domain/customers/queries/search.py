"""Finding customers by what somebody types: the way into `kj_find_customers`, which applies the scope itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from kejing.domain.customers.models import Customer
from kejing.domain.customers.rules import asked
from kejing.domain.customers.vocabulary import CONTACT_PHONE, PHONE, FoundBy
from kejing.foundation.kernel.actor import Actor

LONGEST = 80
Place = tuple[int | None, str | None, int | None]
"""Where a page of what was found ends: step, sort key, id."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A customer found, by what, and the contact by whom, if so."""

    customer_id: int
    found_by: FoundBy
    contact_id: int | None

    @property
    def step(self) -> int:
        return STEPS.get(self.found_by, 1)


FIRST: Place = (None, None, None)
STEPS = {FoundBy.CONTACT: 2, FoundBy.SIMILAR: 3}
"""In which step of the search somebody is found; in the first, if nothing is said."""


def look_up(actor: Actor, text: str, limit: int, after: Place = FIRST) -> list[Hit]:
    """By name, number, pinyin or its initials, end of a telephone number; then by a contact; else by a similar name.

    Nobody is found by a telephone number that the actor's role does not see in full.
    """
    if "\0" in text:
        return []
    sees = [actor.field(PHONE).seen, actor.field(CONTACT_PHONE).seen]
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, found_by, contact_id from kj_find_customers(%s, %s, %s, %s, %s, %s, %s)",
            [asked(text[:LONGEST]), *sees, *after, limit],
        )
        return [Hit(pk, FoundBy(found_by), contact) for pk, found_by, contact in cursor.fetchall()]


def rows_of(hits: Iterable[Hit]) -> list[Customer]:
    """The customers of the hits, in their order, read through the wall."""
    ids = [hit.customer_id for hit in hits]
    found = Customer.objects.filter(pk__in=ids).select_related("holder", "unit").in_bulk()
    return [found[i] for i in ids if i in found]
