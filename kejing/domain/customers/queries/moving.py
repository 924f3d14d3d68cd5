"""What is known of customers who are to move, before anybody moves."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count
from django.utils.translation import get_language

from kejing.domain.customers import access, rules
from kejing.domain.customers.models import Customer, Lock, Ownership
from kejing.domain.customers.queries.policy import policy_on
from kejing.domain.customers.vocabulary import ASSIGN, CONFIDENTIAL, CustomerKind, CustomerRefusal
from kejing.domain.org.public import HolderCard, find_people, find_pools, holder_cards, holders_of_unit
from kejing.engines.metrics.public import PeriodState, period_state
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden, Refused
from kejing.foundation.kernel.periods import Month
from kejing.foundation.kernel.permissions import catalogue

MOST = 20_000
"""How many customers one transfer moves at most."""
SHOWN = 200
"""How many rows a preview shows; those refused come first."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is to move: named by number, or all of a holder's (of a kind). `missing` numbers are nobody in sight."""

    held: dict[int, int]
    """Customer → her present holder."""
    missing: list[str]

    @property
    def ids(self) -> list[int]:
        return list(self.held)


@dataclass(frozen=True, slots=True)
class PreviewRow:
    number: str
    name: str
    holder: str
    holder_en: str
    fault: Refused | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a transfer would do. `seen` seals who was chosen: another choice needs another look."""

    target: HolderCard
    rows: list[PreviewRow]
    moving: int
    refused: int
    staying: int
    seen: str


def _local(zh: str, en: str) -> str:
    return zh if (get_language() or "").startswith("zh") else en or zh


def receiver(actor: Actor, holder_id: int, day: date) -> HolderCard:
    """Nobody gives a customer to where she could not take her back from, or to somebody who has left.

    Raises Refused.
    """
    holder = holder_cards([holder_id]).get(holder_id)
    within = holder and (actor.sees_all or holder.id in actor.holders or holder.unit_id in actor.units)
    if (
        not holder
        or not within
        or holder.id not in {found.id for found in holders_of_unit(holder.unit_id, day)}
    ):
        raise Refused(CustomerRefusal.UNKNOWN_HOLDER, field="holder_id")
    return holder


def chosen(
    *, actor: Actor, numbers: Sequence[str], from_holder_id: int | None = None, kind: str | None = None
) -> Chosen:
    """Raises Refused when nothing is named, or more than `MOST` are."""
    rows = access.visible(actor)
    if numbers:
        rows = rows.filter(number__in=set(numbers))
    elif from_holder_id is not None:
        rows = rows.filter(holder_id=from_holder_id)
    else:
        raise Refused(CustomerRefusal.NOTHING_CHOSEN, field="numbers")
    found = list(
        (rows.filter(kind=kind) if kind else rows)
        .order_by("pk")
        .values_list("pk", "number", "holder_id")[: MOST + 1]
    )
    if len(found) > MOST or len(numbers) > MOST:
        raise Refused(CustomerRefusal.TOO_MANY, field="numbers", most=MOST)
    known = {number for _, number, _ in found}
    return Chosen({pk: holder for pk, _, holder in found}, sorted(set(numbers) - known))


def faults_of(actor: Actor, ids: Sequence[int], holder: HolderCard, day: date) -> dict[int, Refused]:
    """Why which of the customers may not go to the holder on the day. A fixed number of queries for any number."""
    policy = policy_on(day)
    found = rules.faults(
        _movers(ids, holder, day, policy),
        _target(holder),
        day,
        policy,
        opened=actor.may(CONFIDENTIAL),
        month_closed=period_state(Month.of(day)).state == PeriodState.CLOSED,
    )
    return {pk: refusal(fault) for pk, fault in found.items()}


def refusal(fault: rules.Fault) -> Refused:
    """A rule's fault in words."""
    params = dict(fault.params)
    if "kind" in params:
        params["kind"] = CustomerKind(str(params["kind"])).label
    field = "on" if fault.code in {"before_ownership", "month_closed"} else "holder_id"
    return Refused(CustomerRefusal(fault.code), field=field, **params)


