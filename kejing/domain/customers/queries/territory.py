"""Unit markets with what they hold and sell, rolled up to their units. Item A4.33."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from kejing.domain.customers import access
from kejing.domain.customers.models import HoldingParty, Territory, TerritoryCustomer, TerritoryHolder
from kejing.domain.customers.queries.policy import policy_on
from kejing.domain.customers.vocabulary import ASSIGN
from kejing.domain.org.public import holder_cards
from kejing.engines.metrics.public import Measure, monthly_series
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.periods import Month
from kejing.foundation.kernel.sql import in_force
from kejing.foundation.ui.formats import local

MONTHS = 3
MOST = 500


@dataclass(frozen=True, slots=True)
class TerritoryRow:
    """A unit market: whose it is, the customers in it that the reader sees, and what they were sold."""

    id: int
    code: str
    name: str
    unit_id: int
    unit: str
    holder: str
    holder_en: str
    customers: int
    sold: Decimal


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A unit with all its markets."""

    unit: str
    markets: int
    customers: int
    sold: Decimal


@dataclass(frozen=True, slots=True)
class Markets:
    """The reader's markets, and their sum by unit. `start`, `end`: the months of the sales, end exclusive."""

    rows: list[TerritoryRow]
    areas: list[AreaRow]
    start: Month
    end: Month
    may_change: bool


def territory_list(*, actor: Actor) -> Markets:
    """The markets of the actor's units or her own, at most 500, with the sales of the last three whole months."""
    end = Month.of(clock.today())
    start = end.plus(-MONTHS)
    found = list(visible_territories(actor).select_related("unit").order_by("unit__code", "code")[:MOST])
    ids = [row.pk for row in found]
    holders = _holders(ids)
    cards = holder_cards(holders.values())
    seen = TerritoryCustomer.objects.filter(territory_id__in=ids, customer__in=access.visible(actor))
    counts = dict(seen.order_by().values_list("territory_id").annotate(Count("id")))
    sold = _sold(actor, seen, start, end)
    rows = [
        TerritoryRow(
            id=row.pk,
            code=row.code,
            name=local(row.name, row.name_en),
            unit_id=row.unit_id,
            unit=local(row.unit.name, row.unit.name_en),
            holder=cards[holders[row.pk]].name if row.pk in holders else "",
            holder_en=cards[holders[row.pk]].name_en if row.pk in holders else "",
            customers=counts.get(row.pk, 0),
            sold=sold.get(row.pk, Decimal(0)),
        )
        for row in found
    ]
    return Markets(rows, _areas(rows), start, end, actor.may(ASSIGN))


def visible_territories(actor: Actor) -> QuerySet[Territory]:
    if actor.sees_all:
        return Territory.objects.all()
    own = TerritoryHolder.objects.filter(_now(), holder_id__in=actor.holders)
    return Territory.objects.filter(Q(unit_id__in=actor.units) | Q(pk__in=own.values("territory_id")))


def get_territory(actor: Actor, territory_id: int) -> Territory:
    """The row, for whoever leads there. Raises NotVisible (404)."""
    found = visible_territories(actor).filter(pk=territory_id).first()
    if found is None or not (actor.sees_all or found.unit_id in actor.units):
        raise NotVisible
    return found


def adding_territory(*, actor: Actor) -> None:
    """Raises Forbidden (403) for whoever gives no customers away."""
    actor.require(ASSIGN)


def territory_of(*, actor: Actor, territory_id: int) -> Territory:
    """A market, for whoever may change it. Raises NotVisible (404), Forbidden (403)."""
    found = get_territory(actor, territory_id)
    actor.require(ASSIGN)
    return found


def _now() -> Q:
    return in_force(clock.today())


def _holders(ids: list[int]) -> dict[int, int]:
    rows = TerritoryHolder.objects.filter(_now(), territory_id__in=ids)
    return dict(rows.values_list("territory_id", "holder_id"))


def _sold(actor: Actor, seen: QuerySet[TerritoryCustomer], start: Month, end: Month) -> dict[int, Decimal]:
    """By market: the amounts of the kind of fact that the rules call sales; nothing where they name none."""
    policy = policy_on(clock.today())
    if not policy.sales_kind:
        return {}
    market_of = dict(seen.values_list("customer_id", "territory_id"))
    subjects = dict.fromkeys(market_of)
    owner = {customer: customer for customer in market_of}
    if policy.sales_subject == "holding":
        parts = HoldingParty.objects.filter(customer_id__in=list(market_of), role="owner").order_by("id")
        owner = dict(parts.values_list("holding_id", "customer_id"))
        subjects = dict.fromkeys(owner)
    totals: dict[int, Decimal] = defaultdict(Decimal)
    try:
        points = monthly_series(
            actor=actor,
            kind=policy.sales_kind,
            subject_ids=list(subjects),
            start=start,
            end=end,
            measure=Measure.SUM,
        )
    except LookupError:  # the pack's facts are not there yet
        return {}
    for point in points:
        totals[market_of[owner[point.subject_id]]] += point.value
    return dict(totals)


def _areas(rows: list[TerritoryRow]) -> list[AreaRow]:
    by_unit: dict[int, list[TerritoryRow]] = defaultdict(list)
    for row in rows:
        by_unit[row.unit_id].append(row)
    return [
        AreaRow(
            of[0].unit, len(of), sum(row.customers for row in of), sum((row.sold for row in of), Decimal(0))
        )
        for of in by_unit.values()
    ]
