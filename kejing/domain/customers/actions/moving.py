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

_CLOSE = (
    "update customers_ownership set valid_to = %(day)s where customer_id = any (%(ids)s) and valid_to is null"
)
_OPEN = (
    "insert into customers_ownership (customer_id, holder_id, unit_id, valid_from, reason, decided_by)"
    " select i, %(holder)s, %(unit)s, %(day)s, %(reason)s, %(by)s from unnest(%(ids)s::bigint[]) i"
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
        for statement in (_CLOSE, _OPEN, _POINT):
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
