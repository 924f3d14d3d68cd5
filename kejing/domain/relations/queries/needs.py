"""Needs side by side, and what a customer lacks that similar ones hold. Items A2.9, A3.16, A3.35."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kejing.domain.customers.public import CustomerCard, contact_cards, lines_held, members_of
from kejing.domain.relations import access, rules
from kejing.domain.relations.models import OPEN_NEED, LineShare, Need
from kejing.domain.relations.queries.policy import customer_and_policy, policy, word
from kejing.domain.relations.rules import Policy
from kejing.domain.relations.vocabulary import VIEW, NeedKind, NeedState
from kejing.foundation.kernel import sections
from kejing.foundation.kernel.actor import Actor

SEGMENTS = "customer.segment"
"""Providers (customer_ids=) of the words customers are grouped by: {customer id: word}. `wiring/sections.py`."""
MOST_NEEDS = 200
MOST_COMPARED = 2_000


@dataclass(frozen=True, slots=True)
class NeedRow:
    id: int
    text: str
    family: str
    kind: NeedKind
    state: NeedState
    state_on: object
    contact_id: int | None


@dataclass(frozen=True, slots=True)
class Column:
    """The needs of one contact person; `name` "" for those of the customer as a whole."""

    name: str
    title: str
    needs: list[NeedRow]


@dataclass(frozen=True, slots=True)
class WhiteSpot:
    """A line the customer lacks; `share` of similar customers hold it."""

    line: str
    family: str
    holders: int
    customers: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class CustomerNeeds:
    customer: CustomerCard
    columns: list[Column]
    held: list[tuple[str, list[str]]]
    spots: list[WhiteSpot]
    may_change: bool


@dataclass(frozen=True, slots=True)
class Cell:
    current: int
    potential: int


@dataclass(frozen=True, slots=True)
class Compared:
    """Open needs by family (rows) and segment (columns). `capped`: only the latest were counted."""

    segments: list[str]
    rows: list[tuple[str, list[Cell]]]
    count: int
    capped: bool


def need_rows(*, actor: Actor, customer_id: int, in_force: Policy, limit: int = MOST_NEEDS) -> list[NeedRow]:
    """A customer's needs, open ones first. One query."""
    rows = (
        access.visible(Need, actor)
        .filter(customer_id__in=members_of(customer_id))
        .order_by("-day", "-id")[:limit]
    )
    found = [
        NeedRow(
            row.pk, row.text, word(in_force.families, row.family), NeedKind(row.kind), NeedState(row.state),
            row.state_on, row.contact_id,
        )
        for row in rows
    ]  # fmt: skip
    order = list(NeedState)
    return sorted(found, key=lambda row: order.index(row.state))


def customer_needs(*, actor: Actor, customer_id: int) -> CustomerNeeds:
    """Needs by contact person side by side, families held, white spots. Raises NotVisible (404)."""
    customer, in_force = customer_and_policy(actor=actor, customer_id=customer_id)
    needs = need_rows(actor=actor, customer_id=customer_id, in_force=in_force)
    columns = [
        Column(card.name, card.title, [row for row in needs if row.contact_id == card.id])
        for card in contact_cards(actor=actor, customer_id=customer_id)
    ]
    whole = Column("", "", [row for row in needs if row.contact_id is None])
    held, spots = _lines(actor, customer_id, in_force)
    return CustomerNeeds(customer, [whole, *columns], held, spots, actor.may("customers.change"))


def compare_needs(*, actor: Actor) -> Compared:
    """Open needs of the customers in scope, by family and segment. Raises Forbidden (403).

    Segments come from the module that knows them; without one, from the kind of customer.
    """
    actor.require(VIEW)
    rows = access.visible(Need, actor).filter(OPEN_NEED).select_related("customer").order_by("-day", "-id")
    needs = list(rows[: MOST_COMPARED + 1])
    capped, needs = len(needs) > MOST_COMPARED, needs[:MOST_COMPARED]
    groups = _segments(actor, needs)
    in_force = policy()
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in needs:
        counts[row.family, groups[row.customer_id], row.kind] += 1
    names = sorted(set(groups.values()))
    families = [family.code for family in in_force.families]
    families += sorted({row.family for row in needs} - set(families))
    table = [
        (
            word(in_force.families, family),
            [Cell(counts[family, name, NeedKind.CURRENT], counts[family, name, NeedKind.POTENTIAL]) for name in names],
        )
        for family in families
    ]  # fmt: skip
    return Compared(names, table, len(needs), capped)


def _segments(actor: Actor, needs: Iterable[Need]) -> dict[int, str]:
    kinds = {row.customer_id: str(row.customer.get_kind_display()) for row in needs}
    given: Mapping[str, Mapping[int, str]] = sections.collect(SEGMENTS, actor=actor, customer_ids=list(kinds))
    for provided in given.values():
        kinds |= provided
    return kinds


def _lines(
    actor: Actor, customer_id: int, in_force: Policy
) -> tuple[list[tuple[str, list[str]]], list[WhiteSpot]]:
    """What is held by family, and the white spots: read from the night's counts, never scanned here."""
    found = lines_held(actor=actor, customer_id=customer_id)
    family_of = {line.code: line.family for line in in_force.lines}
    held = [
        (
            word(in_force.families, family.code),
            [
                word(in_force.lines, line)
                for line in sorted(found.lines)
                if family_of.get(line) == family.code
            ],
        )
        for family in in_force.families
    ]
    counted = LineShare.objects.filter(kind=found.kind, unit_kind=found.unit_kind).order_by("line")
    spots = rules.white_spots(
        [rules.Held(row.line, row.customers, row.holders) for row in counted], found.lines
    )
    return held, [
        WhiteSpot(
            word(in_force.lines, spot.line), word(in_force.families, family_of.get(spot.line, "")), spot.holders,
            spot.customers, spot.share,
        )
        for spot in spots
    ]  # fmt: skip
