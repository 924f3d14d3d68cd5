"""What segments propose for a plan: the customers whose contact falls due in its days. Items A4.38, A9.4."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from kejing.domain.customers.public import cards
from kejing.domain.plans.public import DraftItem, Span
from kejing.domain.segments import access
from kejing.domain.segments.vocabulary import VIEW
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui import formats

MOST = 50
SPANS = (Span.WEEK, Span.MONTH)


def contact_key(customer_id: int) -> str:
    """By which a drafted contact is known again when the customer was met."""
    return f"contact-{customer_id}"


def contact_proposals(
    *, actor: Actor, span: str, start: date, end: date, holder_id: int | None, **_about: Any
) -> list[DraftItem] | None:  # a section's provider
    """The writer's own customers without contact beyond the norm of their class by the period's end, the longest first.

    For weeks and months; a day has its visits, longer plans have targets.
    """
    if span not in SPANS or holder_id is None or not actor.may(VIEW):
        return None
    rows = list(
        access.services(actor)
        .filter(holder_id=holder_id, due_on__lt=end)
        .order_by("due_on", "customer_id")[:MOST]
    )
    known = cards(actor=actor, ids=[row.customer_id for row in rows])
    return [
        DraftItem(
            key=contact_key(row.customer_id),
            text=_("Get in touch with %(name)s") % {"name": known[row.customer_id].name},
            customer_id=row.customer_id,
            point="customer",
            due_on=min(max(row.due_on, start), end - timedelta(days=1)),
            expected=_("Contact within the norm, last on %(day)s") % {"day": formats.iso(row.last_on)}
            if row.last_on
            else _("A first contact"),
        )
        for row in rows
        if row.customer_id in known and row.due_on
    ]
