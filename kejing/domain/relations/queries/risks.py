"""Risk signals: of a customer, and of all customers in scope. Item A9.3."""

from dataclasses import dataclass
from datetime import date

from kejing.domain.customers.public import members_of
from kejing.domain.relations import access
from kejing.domain.relations.models import RiskEvent, Signal
from kejing.domain.relations.queries.policy import local, policy, word
from kejing.domain.relations.rules import Policy
from kejing.domain.relations.vocabulary import VIEW, Level, Outcome
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page

PAGE_SIZE = 50
MOST_SIGNALS = 20


@dataclass(frozen=True, slots=True)
class SignalRow:
    """A warning: what, how serious, why, who warned when (its lead so far in days), until when it is watched."""

    id: int
    pk: int
    kind: str
    level: Level
    reason: str
    control: str
    by: str
    day: date
    until: date
    lead: int
    closed_on: date | None
    ending: str
    customer_id: int
    customer: str
    holder: str

    @property
    def is_overdue(self) -> bool:
        return self.closed_on is None and self.until < clock.today()


@dataclass(frozen=True, slots=True)
class SignalList:
    page: Page[SignalRow]
    count: Capped


def risk_signals(*, actor: Actor, cursor: str | None = None) -> SignalList:
    """Open signals of the customers in scope, those whose watch ends first at the top. Raises Forbidden (403)."""
    access.require(actor, VIEW)
    rows = access.visible(Signal, actor).filter(closed_on=None)
    joined = rows.select_related("staff", "customer", "customer__holder")
    found = page(joined, ("until", "id"), cursor, PAGE_SIZE)
    in_force = policy()
    shown = [signal_row(row, in_force) for row in found.rows]
    return SignalList(Page(shown, found.next, found.previous), capped_count(rows))


def customer_signals(
    *, actor: Actor, customer_id: int, in_force: Policy, only_open: bool = False
) -> list[SignalRow]:
    """A customer's signals, open ones first, then the newest. One query."""
    rows = access.visible(Signal, actor).filter(customer_id__in=members_of(customer_id))
    if only_open:
        rows = rows.filter(closed_on=None)
    joined = rows.select_related("staff", "customer", "customer__holder").order_by("-day", "-id")
    found = [signal_row(row, in_force) for row in joined[:MOST_SIGNALS]]
    return sorted(found, key=lambda row: row.closed_on is not None)


def customer_events(*, actor: Actor, customer_id: int) -> list[RiskEvent]:
    rows = access.visible(RiskEvent, actor).filter(customer_id__in=members_of(customer_id))
    return list(rows.order_by("-day", "-id")[:MOST_SIGNALS])


def signal_row(row: Signal, in_force: Policy) -> SignalRow:
    rule = next((found for found in in_force.alarms if found.code == row.rule), None)
    return SignalRow(
        id=row.pk,
        pk=row.pk,
        kind=word(in_force.risk_kinds, row.kind),
        level=Level(row.level),
        reason=local(rule.zh, rule.en) if rule else row.reason,
        control=row.control,
        by=local(row.staff.name, row.staff.name_en) if row.staff else "",
        day=row.day,
        until=row.until,
        lead=((row.closed_on or clock.today()) - row.day).days,
        closed_on=row.closed_on,
        ending=str(Outcome(row.ending).label) if row.ending else "",
        customer_id=row.customer_id,
        customer=row.customer.name,
        holder=local(row.customer.holder.name, row.customer.holder.name_en),
    )
