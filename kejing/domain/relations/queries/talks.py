"""Contact persons with how they are spoken with, and negotiations. Items A3.7, A9.7, A9.8."""

from dataclasses import dataclass
from datetime import date

from kejing.domain.customers.public import CustomerCard, contact_cards, customer_card, members_of
from kejing.domain.relations import access
from kejing.domain.relations.models import Communication, Negotiation, NegotiationLimit, Round, Stance
from kejing.domain.relations.queries.policy import word
from kejing.domain.relations.rules import Policy
from kejing.domain.relations.vocabulary import CHANGE, LIMITS, Hours, Means, NegotiationState, StanceCode
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui.formats import local

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Person:
    """A contact person, how to speak with her, what about and when next, and where she stands since when."""

    id: int
    name: str
    title: str
    ways: str
    purpose: str
    every_days: int | None
    next_on: date | None
    stance: StanceCode | None
    stance_since: date | None


@dataclass(frozen=True, slots=True)
class RoundRow:
    day: date
    by: str
    text: str
    we_conceded: str
    they_conceded: str


@dataclass(frozen=True, slots=True)
class NegotiationPage:
    """`limits` is None for whoever may not see them, "" while nothing was said."""

    customer: CustomerCard
    row: Negotiation
    state: NegotiationState
    rounds: list[RoundRow]
    limits: str | None
    may_change: bool


def people(*, actor: Actor, customer_id: int, in_force: Policy) -> list[Person]:
    """Three queries."""
    cards = contact_cards(actor=actor, customer_id=customer_id)
    mine = {"customer_id": customer_id}
    ways = {row.contact_id: row for row in access.visible(Communication, actor).filter(**mine)}
    stances = access.visible(Stance, actor).filter(**mine).order_by("day", "id")
    stand = {row.contact_id: row for row in stances}
    found = []
    for card in cards:
        way, stance = ways.get(card.id), stand.get(card.id)
        found.append(
            Person(
                id=card.id,
                name=card.name,
                title=card.title,
                ways=_ways(way, in_force) if way else "",
                purpose=way.purpose if way else "",
                every_days=way.every_days if way else None,
                next_on=way.next_on if way else None,
                stance=StanceCode(stance.stance) if stance else None,
                stance_since=stance.day if stance else None,
            )
        )
    return found


def negotiations(*, actor: Actor, customer_id: int) -> list[Negotiation]:
    rows = access.visible(Negotiation, actor).filter(customer_id__in=members_of(customer_id))
    return list(rows.order_by("-day", "-id")[:SHOWN])


def negotiation_page(*, actor: Actor, negotiation_id: int) -> NegotiationPage:
    """Raises NotVisible (404)."""
    row = access.get_visible(Negotiation, actor, negotiation_id)
    rounds = access.visible(Round, actor).filter(negotiation_id=row.pk).select_related("staff")
    limit = access.visible(NegotiationLimit, actor).filter(negotiation_id=row.pk).first()
    return NegotiationPage(
        customer=customer_card(actor=actor, customer_id=row.customer_id),
        row=row,
        state=NegotiationState(row.state),
        rounds=[
            RoundRow(
                found.day, local(found.staff.name, found.staff.name_en) if found.staff else "", found.text,
                found.we_conceded, found.they_conceded,
            )
            for found in rounds.order_by("-day", "-id")[:100]
        ],
        limits=(limit.text if limit else "") if actor.may(LIMITS) else None,
        may_change=actor.may(CHANGE) and row.state == NegotiationState.OPEN,
    )  # fmt: skip


def _ways(way: Communication, in_force: Policy) -> str:
    parts = (Means(way.means).label, Hours(way.hours).label, word(in_force.styles, way.style))
    return " · ".join(str(part) for part in parts)
