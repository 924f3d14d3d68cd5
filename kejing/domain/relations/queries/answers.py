"""Questions that wait longer than the service standard of the customer's class allows: for the module that keeps it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from kejing.domain.relations import access
from kejing.domain.relations.models import Question
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page
from kejing.foundation.ui.formats import local

PAGE_SIZE = 50
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its times; `hours` is the norm when it was asked, None where there was none."""

    id: int
    pk: int
    text: str
    customer_id: int
    customer: str
    holder: str
    asked_at: datetime
    answer_by: datetime | None
    answered_at: datetime | None

    @property
    def hours(self) -> int | None:
        return None if self.answer_by is None else round((self.answer_by - self.asked_at) / HOUR)

    @property
    def hours_taken(self) -> int:
        """Full hours until the answer, or until now."""
        return ((self.answered_at or clock.now()) - self.asked_at) // HOUR

    @property
    def hours_late(self) -> int:
        """Hours beyond the norm, begun ones counted; 0 in time."""
        if self.answer_by is None:
            return 0
        return max(0, -((self.answer_by - (self.answered_at or clock.now())) // HOUR))


def late_answers(
    *, actor: Actor, holder_id: int | None = None, cursor: str | None = None
) -> tuple[Page[Answer], Capped]:
    """Open questions of the customers in scope beyond their hours, those that wait longest first. Two queries."""
    rows = _late(actor)
    if holder_id is not None:
        rows = rows.filter(customer__holder_id=holder_id)
    found = page(rows.select_related("customer", "customer__holder"), ("answer_by", "id"), cursor, PAGE_SIZE)
    return Page([_answer(row) for row in found.rows], found.next, found.previous), capped_count(rows)


def late_by_holder(*, actor: Actor, holder_ids: Collection[int]) -> dict[int, int]:
    """How many of them wait with each holder; those with none are not in it. One query."""
    rows = _late(actor).filter(customer__holder_id__in=holder_ids).order_by()
    return dict(rows.values_list("customer__holder_id").annotate(n=Count("pk")))


def answer_times(*, actor: Actor, question_id: int) -> Answer:
    """One question, answered or not. Raises NotVisible (404)."""
    row = access.get_visible(Question, actor, question_id)
    return _answer(row)


def _late(actor: Actor) -> QuerySet[Question]:
    return access.visible(Question, actor).filter(answered_on=None, answer_by__lt=clock.now())


def _answer(row: Question) -> Answer:
    holder = row.customer.holder
    return Answer(
        row.pk, row.pk, row.text, row.customer_id, row.customer.name, local(holder.name, holder.name_en),
        row.asked_at, row.answer_by, row.answered_at,
    )  # fmt: skip
