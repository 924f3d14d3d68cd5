"""Who held a customer when, who decided it and why; who works on her beside; what left a unit."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q

from kejing.domain.customers import access, rules
from kejing.domain.customers.models import Collaboration, Customer, Lock, Ownership, UnlockRequest
from kejing.domain.customers.queries.policy import policy_on
from kejing.domain.customers.vocabulary import (
    ASSIGN,
    CHANGE,
    CONFIDENTIAL,
    LOCK,
    CollaboratorRole,
    RequestState,
)
from kejing.domain.org.public import HolderCard, HolderKind, covers_of, holder_cards, staff_names
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page, seal, unseal
from kejing.foundation.kernel.permissions import catalogue

PAGE_SIZE = 50
MOST_CHANGES = 200
LEFT = ("left_on", "id")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Somebody's time with a customer, `[valid_from, valid_to)`: why it began and who decided that."""

    holder: str
    holder_en: str
    unit: str
    unit_en: str
    valid_from: date
    valid_to: date | None
    reason: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class CollaboratorRow:
    id: int
    name: str
    name_en: str
    unit: str
    unit_en: str
    role: str
    valid_from: date
    valid_to: date | None
    reason: str

    @property
    def is_over(self) -> bool:
        return self.valid_to is not None and self.valid_to <= clock.today()


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
class OwnershipPage:
    """The whole history of whose a customer was. `on` and `then` answer a question for a day."""

    customer: Customer
    stretches: list[Stretch]
    collaborators: list[CollaboratorRow]
    lock: LockRow | None
    deputy: str
    on: date
    then: Stretch | None
    rotation_due: date | None
    may_share: bool
    may_mark: bool
    may_lock: bool
    may_ask_unlock: bool


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A customer who left the reader's units: that, when and where to; not what she is now."""

    id: int
    number: str
    held_from: date
    left_on: date
    holder: str
    holder_en: str
    unit: str
    unit_en: str
    to_unit: str
    to_unit_en: str
    reason: str
    decided_by_id: int | None
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class LeftList:
    page: Page[LeftRow]
    number: str


@dataclass(frozen=True, slots=True)
class HeldOn:
    """Who was with a holder on a day, of those the reader sees now."""

    page: Page[Ownership]
    count: Capped
    holder: HolderCard | None
    on: date


@dataclass(frozen=True, slots=True)
class RotationList:
    """Customers whom one person has had for nearly as long as she may."""

    page: Page[Ownership]
    policy: rules.Policy


def ownership_page(*, actor: Actor, customer_id: int, on: date | None = None) -> OwnershipPage:
    """Raises NotVisible (404)."""
    customer = access.get_visible(actor, customer_id)
    rows = _ownerships([customer_id])[:MOST_CHANGES]
    stretches = _stretches(rows)
    today = clock.today()
    day = on or today
    then = next(
        (s for s in stretches if s.valid_from <= day and (s.valid_to is None or day < s.valid_to)), None
    )
    policy = policy_on(today)
    person = customer.holder.kind == HolderKind.PERSON
    return OwnershipPage(
        customer=customer,
        stretches=stretches,
        collaborators=collaborators(customer_id),
        lock=lock_row(actor, customer_id, today),
        deputy=covers_of([customer.holder_id], today).get(customer.holder_id, ""),
        on=day,
        then=then,
        rotation_due=rules.rotation_due(stretches[0].valid_from, policy) if person and stretches else None,
        may_share=may_share(actor, customer),
        may_mark=actor.may(CONFIDENTIAL) and actor.may(CHANGE),
        may_lock=actor.may(LOCK) and person,
        may_ask_unlock=actor.may(CHANGE),
    )


def owner_as_of(*, actor: Actor, customer_id: int, day: date) -> HolderCard | None:
    """Who held a customer on a day; None before she came. Raises NotVisible (404)."""
    access.get_visible(actor, customer_id)
    return owners_as_of(actor=actor, customer_ids=[customer_id], day=day).get(customer_id)


def owners_as_of(*, actor: Actor, customer_ids: Iterable[int], day: date) -> dict[int, HolderCard]:
    """Who held each of the visible customers on a day, in two queries; those who had not come are left out."""
    wanted = access.in_sight(actor).filter(pk__in=set(customer_ids)).values("pk")
    held = dict(
        Ownership.objects.filter(_covers(day), customer_id__in=wanted).values_list("customer_id", "holder_id")
    )
    known = holder_cards(held.values())
    return {customer: known[holder] for customer, holder in held.items()}


def may_assign(*, actor: Actor) -> None:
    """Raises Forbidden (403) for whoever gives no customers away."""
    require(actor, ASSIGN)


def may_lock(*, actor: Actor) -> None:
    """Raises Forbidden (403) for whoever locks no customers."""
    require(actor, LOCK)


def require(actor: Actor, permission: str) -> None:
    if not actor.may(permission):
        raise Forbidden(catalogue()[permission])


def sharing_of(*, actor: Actor, customer_id: int) -> Customer:
    """The customer, for whoever may say who works on her. Raises NotVisible (404), Forbidden (403)."""
    customer = access.get_visible(actor, customer_id)
    if not may_share(actor, customer):
        raise Forbidden(catalogue()[ASSIGN])
    return customer


def marking_of(*, actor: Actor, customer_id: int) -> Customer:
    """The customer, for whoever may mark her confidential. Raises NotVisible (404), Forbidden (403)."""
    customer = changing_of(actor=actor, customer_id=customer_id)
    require(actor, CONFIDENTIAL)
    return customer


