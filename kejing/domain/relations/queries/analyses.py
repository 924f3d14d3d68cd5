"""Analyses of a customer, and when the next one is due. Item A9.6."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kejing.domain.customers.public import CustomerCard, customer_card, members_of
from kejing.domain.relations import access
from kejing.domain.relations.models import Analysis
from kejing.domain.relations.queries.policy import policy, word
from kejing.domain.relations.rules import Policy
from kejing.domain.relations.vocabulary import CHANGE, REVIEW
from kejing.foundation.kernel import clock, sections
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui.formats import local

CLASSES = "customer.class"
"""Providers (customer_ids=) of the class that sets the interval: {customer id: code}. `wiring/sections.py`."""
SHOWN = 10


@dataclass(frozen=True, slots=True)
class AnalysisRow:
    id: int
    day: date
    by: str
    overall: int
    grades: list[tuple[str, int]]
    summary: str
    reviewer: str
    reviewed_on: date | None
    review: str
    version: int
    customer_id: int
    staff_id: int | None


@dataclass(frozen=True, slots=True)
class Analyses:
    """Newest first; `due_on` by the interval of the customer's class, today for one never analysed."""

    rows: list[AnalysisRow]
    due_on: date | None
    interval: int | None


@dataclass(frozen=True, slots=True)
class AnalysisPage:
    customer: CustomerCard
    row: AnalysisRow
    may_review: bool


def analyses(*, actor: Actor, customer: CustomerCard, in_force: Policy) -> Analyses:
    """One query, besides those of whoever knows the classes."""
    found = (
        access.visible(Analysis, actor)
        .filter(customer_id__in=members_of(customer.id))
        .select_related("staff", "reviewer")
    )
    rows = [_row(row, in_force) for row in found.order_by("-day", "-id")[:SHOWN]]
    interval = in_force.interval(_class_of(actor, customer))
    if interval is None:
        return Analyses(rows, None, None)
    due = rows[0].day + timedelta(days=interval) if rows else clock.today()
    return Analyses(rows, due, interval)


def analysis_page(*, actor: Actor, analysis_id: int) -> AnalysisPage:
    """Raises NotVisible (404)."""
    row = access.get_visible(Analysis, actor, analysis_id)
    may_review = (
        row.reviewer_id is None and row.staff_id != actor.staff_id and actor.may(REVIEW) and actor.may(CHANGE)
    )
    return AnalysisPage(
        customer_card(actor=actor, customer_id=row.customer_id), _row(row, policy()), may_review
    )


def _class_of(actor: Actor, customer: CustomerCard) -> str:
    """By the module that knows classes; without one, the mark of the customer's loans."""
    given: Mapping[str, Mapping[int, str]] = sections.collect(
        CLASSES, actor=actor, customer_ids=[customer.id]
    )
    for provided in given.values():
        if code := provided.get(customer.id):
            return code
    return customer.risk or "default"


def _row(row: Analysis, in_force: Policy) -> AnalysisRow:
    staff, reviewer = row.staff, row.reviewer
    return AnalysisRow(
        id=row.pk,
        day=row.day,
        by=local(staff.name, staff.name_en) if staff else "",
        overall=row.overall,
        grades=[(word(in_force.aspects, code), grade) for code, grade in row.grades.items()],
        summary=row.summary,
        reviewer=local(reviewer.name, reviewer.name_en) if reviewer else "",
        reviewed_on=row.reviewed_on,
        review=row.review,
        version=row.version,
        customer_id=row.customer_id,
        staff_id=row.staff_id,
    )
