"""How contact persons are spoken with, where they stand, and negotiations."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.public import customer_card
from kejing.domain.relations import access
from kejing.domain.relations.actions.entries import (
    changed,
    check_contact,
    check_word,
    enter,
    opened,
)
from kejing.domain.relations.models import Communication, Negotiation, NegotiationLimit, Round, Stance
from kejing.domain.relations.queries.policy import policy
from kejing.domain.relations.vocabulary import (
    CHANGE,
    LIMITS,
    Hours,
    Means,
    NegotiationState,
    RelationRefusal,
    StanceCode,
    Verb,
)
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.versions import check_version


@action(
    "relations.set_communication",
    label=_("Set how a contact is reached"),
    permission=CHANGE,
    subject="customer",
    private=("purpose",),
)
def set_communication(
    *, actor: Actor, customer_id: int, contact_id: int, version: int, means: str, hours: str, style: str,
    purpose: str = "", every_days: int | None = None, next_on: date | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """How a contact person likes to be spoken with, and the plan (`version` 0: there was none). Item A9.7.

    Raises NotVisible, Stale; Refused for another customer's contact, a style the pack lacks, a day that is over.
    """
    customer = access.changeable_customer(actor, customer_id)
    check_contact(actor, customer, contact_id)
    check_word(policy().styles, style, "style")
    said: dict[str, object] = {
        "means": Means(means), "hours": Hours(hours), "style": style, "purpose": purpose,
        "every_days": every_days, "next_on": next_on,
    }  # fmt: skip
    row = Communication.objects.select_for_update().filter(contact_id=contact_id).first()
    row = row or Communication(contact_id=contact_id, version=0)
    check_version(row, version, said)
    if next_on is not None and next_on != row.next_on and next_on < clock.today():
        raise Refused(RelationRefusal.DUE_IN_THE_PAST, field="next_on")
    for name, value in said.items():
        setattr(row, name, value)
    if row.pk:
        changed(actor, row, Verb.COMMUNICATION, purpose)
    else:
        row.version = 1
        enter(actor, customer, row, Verb.COMMUNICATION, purpose)
    return row.pk


@action("relations.note_stance", label=_("Note a contact’s stance"), permission=CHANGE, subject="customer")
def note_stance(
    *, actor: Actor, customer_id: int, contact_id: int, stance: str, idempotency_key: str | None = None
) -> int:
    """Where a contact person stands from today on. Item A3.7.

    Raises NotVisible; Refused for another customer's contact and for where she stands already.
    """
    customer = access.changeable_customer(actor, customer_id)
    check_contact(actor, customer, contact_id)
    last = Stance.objects.filter(contact_id=contact_id).order_by("-day", "-id").first()
    if last is not None and last.stance == stance:
        raise Refused(RelationRefusal.SAME_STANCE, field="stance")
    row = Stance(contact_id=contact_id, held_by_id=customer.holder_id, stance=StanceCode(stance))
    return enter(actor, customer, row, Verb.STANCE, stance).pk


@action(
    "relations.open_negotiation",
    label=_("Open a negotiation"),
    permission=CHANGE,
    subject="customer",
    private=("title", "goals"),
)
def open_negotiation(
    *, actor: Actor, customer_id: int, title: str, goals: str, idempotency_key: str | None = None
) -> int:
    """Open the file of a negotiation. Item A9.8. Raises NotVisible."""
    customer = access.changeable_customer(actor, customer_id)
    row = Negotiation(held_by_id=customer.holder_id, title=title, goals=goals)
    return enter(actor, customer, row, Verb.NEGOTIATION, title).pk


@action(
    "relations.set_limits",
    label=_("Set the limits of a negotiation"),
    permission=LIMITS,
    subject="negotiation",
    private=("text",),
)
def set_limits(
    *, actor: Actor, negotiation_id: int, version: int, text: str, idempotency_key: str | None = None
) -> int:
    """Say how far we would go (`version` 0: nothing was said yet). Item A9.8: seen with `relations.limits` alone.

    Raises NotVisible, Forbidden, Stale; Refused for a negotiation that has ended.
    """
    negotiation = _under_way(actor, negotiation_id)
    row = NegotiationLimit.objects.filter(negotiation_id=negotiation.pk).first()
    row = row or NegotiationLimit(
        negotiation=negotiation, customer_id=negotiation.customer_id, day=clock.today(), version=0
    )
    check_version(row, version, {"text": text})
    row.text, row.staff_id = text, access.author(actor)
    row.version += 1
    row.save()
    return negotiation.pk


@action("relations.add_round", label=_("Enter a round of a negotiation"), permission=CHANGE, subject="negotiation",
        private=("text", "we_conceded", "they_conceded"))  # fmt: skip
def add_round(
    *, actor: Actor, negotiation_id: int, text: str, we_conceded: str = "", they_conceded: str = "",
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """What was said today and who gave way on what. Raises NotVisible, Forbidden; Refused when it has ended."""
    negotiation = _under_way(actor, negotiation_id)
    customer = customer_card(actor=actor, customer_id=negotiation.customer_id)
    row = Round(negotiation=negotiation, text=text, we_conceded=we_conceded, they_conceded=they_conceded)
    enter(actor, customer, row, Verb.ROUND, text)
    return negotiation.pk


@action(
    "relations.close_negotiation",
    label=_("Close a negotiation"),
    permission=CHANGE,
    subject="negotiation",
    private=("ending",),
)
def close_negotiation(
    *, actor: Actor, negotiation_id: int, version: int, state: str, ending: str,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """End a negotiation: agreed or failed. Raises NotVisible, Forbidden, Stale; Refused when it has ended."""
    row = opened(Negotiation, actor, negotiation_id, version, {"state": state, "ending": ending})
    if row.state != NegotiationState.OPEN:
        raise Refused(RelationRefusal.NOT_OPEN)
    if state == NegotiationState.OPEN:
        raise Refused(RelationRefusal.UNKNOWN_WORD, field="state", word=state)
    row.state, row.ending, row.closed_on = NegotiationState(state), ending, clock.today()
    changed(actor, row, Verb.NEGOTIATED, f"{row.title}: {ending}")
    return row.pk


def _under_way(actor: Actor, negotiation_id: int) -> Negotiation:
    row = access.get_changeable(Negotiation, actor, negotiation_id)
    if row.state != NegotiationState.OPEN:
        raise Refused(RelationRefusal.NOT_OPEN)
    return row