def changing_of(*, actor: Actor, customer_id: int) -> Customer:
    """The customer, for whoever may change customers. Raises NotVisible (404), Forbidden (403)."""
    customer = access.get_visible(actor, customer_id)
    require(actor, CHANGE)
    return customer


def working_on(
    customer_ids: Iterable[int], start: date, end: date
) -> dict[tuple[int, int], list[tuple[date, date | None]]]:
    """When in a period whom of the staff worked on which customer: (customer, staff) → days, half-open."""
    rows = Collaboration.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=start), customer_id__in=set(customer_ids), valid_from__lt=end
    ).values_list("customer_id", "holder__appointment__staff_id", "valid_from", "valid_to")
    found: dict[tuple[int, int], list[tuple[date, date | None]]] = {}
    for customer, staff, first, last in rows:
        found.setdefault((customer, staff), []).append((first, last))
    return found


def may_share(actor: Actor, customer: Customer) -> bool:
    """Who gives collaborators: the one who holds or covers the customer, or whoever leads there."""
    if not actor.may(CHANGE):
        return False
    return customer.holder_id in actor.holders or (actor.may(ASSIGN) and customer.unit_id in actor.units)


def held_on(
    *, actor: Actor, holder_id: int | None, on: date | None = None, cursor: str | None = None
) -> HeldOn:
    """The reader's present customers whom a holder had on a day. Raises Forbidden without the right to assign."""
    require(actor, ASSIGN)
    day = on or clock.today()
    rows = Ownership.objects.filter(
        _covers(day), holder_id=holder_id or 0, customer__in=access.visible(actor)
    )
    found = page(
        rows.select_related("customer__holder"), ("customer__sort_key", "customer_id"), cursor, PAGE_SIZE
    )
    return HeldOn(found, capped_count(rows), holder_cards([holder_id or 0]).get(holder_id or 0), day)


def left_list(*, actor: Actor, number: str = "", cursor: str | None = None) -> LeftList:
    """Customers who left the actor's units, the latest first. Raises Forbidden without the right to assign."""
    if not actor.may(ASSIGN):
        raise Forbidden(catalogue()[ASSIGN])
    day, last = unseal(cursor, LEFT) if cursor else (None, None)
    with connection.cursor() as asking:
        asking.execute(
            "select id, number, held_from, left_on, holder, holder_en, unit, unit_en, to_unit, to_unit_en, reason,"
            " decided_by from kj_left_units(%s, %s, %s, %s)",
            [day, last, PAGE_SIZE + 1, number.strip()[:40].replace("\0", "")],
        )
        found = [LeftRow(*row) for row in asking.fetchall()]
    more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    by = staff_names(row.decided_by_id for row in found)
    rows = [_named(row, by) for row in found]
    following = seal([rows[-1].left_on.isoformat(), rows[-1].id], LEFT) if more else None
    return LeftList(Page(rows, following, None), number)


def rotation_list(*, actor: Actor, cursor: str | None = None) -> RotationList:
    """Who is due to go to another account manager, the longest held first. Raises Forbidden.

    Due means the longest time one person may have a customer, less the policy's notice.
    """
    require(actor, ASSIGN)
    policy = policy_on(clock.today())
    rows = Ownership.objects.filter(
        valid_to=None, holder__kind=HolderKind.PERSON, customer__in=access.visible(actor)
    )
    if policy.max_years is None:
        rows = rows.none()
    else:
        limit = clock.today() + timedelta(days=policy.rotation_notice_days)
        rows = rows.filter(valid_from__lte=rules.plus_months(limit, -12 * policy.max_years))
    found = page(rows.select_related("customer", "holder"), ("valid_from", "id"), cursor, PAGE_SIZE)
    return RotationList(found, policy)


def collaborators(customer_id: int) -> list[CollaboratorRow]:
    """Of a customer in sight, those at work now first."""
    rows = (
        Collaboration.objects.filter(customer_id=customer_id)
        .select_related("holder__unit")
        .order_by("-valid_from", "-id")[:MOST_CHANGES]
    )
    found = [
        CollaboratorRow(
            row.pk, row.holder.name, row.holder.name_en, row.holder.unit.name, row.holder.unit.name_en,
            str(CollaboratorRole(row.role).label), row.valid_from, row.valid_to, row.reason,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda row: row.is_over)


def lock_row(actor: Actor, customer_id: int, day: date) -> LockRow | None:
    lock = (
        Lock.objects.filter(_covers(day), customer_id=customer_id)
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


def _covers(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))


def _ownerships(ids: list[int]) -> Any:
    rows = Ownership.objects.filter(customer_id__in=ids).select_related("holder", "unit")
    return rows.order_by("-valid_from", "-id")


def _stretches(rows: Iterable[Ownership]) -> list[Stretch]:
    found = list(rows)
    by = staff_names(row.decided_by for row in found)
    return [
        Stretch(
            row.holder.name, row.holder.name_en, row.unit.name, row.unit.name_en, row.valid_from, row.valid_to,
            row.reason, by.get(row.decided_by or 0, ""),
        )
        for row in found
    ]  # fmt: skip


def _named(row: LeftRow, by: dict[int, str]) -> LeftRow:
    return replace(row, decided_by=by.get(row.decided_by_id or 0, ""))
