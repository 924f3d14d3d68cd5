"""Needs of customers, and what similar customers hold."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.public import customer_card, held_lines
from kejing.domain.relations import access
from kejing.domain.relations.actions.entries import changed, check_contact, check_word, enter, opened
from kejing.domain.relations.models import LineShare, Need
from kejing.domain.relations.queries.policy import policy
from kejing.domain.relations.vocabulary import ALARMS, CHANGE, NeedKind, NeedState, RelationRefusal, Verb
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused


@action(
    "relations.add_need", label=_("Enter a need"), permission=CHANGE, subject="customer", private=("text",)
)
def add_need(
    *, actor: Actor, customer_id: int, family: str, kind: str, text: str, contact_id: int | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Note a need, current or potential, of the customer or of one contact person. Items A2.9, A3.16, A3.35.

    Raises NotVisible (404); Refused for a family that the pack does not have and a contact of another customer.
    """
    customer = access.changeable_customer(actor, customer_id)
    check_word(policy().families, family, "family")
    check_contact(actor, customer, contact_id)
    row = Need(
        family=family, kind=NeedKind(kind), text=text, contact_id=contact_id, state_on=clock.today()
    )  # fmt: skip
    return enter(actor, customer, row, Verb.NEED, text).pk


@action(
    "relations.change_need", label=_("Change a need"), permission=CHANGE, subject="need", private=("text",)
)
def change_need(
    *, actor: Actor, need_id: int, version: int, kind: str, state: str, text: str, contact_id: int | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Move a need on: found, offered, met, dropped. Item A2.9.

    Raises NotVisible, Forbidden, Stale; Refused for one that was met or dropped already.
    """
    said: dict[str, object] = {"kind": kind, "state": state, "text": text, "contact_id": contact_id}
    row = opened(Need, actor, need_id, version, said)
    if row.state in {NeedState.MET, NeedState.DROPPED}:
        raise Refused(RelationRefusal.NEED_IS_CLOSED, field="state")
    check_contact(actor, customer_card(actor=actor, customer_id=row.customer_id), contact_id)
    if row.state != state:
        row.state_on = clock.today()
    row.kind, row.state, row.text, row.contact_id = NeedKind(kind), NeedState(state), text, contact_id
    changed(actor, row, Verb.NEED_CHANGED, f"{row.state}: {text}")
    return row.pk


@action(
    "relations.refresh_shares",
    label=_("Count lines held by like customers"),
    permission=ALARMS,
    subject="line_share",
)
def refresh_shares(*, actor: Actor) -> int:
    """Count anew which lines similar customers hold; returns how many counts. Nightly. Item A3.35."""
    counted = held_lines(actor=actor)
    LineShare.objects.all().delete()
    LineShare.objects.bulk_create(
        [
            LineShare(
                kind=row.kind, unit_kind=row.unit_kind, line=row.line, customers=row.customers,
                holders=row.holders, as_of=clock.today(),
            )
            for row in counted
        ]
    )  # fmt: skip
    return len(counted)
