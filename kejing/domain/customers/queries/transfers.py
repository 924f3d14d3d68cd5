"""What a transfer would do, before anybody moves: row by row, from whom, what goes along."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kejing.domain.customers import access
from kejing.domain.customers.models import Collaboration, Customer, HoldingOwnership, HoldingParty
from kejing.domain.customers.queries.choosing import Chosen, chosen, looked_at, looked_then, seal_of
from kejing.domain.customers.queries.filters import CustomerFilter, read_filter
from kejing.domain.customers.queries.moving import faults_of, receiver
from kejing.domain.customers.vocabulary import ASSIGN, Along, CustomerRefusal, SinceLook
from kejing.domain.org.public import HolderCard, find_people, find_pools, holder_cards
from kejing.foundation.kernel import sections
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.sql import in_force
from kejing.foundation.ui.formats import local

SHOWN = 200
"""How many rows a preview shows; those changed since the last look come first, then those refused."""
GOES_ALONG = "customers.transfer"
"""Providers of modules above say what of theirs goes along: (actor, customer_ids, target) → `GoesAlong`."""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    number: str
    name: str
    holder: str
    holder_en: str
    fault: Refused | None
    stays: bool = False
    """The receiver has the customer already."""
    since: SinceLook | None = None
    """What became of the row since the reader looked last; one that is gone would not move."""


@dataclass(frozen=True, slots=True)
class GoesAlong:
    """So many things go along with the customers who would move, or stay where they are: as `text` says."""

    text: str
    n: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a transfer would do. `seen` seals who was chosen: another choice needs another look."""

    target: HolderCard
    rows: list[PreviewRow]
    sources: list[tuple[HolderCard, int]]
    """From whom how many would move, the most first."""
    along: list[GoesAlong]
    moving: int
    refused: int
    staying: int
    changed: int
    """How many rows are not as they were at the last look."""
    seen: str
    looked: str
    """For a page to bring back, so that the next look says what has changed."""

    @property
    def more(self) -> int:
        """How many rows are not shown."""
        return max(0, self.moving + self.refused + self.staying - len(self.rows))

    @property
    def may_move(self) -> bool:
        return self.moving > 0 and not self.refused


def transfer_list(*, actor: Actor, filters: Mapping[str, str]) -> CustomerFilter | None:
    """The list whose customers are to move, as its address says; None: they are named otherwise.

    Raises Forbidden, Refused.
    """
    actor.require(ASSIGN)
    wanted = read_filter(actor, filters)
    return wanted if wanted.chooses else None


def transfer_preview(
    *, actor: Actor, holder_id: int, on: date, filters: Mapping[str, str] | None = None,
    numbers: Sequence[str] = (), from_holder_id: int | None = None, kind: str | None = None, looked: str = "",
) -> Preview:  # fmt: skip
    """Row by row whether each may move; with `looked`, what has changed since. Raises Forbidden, Refused."""
    actor.require(ASSIGN)
    target = receiver(actor, holder_id, on)
    who = chosen(actor=actor, filters=filters, numbers=numbers, from_holder_id=from_holder_id, kind=kind)
    faults = faults_of(actor, who.ids, target, on)
    moving = [pk for pk, held in who.held.items() if held != target.id and pk not in faults]
    since = _since(who, looked_then(looked))
    missing = [PreviewRow(number, "", "", "", Refused(CustomerRefusal.NOT_FOUND)) for number in who.missing]
    return Preview(
        target=target,
        rows=[*missing, *_rows(actor, who, faults, since, target)][:SHOWN],
        sources=_sources(who.held[pk] for pk in moving),
        along=_along(actor, moving, target, on),
        moving=len(moving),
        refused=len(faults) + len(who.missing),
        staying=len(who.held) - len(faults) - len(moving),
        changed=len(since),
        seen=seal_of(who, target.id, on),
        looked=looked_at(who),
    )


def find_receivers(*, actor: Actor, text: str) -> list[tuple[int, str, str]]:
    """(holder, name, unit) of people and pools to whom the actor may give customers, by a piece of the name."""
    if not actor.may(ASSIGN):
        return []
    units = None if actor.sees_all else actor.units
    persons = [
        (card.holder_id, local(card.name, card.name_en), local(card.unit, card.unit_en))
        for card in find_people(actor=actor, text=text, units=units)
    ]
    return [*persons, *find_pools(text=text, units=units)]


def _since(who: Chosen, before: Mapping[int, int] | None) -> dict[int, SinceLook]:
    if before is None:
        return {}
    found = {pk: SinceLook.GONE for pk in before if pk not in who.held}
    for pk, holder in who.held.items():
        if pk not in before:
            found[pk] = SinceLook.NEW
        elif before[pk] != holder:
            found[pk] = SinceLook.MOVED
    return found


def _rows(
    actor: Actor,
    who: Chosen,
    faults: Mapping[int, Refused],
    since: Mapping[int, SinceLook],
    target: HolderCard,
) -> list[PreviewRow]:
    first = list(dict.fromkeys([*since, *faults, *who.ids]))[:SHOWN]
    rows = access.in_sight(actor).filter(pk__in=first).select_related("holder").in_bulk()
    return [
        PreviewRow(
            row.number, row.name, row.holder.name, row.holder.name_en, faults.get(pk),
            who.held.get(pk) == target.id, since.get(pk),
        )
        for pk in first
        if (row := rows.get(pk))
    ]  # fmt: skip


def _sources(holders: Iterable[int]) -> list[tuple[HolderCard, int]]:
    counted = Counter(holders)
    cards = holder_cards(counted)
    return [(cards[pk], n) for pk, n in counted.most_common()]


def _along(actor: Actor, ids: list[int], target: HolderCard, on: date) -> list[GoesAlong]:
    """What is counted here and by the modules above; nothing is said of what is not there."""
    owned = HoldingParty.objects.filter(customer_id__in=ids).values("holding_id")
    own = {
        Along.MERGED: Customer.objects.filter(merged_into_id__in=ids).count(),
        Along.COLLABORATORS: Collaboration.objects.filter(in_force(on), customer_id__in=ids).count(),
        Along.PACKED: HoldingOwnership.objects.filter(in_force(on), holding_id__in=owned).count(),
    }
    above = sections.collect(GOES_ALONG, actor=actor, customer_ids=ids, target=target).values()
    found = [*above, *(GoesAlong(str(what.label), n) for what, n in own.items())]
    return [row for row in found if row.n]