def transfer_preview(
    *, actor: Actor, holder_id: int, on: date, numbers: Sequence[str] = (), from_holder_id: int | None = None,
    kind: str | None = None,
) -> Preview:  # fmt: skip
    """Row by row whether each may move, those refused first. Raises Forbidden, Refused."""
    if not actor.may(ASSIGN):
        raise Forbidden(catalogue()[ASSIGN])
    holder = receiver(actor, holder_id, on)
    who = chosen(actor=actor, numbers=numbers, from_holder_id=from_holder_id, kind=kind)
    faults = faults_of(actor, who.ids, holder, on)
    staying = Customer.objects.filter(pk__in=who.ids, holder_id=holder.id).count()
    missing = [PreviewRow(number, "", "", "", Refused(CustomerRefusal.NOT_FOUND)) for number in who.missing]
    return Preview(
        target=holder,
        rows=[*missing, *_preview_rows(who.ids, faults)][:SHOWN],
        moving=len(who.ids) - len(faults) - staying,
        refused=len(faults) + len(who.missing),
        staying=staying,
        seen=seal_of(who, holder.id, on),
    )


def seal_of(who: Chosen, holder_id: int, on: date) -> str:
    """Of a choice: who goes from whom to whom, and from when."""
    choice = f"{holder_id} {on} {sorted(who.held.items())}"
    return hashlib.sha256(choice.encode()).hexdigest()[:16]


def find_receivers(*, actor: Actor, text: str) -> list[tuple[int, str, str]]:
    """(holder, name, unit) of people and pools to whom the actor may give customers, by a piece of the name."""
    if not actor.may(ASSIGN):
        return []
    units = None if actor.sees_all else actor.units
    persons = [
        (
            card.holder_id,
            _local(card.name, card.name_en),
            _local(card.unit, card.unit_en),
        )
        for card in find_people(actor=actor, text=text, units=units)
    ]
    return [*persons, *find_pools(text=text, units=units)]


def _preview_rows(ids: Sequence[int], faults: dict[int, Refused]) -> list[PreviewRow]:
    first = [*faults, *(pk for pk in ids if pk not in faults)][:SHOWN]
    rows = Customer.objects.filter(pk__in=first).select_related("holder").in_bulk()
    return [
        PreviewRow(row.number, row.name, row.holder.name, row.holder.name_en, faults.get(pk))
        for pk in first
        if (row := rows.get(pk))
    ]


def _target(holder: HolderCard) -> rules.Target:
    counted = (
        Customer.objects.filter(holder_id=holder.id).order_by().values_list("kind").annotate(Count("id"))
    )
    return rules.Target(holder.id, holder.name, holder.is_pool, {} if holder.is_pool else dict(counted))


def _movers(ids: Sequence[int], holder: HolderCard, day: date, policy: rules.Policy) -> list[rules.Mover]:
    rows = (
        Customer.objects.filter(pk__in=ids)
        .order_by("pk")
        .values_list("pk", "kind", "holder_id", "confidential")
    )
    began = dict(
        Ownership.objects.filter(customer_id__in=ids, valid_to=None).values_list("customer_id", "valid_from")
    )
    locks, had = locks_of(ids, day), _rotated_out(ids, holder, policy)
    return [
        rules.Mover(pk, kind, held_by, began[pk], confidential, locks.get(pk), had.get(pk))
        for pk, kind, held_by, confidential in rows
    ]


def locks_of(ids: Sequence[int], day: date) -> dict[int, rules.Locked]:
    """Whom the customers are locked to on a day."""
    rows = Lock.objects.filter(customer_id__in=ids, valid_from__lte=day).exclude(valid_to__lte=day)
    return {
        row.customer_id: rules.Locked(
            row.holder_id, _local(row.holder.name, row.holder.name_en), row.valid_from, row.reason
        )
        for row in rows.select_related("holder")
    }


def _rotated_out(ids: Sequence[int], holder: HolderCard, policy: rules.Policy) -> dict[int, date]:
    """When the target, in whatever post, last had each customer for as long as one person may."""
    if holder.staff_id is None or policy.max_years is None:
        return {}
    rows = Ownership.objects.filter(
        customer_id__in=ids, holder__appointment__staff_id=holder.staff_id, valid_to__isnull=False
    ).order_by("valid_to")
    return {
        customer: ended
        for customer, began, ended in rows.values_list("customer_id", "valid_from", "valid_to")
        if ended and rules.rotated(began, ended, policy)
    }


def today_or_before(day: date | None) -> date:
    """The day a change begins: today unless said. Raises Refused for a later one."""
    if day and day > clock.today():
        raise Refused(CustomerRefusal.NOT_TODAY, field="on")
    return day or clock.today()


def hold_still(ids: Sequence[int]) -> None:
    """Lock the customers' rows in one order, so that two transfers wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from (select id from customers_customer where id = any (%s) order by id for update) held",
            [list(ids)],
        )
