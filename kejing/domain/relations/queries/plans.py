"""The plan with its goals, the balance of voices, resources and their use. Items A3.8, A3.45, A8.16, A8.17, A9.5."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from kejing.domain.customers.public import members_of
from kejing.domain.relations import access
from kejing.domain.relations.models import Goal, Message, Plan, Resource, ResourceUse
from kejing.domain.relations.vocabulary import Party, Voice
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor

YEAR = timedelta(days=365)
SHOWN = 8
MOST_GOALS = 40


@dataclass(frozen=True, slots=True)
class Voices:
    """The last messages, and how many went each way in the last 365 days."""

    rows: list[Message]
    ours: int
    theirs: int

    @property
    def share_of_theirs(self) -> int | None:
        """The customer's part in the talk, in percent; half is balance."""
        whole = self.ours + self.theirs
        return round(100 * self.theirs / whole) if whole else None


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """A resource with its uses: how many, by whom, and the last one."""

    row: Resource
    by_us: int
    by_customer: int
    last: ResourceUse | None


def plan(*, actor: Actor, customer_id: int) -> Plan | None:
    return access.visible(Plan, actor).filter(customer_id=customer_id).first()


def goals(*, actor: Actor, customer_id: int) -> dict[Party, list[Goal]]:
    """By party, both always there. One query."""
    rows = (
        access.visible(Goal, actor)
        .filter(customer_id__in=members_of(customer_id))
        .order_by("-day", "-id")[:MOST_GOALS]
    )
    found: dict[Party, list[Goal]] = {party: [] for party in Party}
    for row in rows:
        found[Party(row.party)].append(row)
    return found


def voices(*, actor: Actor, customer_id: int) -> Voices:
    """Two queries."""
    rows = access.visible(Message, actor).filter(customer_id__in=members_of(customer_id))
    counted = rows.filter(day__gte=clock.today() - YEAR).aggregate(
        ours=Count("pk", Q(voice=Voice.OURS)), theirs=Count("pk", Q(voice=Voice.THEIRS))
    )
    return Voices(list(rows.order_by("-day", "-id")[:SHOWN]), counted["ours"], counted["theirs"])


def resources(*, actor: Actor, customer_id: int) -> list[ResourceRow]:
    """Two queries."""
    mine = {"customer_id": customer_id}
    rows = access.visible(Resource, actor).filter(**mine).order_by("-day", "-id")[:MOST_GOALS]
    uses: dict[int, list[ResourceUse]] = {}
    for use in access.visible(ResourceUse, actor).filter(**mine).order_by("-day", "-id")[:200]:
        uses.setdefault(use.resource_id, []).append(use)
    return [
        ResourceRow(
            row,
            sum(use.by == Party.US for use in uses.get(row.pk, ())),
            sum(use.by == Party.CUSTOMER for use in uses.get(row.pk, ())),
            next(iter(uses.get(row.pk, ())), None),
        )
        for row in rows
    ]
