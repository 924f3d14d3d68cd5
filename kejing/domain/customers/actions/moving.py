"""How customers go to other holders: a few statements, however many they are."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from kejing.domain.customers.actions.merging import follow
from kejing.domain.customers.events import CustomersAssigned
from kejing.domain.customers.models import Customer
from kejing.domain.customers.queries import moving
from kejing.domain.org.public import HolderCard
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.events import publish

# An ownership that began on the day of the change never lasted: it is corrected, not ended. Back with who had the
# customer until that day, hers goes on as if nothing had been; the trail and the journal keep what was.
_TAKE_BACK = (
    "delete from customers_ownership o using customers_ownership before"
    " where o.customer_id = any (%(ids)s) and o.valid_to is null and o.valid_from = %(day)s"
    " and before.customer_id = o.customer_id and before.valid_to = %(day)s"
    " and (before.holder_id, before.unit_id) = (%(holder)s, %(unit)s)"
)
_GO_ON = (
    "update customers_ownership o set valid_to = null where customer_id = any (%(ids)s) and valid_to = %(day)s"
    " and not exists (select 1 from customers_ownership n where n.customer_id = o.customer_id and n.valid_to is null)"
)
_CORRECT = (
    "update customers_ownership set holder_id = %(holder)s, unit_id = %(unit)s, reason = %(reason)s,"
    " decided_by = %(by)s where customer_id = any (%(ids)s) and valid_to is null and valid_from = %(day)s"
)
_CLOSE = (
    "update customers_ownership set valid_to = %(day)s where customer_id = any (%(ids)s) and valid_to is null"
    " and (holder_id, unit_id) <> (%(holder)s, %(unit)s)"
)
_OPEN = (
    "insert into customers_ownership (customer_id, holder_id, unit_id, valid_from, reason, decided_by)"
    " select i, %(holder)s, %(unit)s, %(day)s, %(reason)s, %(by)s from unnest(%(ids)s::bigint[]) i"
    " where not exists (select 1 from customers_ownership o where o.customer_id = i and o.valid_to is null)"
)
_POINT = (
    "update customers_customer set holder_id = %(holder)s, unit_id = %(unit)s, version = version + 1"
    " where id = any (%(ids)s)"
)


def move(actor: Actor, ids: Sequence[int], holder: HolderCard, day: date, reason: str) -> int:
    """Move the customers, whose rows are held still, and announce it. Returns how many were not there already.

    Raises Refused with the first reason any of them has.
    """
    for refusal in moving.faults_of(actor, ids, holder, day).values():
        raise refusal
    return shift(actor, ids, holder, day, reason)


def shift(actor: Actor, ids: Sequence[int], holder: HolderCard, day: date, reason: str) -> int:
    """Move customers for whom no rule speaks against it. Returns how many were not there already."""
    before = dict(
        Customer.objects.filter(pk__in=ids)
        .exclude(holder_id=holder.id)
        .order_by("pk")
        .values_list("pk", "holder_id")
    )
    if before:
        write(actor, before, holder, day, reason)
    return len(before)


def write(actor: Actor, before: dict[int, int], holder: HolderCard, day: date, reason: str) -> None:
    """Write what was decided: `before` names each customer's present holder. Those merged into them follow."""
    values: dict[str, Any] = {
        "ids": list(before), "holder": holder.id, "unit": holder.unit_id, "day": day, "reason": reason,
        "by": actor.staff_id,
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statement in (_TAKE_BACK, _GO_ON, _CORRECT, _CLOSE, _OPEN, _POINT):
            cursor.execute(statement, values)
    follow(list(before), day, reason, actor)
    publish(
        CustomersAssigned(
            from_holders=before,
            to_holder_id=holder.id,
            to_staff_id=holder.staff_id,
            to_unit_id=holder.unit_id,
            on=day,
        )
    )
