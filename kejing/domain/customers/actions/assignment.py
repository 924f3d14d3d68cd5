"""Changing customers: who holds them."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers import access
from kejing.domain.customers.actions.moving import move
from kejing.domain.customers.queries import moving
from kejing.domain.customers.vocabulary import ASSIGN, CustomerRefusal, DuplicateRefusal
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused
from kejing.foundation.kernel.versions import check_version


@action("customers.assign_customer", label=_("Assign a customer"), permission=ASSIGN, subject="customer")
def assign_customer(
    *, actor: Actor, customer_id: int, holder_id: int, reason: str, on: date | None = None,
    version: int | None = None, idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Give a customer to another holder from a day on (default and latest: today).

    An ownership that began that very day is corrected in place. `version` is the customer's, as the reader saw it.
    Raises NotVisible for a customer out of scope; Stale; Refused for a holder out of scope or not in force on the day,
    the present one, a day before the present ownership began, and for what `rules.faults` says.
    """
    day = moving.today_or_before(on)
    access.get_visible(actor, customer_id)
    moving.hold_still([customer_id])
    customer = access.get_visible(actor, customer_id)  # as it is now that it is held
    if version is not None:
        check_version(customer, version, {"holder_id": holder_id})
    holder = moving.receiver(actor, holder_id, day)
    if customer.merged_into_id:
        raise Refused(DuplicateRefusal.IS_MERGED)
    if customer.holder_id == holder_id:
        raise Refused(CustomerRefusal.SAME_HOLDER, field="holder_id")
    move(actor, [customer_id], holder, day, reason)
    return customer_id


@action("customers.assign_customers", label=_("Assign customers"), permission=ASSIGN, subject="holder")
def assign_customers(
    *, actor: Actor, customer_ids: Sequence[int], holder_id: int, reason: str, on: date | None = None
) -> int:
    """Give many customers to one holder, all or none; returns how many moved.

    Raises NotVisible when one of them is out of scope, Refused as `assign_customer` does. Customers already
    with the holder stay as they are.
    """
    day = moving.today_or_before(on)
    wanted = sorted(set(customer_ids))
    moving.hold_still(wanted)
    if access.visible(actor).filter(pk__in=wanted).count() != len(wanted):
        raise NotVisible
    return move(actor, wanted, moving.receiver(actor, holder_id, day), day, reason)
