"""The route of the day: today's visits in order, each with what to know before it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.customers.public import cards
from kejing.domain.visits import access
from kejing.domain.visits.models import Visit
from kejing.domain.visits.queries.day import MOST_OF_A_DAY
from kejing.domain.visits.queries.etiquette import etiquette_of
from kejing.domain.visits.queries.fieldwork import fieldwork
from kejing.domain.visits.queries.findings import open_findings
from kejing.domain.visits.queries.visits import Brief, VisitRow, briefs, rows_with
from kejing.domain.visits.rules import overlapping, route_order
from kejing.domain.visits.vocabulary import PLAN, VisitState
from kejing.foundation.kernel import clock, sections
from kejing.foundation.kernel.actor import Actor

BRIEF = "visits.brief"
"""The document of what to know before visits: a provider gets `customer_ids` and gives BriefLines by customer."""


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One thing to know. `state` is a mark of the page kit: late, due, none …"""

    label: str
    text: str
    url: str = ""
    state: str = "none"


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit of the route; `overlaps` another plan's hour."""

    visit: VisitRow
    brief: Brief | None
    lines: tuple[BriefLine, ...]
    overlaps: bool


@dataclass(frozen=True, slots=True)
class RouteOfDay:
    day: date
    stops: tuple[Stop, ...]
    held: int


def route_of_day(*, actor: Actor) -> RouteOfDay:
    """Today's open plans in their order with briefs. A fixed number of queries. Raises Forbidden (403)."""
    actor.require(PLAN)
    today = clock.today()
    mine = access.own_visits(actor).filter(day=today).exclude(state=VisitState.CANCELLED)
    found = list(mine.select_related("staff").order_by("planned_at", "id")[:MOST_OF_A_DAY])
    plans = route_order([visit for visit in found if visit.state == VisitState.PLANNED])
    known = cards(actor=actor, ids={visit.customer_id for visit in plans})
    told = briefs(actor, known)
    lines = brief_lines(actor, known)
    clash = overlapping([(visit.pk, visit.planned_at) for visit in plans], fieldwork().plan_minutes)
    return RouteOfDay(
        day=today,
        stops=tuple(
            Stop(row, told.get(row.customer_id), tuple(lines.get(row.customer_id, ())), row.id in clash)
            for row in rows_with(plans, known)
        ),
        held=len(found) - len(plans),
    )


def brief_lines(actor: Actor, known: Collection[int]) -> Mapping[int, Sequence[BriefLine]]:
    """What all modules have to say of these customers: first how they like to be met and what is open there."""
    told: dict[int, list[BriefLine]] = defaultdict(list)
    if not known:
        return told
    for customer, text in etiquette_of(known).items():
        told[customer].append(BriefLine(_("Etiquette"), text))
    for finding in open_findings(actor=actor, customer_ids=known):
        late = finding.due_on is not None and finding.due_on < clock.today()
        url = reverse("visits:finding_page", args=[finding.id])
        told[finding.customer_id].append(
            BriefLine(_("Open finding"), f"{finding.kind}: {finding.text}", url, "late" if late else "due")
        )
    for section in sections.collect(BRIEF, actor=actor, customer_ids=frozenset(known)).values():
        for customer, more in section.items():
            told[customer].extend(more)
    return told


def plans_of_today(actor: Actor) -> list[Visit]:
    """The actor's open plans of today, in the order of the route."""
    rows = access.own_visits(actor).filter(day=clock.today(), state=VisitState.PLANNED)
    return route_order(list(rows.order_by("planned_at", "id")[:MOST_OF_A_DAY]))
