"""What relations propose for a plan: our promises that fall due in its days. Items A4.38, A3.44."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from kejing.domain.plans.public import DraftItem, Span
from kejing.domain.relations import access
from kejing.domain.relations.models import Promise
from kejing.domain.relations.vocabulary import Party, PromiseState
from kejing.foundation.kernel.actor import Actor

MOST = 50
SPANS = (Span.DAY, Span.WEEK, Span.MONTH)


def promise_proposals(
    *, actor: Actor, span: str, start: date, end: date, holder_id: int | None, **_about: Any
) -> list[DraftItem] | None:  # a section's provider
    """What we promised the writer's customers by a day of the period, and what is overdue, the most urgent first."""
    if span not in SPANS or holder_id is None:
        return None
    rows = access.visible(Promise, actor).filter(
        customer__holder_id=holder_id, state=PromiseState.OPEN, by=Party.US, due_on__lt=end
    )
    return [
        DraftItem(
            key=f"promise-{row.pk}",
            text=_("Keep a promise: %(text)s") % {"text": row.text},
            customer_id=row.customer_id,
            point="customer",
            due_on=min(max(row.due_on, start), end - timedelta(days=1)),
        )
        for row in rows.order_by("due_on", "id")[:MOST]
    ]
