"""Who is meant when something is done to many customers: the list's filters, numbers, or all of a holder's."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core import signing
from django.db.models import QuerySet

from kejing.domain.customers import access
from kejing.domain.customers.models import Customer
from kejing.domain.customers.queries.filters import narrowed, read_filter
from kejing.domain.customers.queries.search import look_up
from kejing.domain.customers.vocabulary import CustomerRefusal
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused

MOST = 20_000
"""How many customers one transfer moves at most."""
LOOKED = "customers.looked"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is meant, in the order of the ids. `missing` numbers are nobody in sight."""

    held: dict[int, int]
    """Customer → her present holder."""
    missing: list[str]

    @property
    def ids(self) -> list[int]:
        return list(self.held)


def chosen(
    *, actor: Actor, filters: Mapping[str, str] | None = None, numbers: Sequence[str] = (),
    from_holder_id: int | None = None, kind: str | None = None,
) -> Chosen:  # fmt: skip
    """Those of a list as its address narrows it, else those of the numbers, else all of a holder's (of a kind).

    Raises Refused when nothing is named, or more than `MOST` are, and as `read_filter` does.
    """
    rows = access.visible(actor)
    if filters:
        rows = _listed(actor, filters)
    elif numbers:
        rows = rows.filter(number__in=set(numbers))
    elif from_holder_id is not None:
        rows = rows.filter(holder_id=from_holder_id)
    else:
        raise Refused(CustomerRefusal.NOTHING_CHOSEN, field="numbers")
    rows = rows.filter(kind=kind) if kind else rows
    # In no order: an ordered walk to the first so many would pass by all who are not meant.
    found = list(rows.order_by().values_list("pk", "number", "holder_id")[: MOST + 1])
    if len(found) > MOST or len(numbers) > MOST:
        raise _too_many()
    missing = set() if filters else set(numbers) - {number for _, number, _ in found}
    return Chosen({pk: holder for pk, _, holder in sorted(found)}, sorted(missing))


def seal_of(who: Chosen, holder_id: int, on: date) -> str:
    """Of a choice: who goes from whom to whom, and from when."""
    choice = f"{holder_id} {on} {sorted(who.held.items())}"
    return hashlib.sha256(choice.encode()).hexdigest()[:16]


def looked_at(who: Chosen) -> str:
    """Who was with whom when somebody looked, for a page to bring back."""
    return signing.dumps([list(who.held), list(who.held.values())], salt=LOOKED, compress=True)


def looked_then(text: str) -> dict[int, int] | None:
    """What `looked_at` kept; None for whatever was not made by it."""
    try:
        ids, holders = signing.loads(text, salt=LOOKED)
    except signing.BadSignature:
        return None
    return dict(zip(ids, holders, strict=True))


def _listed(actor: Actor, filters: Mapping[str, str]) -> QuerySet[Customer]:
    """The customers of a list, its text included. Raises Refused when the text alone finds more than `MOST`."""
    wanted = read_filter(actor, filters)
    if not wanted.chooses:
        raise Refused(CustomerRefusal.NOTHING_CHOSEN, field="filters")
    rows, _keys = narrowed(actor, wanted)
    if wanted.query:
        found = look_up(actor, wanted.query, MOST + 1)
        if len(found) > MOST:
            raise _too_many()
        rows = rows.filter(pk__in=[hit.customer_id for hit in found])
    return rows


def _too_many() -> Refused:
    return Refused(CustomerRefusal.TOO_MANY, field="numbers", most=MOST)
