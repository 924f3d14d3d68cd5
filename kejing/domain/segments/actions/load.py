"""Passing a proposal that balances a unit's load: all its moves or none."""

from collections import defaultdict

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.public import assign_customers
from kejing.domain.segments.queries.load import balance_unit
from kejing.domain.segments.vocabulary import ASSIGN, LoadRefusal
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused


@action("segments.pass_proposal", label=_("Pass a proposal of moves"), permission=ASSIGN, subject="unit")
def pass_proposal(
    *, actor: Actor, unit_id: int, digest: str, reason: str, idempotency_key: str | None = None
) -> int:
    """Move the customers of the proposal that the actor saw; returns how many. Item A10.53.

    Raises NotVisible (404) for a unit out of scope, Forbidden (403) without the right to loads, Refused when the
    proposal is another one by now, or empty, and as `customers.assign_customers` does.
    """
    page = balance_unit(actor=actor, unit_id=unit_id)
    if not page.moves:
        raise Refused(LoadRefusal.NOTHING)
    if page.digest != digest:
        raise Refused(LoadRefusal.CHANGED)
    by_taker: dict[int, list[int]] = defaultdict(list)
    for row in page.moves:
        by_taker[row.move.to_holder_id].append(row.move.customer_id)
    return sum(
        assign_customers(actor=actor, customer_ids=ids, holder_id=holder_id, reason=reason)
        for holder_id, ids in sorted(by_taker.items())
    )
