"""The public pool: what lies in it for whom, and who is about to go back into it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from kejing.domain.customers import access, rules
from kejing.domain.customers.models import Customer, Ownership, Recycling
from kejing.domain.customers.queries.moving import refusal
from kejing.domain.customers.queries.policy import last_contact, policy_on
from kejing.domain.customers.vocabulary import (
    ASSIGN,
    CLAIM,
    CLAIMED,
    CustomerKind,
    CustomerRefusal,
    RecyclingRule,
    RecyclingState,
)
from kejing.domain.org.public import units_around
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden, Refused
from kejing.foundation.kernel.paging import Capped, Page, page, seal, unseal
from kejing.foundation.kernel.permissions import catalogue

PAGE_SIZE = 50
CAP = 10_000
IN_POOL = ("pooled_on", "id")
BATCH = 20_000
"""How many customers a sweep looks at in one statement."""


@dataclass(frozen=True, slots=True)
class PooledCustomer:
    """A customer in a pool, as whoever may claim her sees her: no more than this."""

    id: int
    number: str
    name: str
    kind: str
    unit_id: int
    pooled_on: date
    lost_on: date | None
    unit: str
    unit_en: str
    claimable_from: date | None

    @property
    def kind_label(self) -> str:
        return str(CustomerKind(self.kind).label)

    @property
    def waits(self) -> bool:
        """Whether the reader may not claim her yet."""
        today = clock.today()
        return self.pooled_on >= today or (self.claimable_from is not None and today < self.claimable_from)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the reader may still claim: by the day, and by kind up to the capacity. None: no limit."""

    today: int | None
    capacity: list[tuple[str, int, int]]
    """(kind, held, most)"""


@dataclass(frozen=True, slots=True)
class PoolPage:
    page: Page[PooledCustomer]
    count: Capped
    allowance: Allowance
    policy: rules.Policy


@dataclass(frozen=True, slots=True)
class RecyclingRow:
    id: int
    pk: int
    number: str
    name: str
    holder: str
    holder_en: str
    rule: RecyclingRule
    warned_on: date
    due_on: date
    policy_version: int

    @property
    def is_due(self) -> bool:
        return self.due_on <= clock.today()


@dataclass(frozen=True, slots=True)
class RecyclingPage:
    page: Page[Any]
    rows: list[RecyclingRow]
    may_send: bool


def pool_list(*, actor: Actor, cursor: str | None = None) -> PoolPage:
    """Customers in the pools open to the actor, newest first. Raises Forbidden without the right to claim."""
    actor.require(CLAIM)
    policy = policy_on(clock.today())
    units = open_units(actor, policy)
    day, last = unseal(cursor, IN_POOL) if cursor else (None, None)
    rows = _pooled(units, policy, day, last, PAGE_SIZE + 1)
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    following = seal([rows[-1].pooled_on.isoformat(), rows[-1].id], IN_POOL) if more else None
    return PoolPage(Page(rows, following, None), _count(units), allowance(actor, policy), policy)


def pooled_customer(actor: Actor, customer_id: int, policy: rules.Policy) -> PooledCustomer | None:
    found = _pooled(open_units(actor, policy), policy, None, None, 1, customer_id)
    return found[0] if found else None


def open_units(actor: Actor, policy: rules.Policy) -> list[int] | None:
    """The units whose pools are open to the actor; None for all."""
    if policy.claim_from == "all":
        return None
    if actor.unit_id is None:
        return []
    return [actor.unit_id] if policy.claim_from == "unit" else units_around(actor.unit_id, clock.today())


def allowance(actor: Actor, policy: rules.Policy) -> Allowance:
    today = None
    if policy.claims_a_day is not None:
        today = max(policy.claims_a_day - claims_today(actor), 0)
    held = held_by_kind(actor)
    capacity = [
        (str(CustomerKind(kind).label), held.get(kind, 0), most)
        for kind, most in sorted(policy.capacity.items())
    ]
    return Allowance(today, capacity)


def claims_today(actor: Actor) -> int:
    return Ownership.objects.filter(
        holder_id=actor.holder_id or 0, valid_from=clock.today(), reason=CLAIMED
    ).count()


def held_by_kind(actor: Actor) -> dict[str, int]:
    kinds = Customer.objects.filter(holder_id=actor.holder_id or 0).values_list("kind", flat=True)
    counted: dict[str, int] = {}
    for kind in kinds:
        counted[kind] = counted.get(kind, 0) + 1
    return counted


