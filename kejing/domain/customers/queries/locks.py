"""Requests to lift a lock, and what is packed to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from kejing.domain.customers import access
from kejing.domain.customers.models import (
    Customer,
    Holding,
    HoldingOwnership,
    HoldingParty,
    Lock,
    UnlockRequest,
)
from kejing.domain.customers.vocabulary import CHANGE, HOLDING_AMOUNT, LOCK, PartyRole, RequestState
from kejing.domain.org.public import people, staff_names
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.paging import Page, page
from kejing.foundation.kernel.sql import in_force
from kejing.foundation.ui.formats import local

PAGE_SIZE = 50
MOST_HOLDINGS = 200


@dataclass(frozen=True, slots=True)
class LockRow:
    """A lock in force, and whether somebody has asked to lift it."""

    id: int
    holder: str
    holder_en: str
    since: date
    reason: str
    decided_by: str
    request_id: int | None
    asked_by: str
    asked_why: str
    asked_by_reader: bool


@dataclass(frozen=True, slots=True)
class UnlockRow:
    """A request that waits. `own`: the reader asked herself, so another one decides."""

    id: int
    pk: int
    number: str
    name: str
    holder: str
    holder_en: str
    locked_since: date
    reason: str
    asked_by: str
    asked_on: date
    own: bool


@dataclass(frozen=True, slots=True)
class PackedHolding:
    """Something a customer holds today, and to whom it is packed; no amount for who sees none."""

    id: int
    number: str
    product_zh: str
    product_en: str
    amount: Decimal | None
    holder: str
    holder_en: str
    since: date | None
    locked: bool


@dataclass(frozen=True, slots=True)
class Package:
    customer: Customer
    holdings: list[PackedHolding]
    people: list[tuple[int, str]]
    """Who may get some of it."""
    may_pack: bool

    @property
    def packed(self) -> list[PackedHolding]:
        """What is packed by itself, not by a lock."""
        return [row for row in self.holdings if row.holder and not row.locked]

    @property
    def free(self) -> list[tuple[int, str]]:
        """What is packed to nobody, for a choice."""
        return [
            (r.id, f"{local(r.product_zh, r.product_en)} {r.number}") for r in self.holdings if not r.holder
        ]


def may_lock(*, actor: Actor) -> None:
    """Raises Forbidden (403) for whoever locks no customers."""
    actor.require(LOCK)


def asking_unlock(*, actor: Actor, customer_id: int) -> Customer:
    """The customer, for whoever may ask to unlock her. Raises NotVisible (404), Forbidden (403)."""
    customer = access.get_visible(actor, customer_id)
    actor.require(CHANGE)
    return customer


def unlock_list(*, actor: Actor, cursor: str | None = None) -> Page[Any]:
    """Requests to unlock that wait, the oldest first. Raises Forbidden without the right to decide."""
    actor.require(LOCK)
    waiting = open_requests(actor).select_related("lock__customer", "lock__holder")
    found = page(waiting, ("asked_on", "id"), cursor, PAGE_SIZE)
    names = staff_names(row.asked_by for row in found.rows)
    rows = [
        UnlockRow(
            row.pk, row.lock.customer_id, row.lock.customer.number, row.lock.customer.name, row.lock.holder.name,
            row.lock.holder.name_en, row.lock.valid_from, row.reason, names.get(row.asked_by, ""), row.asked_on,
            own=row.asked_by == actor.staff_id,
        )
        for row in found.rows
    ]  # fmt: skip
    return Page(rows, found.next, found.previous)


def open_requests(actor: Actor) -> Any:
    return UnlockRequest.objects.filter(state=RequestState.OPEN, lock__customer__in=access.visible(actor))


def package(*, actor: Actor, customer_id: int) -> Package:
    """What a customer holds today and who earns by it. Raises NotVisible (404)."""
    customer = access.get_visible(actor, customer_id)
    rows = list(
        own_holdings(customer_id)
        .select_related("product")
        .order_by("product__line", "number")[:MOST_HOLDINGS]
    )
    owned = owners_of([row.pk for row in rows])
    amounts = actor.field(HOLDING_AMOUNT).seen
    return Package(
        customer,
        [_packed(row, owned.get(row.pk), with_amount=amounts) for row in rows],
        packable_to(customer),
        may_pack=actor.may(LOCK) and actor.may(CHANGE),
    )


def customer_lock(*, actor: Actor, customer_id: int) -> LockRow | None:
    """The customer's lock in force today. Raises NotVisible (404)."""
    access.get_visible(actor, customer_id)
    return lock_row(actor, customer_id, clock.today())


def lock_row(actor: Actor, customer_id: int, day: date) -> LockRow | None:
    lock = (
        Lock.objects.filter(in_force(day), customer_id=customer_id)
        .select_related("holder")
        .order_by("-id")
        .first()
    )
    if lock is None:
        return None
    asked = UnlockRequest.objects.filter(lock=lock, state=RequestState.OPEN).first()
    names = staff_names([lock.decided_by, asked.asked_by if asked else None])
    return LockRow(
        id=lock.pk,
        holder=lock.holder.name,
        holder_en=lock.holder.name_en,
        since=lock.valid_from,
        reason=lock.reason,
        decided_by=names.get(lock.decided_by or 0, ""),
        request_id=asked.pk if asked else None,
        asked_by=names.get(asked.asked_by, "") if asked else "",
        asked_why=asked.reason if asked else "",
        asked_by_reader=bool(asked and asked.asked_by == actor.staff_id),
    )


def own_holdings(customer_id: int) -> Any:
    """What the customer owns (not only disposes of) today."""
    today = clock.today()
    parts = HoldingParty.objects.filter(customer_id=customer_id, role=PartyRole.OWNER)
    return Holding.objects.filter(
        Q(closed_on=None) | Q(closed_on__gt=today), pk__in=parts.values("holding_id")
    )


def own_holdings_of(customer_ids: Sequence[int]) -> dict[int, list[Holding]]:
    """What each of the customers owns today, in two queries."""
    today = clock.today()
    parts = HoldingParty.objects.filter(customer_id__in=customer_ids, role=PartyRole.OWNER)
    alive = Q(holding__closed_on=None) | Q(holding__closed_on__gt=today)
    found: dict[int, list[Holding]] = {}
    for part in parts.filter(alive).select_related("holding").order_by("customer_id", "holding_id"):
        found.setdefault(part.customer_id, []).append(part.holding)
    return found


def owners_of(holding_ids: Sequence[int]) -> dict[int, HoldingOwnership]:
    """To whom holdings are packed today."""
    rows = HoldingOwnership.objects.filter(in_force(clock.today()), holding_id__in=holding_ids)
    return {row.holding_id: row for row in rows.select_related("holder")}


def packable_to(customer: Customer) -> list[tuple[int, str]]:
    """Who may get a package: the customer's holder and whoever works on her, if in a post today."""
    found = people([customer.holder_id, *access.sharing(customer.pk, clock.today())])
    return [(pk, local(card.name, card.name_en)) for pk, card in sorted(found.items())]


def _packed(row: Holding, owner: HoldingOwnership | None, *, with_amount: bool) -> PackedHolding:
    return PackedHolding(
        id=row.pk,
        number=row.number,
        product_zh=row.product.label_zh,
        product_en=row.product.label_en,
        amount=row.amount if with_amount else None,
        holder=owner.holder.name if owner else "",
        holder_en=owner.holder.name_en if owner else "",
        since=owner.valid_from if owner else None,
        locked=bool(owner and owner.lock_id),
    )
