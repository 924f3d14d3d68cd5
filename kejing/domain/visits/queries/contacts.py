"""Contacts by others than the one who holds the customer: who is told, and which happened without anybody knowing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F

from kejing.domain.customers.public import cards, working_on
from kejing.domain.org.public import HolderKind, acting_for, cover_page, holder_cards, staff_names
from kejing.domain.visits import access
from kejing.domain.visits.models import Visit
from kejing.domain.visits.queries.visits import VisitRow, visit_rows
from kejing.domain.visits.vocabulary import VisitState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.periods import Month

NOTICED = timedelta(days=30)
MOST_NOTICES = 20
MOST_CROSSED = 5_000
"""Contacts of a month that the list of crossed contacts looks at."""
LAST_CONTACT = "(select max(v.day) from visits_visit v where v.customer_id = c.id and v.state = 'done')"
"""For the rules of the pool: the day of the last contact with the customer `c.id`."""


@dataclass(frozen=True, slots=True)
class CrossedRow:
    """One person's contacts in a month with a customer whom another one holds, who was not told before. Item A2.10."""

    customer_id: int
    number: str
    name: str
    holder: str
    holder_en: str
    by: str
    contacts: int
    last: date


@dataclass(frozen=True, slots=True)
class Crossed:
    month: Month
    rows: list[CrossedRow]
    customers: int
    contacted: int
    """Customers with a contact in the month at all: the share is taken of these (Q10)."""

    @property
    def months(self) -> list[Month]:
        """The months offered: this one and the two before."""
        now = Month.of(clock.today())
        return [now, now.previous(), now.plus(-2)]


def notices(*, actor: Actor) -> list[VisitRow]:
    """What others did with the actor's customers in the last 30 days, the newest first. Item A2.7."""
    if actor.holder_id is None:
        return []
    rows = Visit.objects.filter(
        holder_id=actor.holder_id, state=VisitState.DONE, day__gte=clock.today() - NOTICED
    ).exclude(staff_id=actor.staff_id or 0)
    return visit_rows(actor, rows.select_related("staff").order_by("-day", "-id")[:MOST_NOTICES])


def crossed_contacts(*, actor: Actor, month: Month | None = None) -> Crossed:
    """Customers contacted in a month by people who neither hold nor cover them, nor work on them. Item A2.10, Q10.

    Raises Forbidden (403) for whoever leads no team.
    """
    actor.require(access.TEAM)
    wanted = month or Month.of(clock.today())
    held = access.in_scope(actor).filter(
        state=VisitState.DONE, day__gte=wanted.start, day__lt=wanted.end, holder__kind=HolderKind.PERSON
    )
    by_others = held.exclude(holder__appointment__staff_id=F("staff_id")).order_by("-day", "-id")
    found = list(by_others.values_list("customer_id", "holder_id", "staff_id", "day")[:MOST_CROSSED])
    told = working_on({row[0] for row in found}, wanted.start, wanted.end)
    acting = acting_for({row[1] for row in found}, wanted.start, wanted.end)
    days: dict[tuple[int, int, int], list[date]] = defaultdict(list)
    for customer, holder, staff, day in found:
        known = [*told.get((customer, staff), ()), *acting.get((holder, staff), ())]
        if not any(start <= day and (end is None or day < end) for start, end in known):
            days[customer, holder, staff].append(day)
    return Crossed(
        wanted,
        _rows(actor, days),
        len({key[0] for key in days}),
        held.values("customer_id").distinct().count(),
    )


def cover_visits(*, actor: Actor, cover_id: int) -> list[VisitRow]:
    """What a deputy did with the other's customers while the cover lasted. Raises NotVisible (404)."""
    cover = cover_page(actor=actor, cover_id=cover_id).cover
    rows = access.visible(actor).filter(
        holder_id=cover.covered.id,
        staff_id=cover.deputy.staff_id or 0,
        day__gte=cover.valid_from,
        day__lt=cover.valid_to,
    )
    return visit_rows(actor, rows.select_related("staff").order_by("-day", "-id")[:100])


def _rows(actor: Actor, days: dict[tuple[int, int, int], list[date]]) -> list[CrossedRow]:
    customers = cards(actor=actor, ids={key[0] for key in days})
    holders = holder_cards({key[1] for key in days})
    names = staff_names(key[2] for key in days)
    rows = [
        CrossedRow(
            customer, customers[customer].number, customers[customer].name, holders[holder].name,
            holders[holder].name_en, names.get(staff, ""), len(on), max(on),
        )
        for (customer, holder, staff), on in days.items()
        if customer in customers
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.contacts, row.number))
