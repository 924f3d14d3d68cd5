"""Visits beside a plan: those it is drafted from, and those of its day in order. Item A4.38."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kejing.domain.customers.public import cards
from kejing.domain.plans.public import DraftItem, Span, plan_card
from kejing.domain.visits import access
from kejing.domain.visits.queries.visits import VisitRow, visit_rows
from kejing.domain.visits.vocabulary import VisitState
from kejing.foundation.kernel.actor import Actor

MOST = 200
SPANS = (Span.DAY, Span.WEEK, Span.MONTH)


def visit_proposals(
    *, actor: Actor, span: str, start: date, end: date, staff_id: int, **_about: Any
) -> list[DraftItem] | None:  # a section's provider
    """The visits the writer has planned for the days of the period, in order."""
    if span not in SPANS:
        return None
    planned = access.in_scope(actor).filter(
        staff_id=staff_id, state=VisitState.PLANNED, day__gte=start, day__lt=end
    )
    rows = list(planned.order_by("day", "planned_at", "id")[:MOST])
    known = cards(actor=actor, ids={row.customer_id for row in rows})
    return [
        DraftItem(
            key=str(row.pk),
            text=_("Visit %(name)s") % {"name": known[row.customer_id].name},
            customer_id=row.customer_id,
            point="customer",
            due_on=row.day,
            expected=row.goal,
        )
        for row in rows
        if row.customer_id in known
    ]


def plan_visits(*, actor: Actor, plan_id: int) -> list[VisitRow]:
    """The visits of a day plan in order, with their goals; none for longer plans, whose actions they are.

    Raises NotVisible (404) for a plan out of sight.
    """
    plan = plan_card(actor=actor, plan_id=plan_id)
    if plan.span is not Span.DAY:
        return []
    found = access.in_scope(actor).filter(staff_id=plan.staff_id, day=plan.start)
    shown = found.exclude(state=VisitState.CANCELLED).select_related("staff")
    return visit_rows(actor, shown.order_by("planned_at", "happened_at", "id")[:MOST])
