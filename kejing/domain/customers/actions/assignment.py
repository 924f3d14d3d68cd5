"""Changing customers: who holds them."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F, Max

from kejing.domain.customers import access
from kejing.domain.customers.actions.merging import follow, refuse_merged
from kejing.domain.customers.events import CustomerAssigned
from kejing.domain.customers.models import Customer, Ownership
from kejing.domain.customers.vocabulary import ASSIGN, CustomerRefusal
from kejing.domain.org.public import HolderCard, holder_cards, holders_of_unit
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused
from kejing.foundation.kernel.events import publish


@action("customers.assign_customer", permission=ASSIGN, subject="customer")
def assign_customer(
    *, actor: Actor, customer_id: int, holder_id: int, reason: str, on: date | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Give a customer to another holder from a day on (default and latest: today).

    Raises NotVisible for a customer out of scope; Refused for a holder out of scope or not in force on the day,
    the present one, or a day before the present ownership began.
    """
    day = on or clock.today()
    if day > clock.today():
        raise Refused(CustomerRefusal.NOT_TODAY, field="on")
    customer = _locked(actor, customer_id)
    holder = _receiver(actor, holder_id, day)
    if customer.holder_id == holder_id:
        raise Refused(CustomerRefusal.SAME_HOLDER, field="holder_id")
    _move([customer_id], holder, day, reason, actor)
    publish(CustomerAssigned(customer_id, customer.holder_id, holder.id, day))
    return customer_id


@action("customers.assign_customers", permission=ASSIGN, subject="holder")
def assign_customers(
    *, actor: Actor, customer_ids: Sequence[int], holder_id: int, reason: str, on: date | None = None
) -> int:
    """Give many customers to one holder, all or none; returns how many moved.

    Raises NotVisible when one of them is out of scope, Refused as `assign_customer` does. Customers already
    with the holder stay as they are.
    """
    day = on or clock.today()
    if day > clock.today():
        raise Refused(CustomerRefusal.NOT_TODAY, field="on")
    holder = _receiver(actor, holder_id, day)
    wanted = set(customer_ids)
    moving = access.visible(actor).filter(pk__in=wanted).select_for_update(of=("self",)).order_by("pk")
    rows = list(moving.values_list("pk", "holder_id"))
    if len(rows) != len(wanted):
        raise NotVisible
    ids = [pk for pk, held_by in rows if held_by != holder_id]
    _move(ids, holder, day, reason, actor)
    for pk, held_by in rows:
        if held_by != holder_id:
            publish(CustomerAssigned(pk, held_by, holder_id, day))
    return len(ids)


def _receiver(actor: Actor, holder_id: int, day: date) -> HolderCard:
    """Nobody gives a customer to where she could not take her back from, or to somebody who has left."""
    holder = holder_cards([holder_id]).get(holder_id)
    within = holder and (actor.sees_all or holder.id in actor.holders or holder.unit_id in actor.units)
    if (
        not holder
        or not within
        or holder.id not in {found.id for found in holders_of_unit(holder.unit_id, day)}
    ):
        raise Refused(CustomerRefusal.UNKNOWN_HOLDER, field="holder_id")
    return holder


def _move(ids: list[int], holder: HolderCard, day: date, reason: str, actor: Actor) -> None:
    refuse_merged(ids)
    present = Ownership.objects.filter(customer_id__in=ids, valid_to=None)
    latest = present.aggregate(latest=Max("valid_from"))["latest"]
    if latest is not None and day <= latest:
        raise Refused(CustomerRefusal.BEFORE_OWNERSHIP, field="on", day=latest)
    present.update(valid_to=day)
    Ownership.objects.bulk_create(
        [
            Ownership(
                customer_id=pk, holder_id=holder.id, unit_id=holder.unit_id, valid_from=day, reason=reason,
                decided_by=actor.staff_id,
            )
            for pk in ids
        ],
        batch_size=1_000,
    )  # fmt: skip
    Customer.objects.filter(pk__in=ids).update(
        holder_id=holder.id, unit_id=holder.unit_id, version=F("version") + 1
    )
    follow(ids, day, reason, actor)


def _locked(actor: Actor, customer_id: int) -> Customer:
    access.get_visible(actor, customer_id)
    try:
        return Customer.objects.select_for_update().get(pk=customer_id)
    except Customer.DoesNotExist as error:
        raise NotVisible from error
