"""Many customers go to another holder, all or none, as a preview showed it."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.actions.moving import shift
from kejing.domain.customers.queries import choosing, moving
from kejing.domain.customers.vocabulary import ASSIGN, CustomerRefusal
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused


@action(
    "customers.transfer_customers",
    label=_("Transfer customers"),
    permission=ASSIGN,
    subject="holder",
    private=("filters", "numbers", "seen"),
)
def transfer_customers(
    *, actor: Actor, holder_id: int, on: date, reason: str, seen: str,
    filters: Mapping[str, str] | None = None, numbers: Sequence[str] = (), from_holder_id: int | None = None,
    kind: str | None = None, idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Do what `queries.transfer_preview` showed: all move or none does; returns how many moved.

    `seen` is the preview's seal. Raises Refused when one may not move, or when the choice has changed since: another
    one has come in, one is gone or is with somebody else.
    """
    day = moving.today_or_before(on)
    holder = moving.receiver(actor, holder_id, day)
    choose = partial(
        choosing.chosen,
        actor=actor,
        filters=filters,
        numbers=numbers,
        from_holder_id=from_holder_id,
        kind=kind,
    )
    moving.hold_still(choose().ids)
    who = choose()  # as it is now that they are held
    if choosing.seal_of(who, holder.id, day) != seen:
        raise Refused(CustomerRefusal.PREVIEW_OUTDATED)
    faults = moving.faults_of(actor, who.ids, holder, day)
    if faults or who.missing:
        raise Refused(CustomerRefusal.ROWS_REFUSED, n=len(faults) + len(who.missing))
    return shift(actor, who.ids, holder, day, reason)