def claim_refusal(actor: Actor, customer: PooledCustomer, policy: rules.Policy) -> Refused | None:
    """Why the actor may not claim the customer now: her claims of the day, her capacity, her last loss of her."""
    if policy.claims_a_day is not None and claims_today(actor) >= policy.claims_a_day:
        return Refused(CustomerRefusal.CLAIMS_USED_UP, most=policy.claims_a_day)
    target = rules.Target(actor.holder_id or 0, actor.name, is_pool=False)
    held = held_by_kind(actor).get(customer.kind, 0)
    if fault := rules.over_capacity(target, customer.kind, held, policy):
        return refusal(fault)
    again = rules.claimable_from(customer.lost_on, policy)
    if again and clock.today() < again:
        return Refused(CustomerRefusal.COOLING_OFF, day=customer.lost_on, again=again)
    return Refused(CustomerRefusal.IN_POOL_TODAY) if customer.pooled_on >= clock.today() else None


def recycling_list(*, actor: Actor, cursor: str | None = None) -> RecyclingPage:
    """Who is warned of and when they go back to the pool, the first to go first; the actor's own, or her units'.

    Raises Forbidden without the right to claim or to assign.
    """
    if not (actor.may(ASSIGN) or actor.may(CLAIM)):
        raise Forbidden(catalogue()[ASSIGN])
    found = page(open_recyclings(actor), ("due_on", "id"), cursor, PAGE_SIZE)
    rows = [
        RecyclingRow(
            row.pk, row.customer_id, row.customer.number, row.customer.name, row.holder.name, row.holder.name_en,
            RecyclingRule(row.rule), row.warned_on, row.due_on, row.policy_version,
        )
        for row in found.rows
    ]  # fmt: skip
    return RecyclingPage(Page(rows, found.next, found.previous), rows, actor.may(ASSIGN))


def open_recyclings(actor: Actor) -> Any:
    rows = Recycling.objects.filter(state=RecyclingState.WARNED, customer__in=access.visible(actor))
    return rows.select_related("customer", "holder")


@dataclass(frozen=True, slots=True)
class SweptRow:
    """A customer with a person, with the rule that sends her back and the day it does."""

    customer_id: int
    holder_id: int
    unit_id: int
    rule: str
    due_on: date


def due_customers(policy: rules.Policy, on: date) -> list[SweptRow]:
    """Customers of the open context who go back to the pool by a day, read in batches; locked ones left alone."""
    found: list[SweptRow] = []
    last = 0
    while rows := _held_after(last, on):
        for customer, holder, unit, began, contact, left, holds in rows:
            due = rules.recycling_due(rules.HeldCustomer(began, contact, left, holds), policy)
            if due and due[1] <= on:
                found.append(SweptRow(customer, holder, unit, *due))
        last = rows[-1][0]
    return found


def _held_after(last: int, on: date) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(_HELD.format(last_contact=last_contact()), {"on": on, "last": last, "limit": BATCH})
        return list(cursor.fetchall())


# Whether a rule applies is decided in Python: the rule is written there, once.
_HELD = """
select c.id, c.holder_id, c.unit_id, o.valid_from, {last_contact} as contact,
       case when a.valid_to <= %(on)s then a.valid_to end,
       exists (select 1 from customers_holdingparty p join customers_holding g on g.id = p.holding_id
               where p.customer_id = c.id and (g.closed_on is null or g.closed_on > %(on)s))
from customers_customer c
join org_holder h on h.id = c.holder_id and h.kind = 'person'
join org_appointment a on a.id = h.appointment_id
join customers_ownership o on o.customer_id = c.id and o.valid_to is null
where c.id > %(last)s and c.merged_into_id is null
  and not exists (select 1 from customers_lock k where k.customer_id = c.id and k.valid_from <= %(on)s
                  and (k.valid_to is null or k.valid_to > %(on)s))
order by c.id
limit %(limit)s
"""


def _pooled(
    units: Sequence[int] | None, policy: rules.Policy, after_on: date | None, after_id: int | None, most: int,
    one: int | None = None,
) -> list[PooledCustomer]:  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "select p.id, p.number, p.name, p.kind, p.unit_id, p.pooled_on, p.lost_on, u.name, u.name_en"
            " from kj_pool(%s::bigint[], %s, %s, %s, %s) with ordinality p join org_unit u on u.id = p.unit_id"
            " order by p.ordinality",
            [listed(units), after_on, after_id, most, one],
        )
        rows = cursor.fetchall()
    return [PooledCustomer(*(*row, rules.claimable_from(row[6], policy))) for row in rows]


def listed(units: Sequence[int] | None) -> list[int] | None:
    return None if units is None else list(units)


def _count(units: Sequence[int] | None) -> Capped:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from kj_pool(%s::bigint[], null, null, %s)", [listed(units), CAP + 1])
        row = cursor.fetchone()
    assert row is not None
    return Capped(min(row[0], CAP), row[0] > CAP)
