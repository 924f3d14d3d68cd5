"""Who held a customer when, who decided it and why: the page of one customer, and the answer for a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kejing.domain.customers import access, rules
from kejing.domain.customers.models import Customer, Ownership
from kejing.domain.customers.queries.collaboration import CollaboratorRow, collaborators, may_share
from kejing.domain.customers.queries.locks import LockRow, lock_row
from kejing.domain.customers.queries.policy import policy_on
from kejing.domain.customers.vocabulary import CHANGE, CONFIDENTIAL, LOCK
from kejing.domain.org.public import HolderCard, HolderKind, covers_of, holder_cards, staff_names
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.sql import in_force

MOST_CHANGES = 200


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
        Ownership.objects.filter(in_force(day), customer_id__in=wanted).values_list(
            "customer_id", "holder_id"
        )
    )
    known = holder_cards(held.values())
    return {customer: known[holder] for customer, holder in held.items()}


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
