"""Promises and questions: of a customer, and those due. Item A3.44."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Value
from django.utils.translation import gettext as _

from kejing.domain.customers.public import members_of
from kejing.domain.relations import access
from kejing.domain.relations.models import Promise, Question
from kejing.domain.relations.rules import Dated
from kejing.domain.relations.vocabulary import VIEW, Party, PromiseState
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page
from kejing.foundation.ui.formats import chinese

PAGE_SIZE = 50
MOST_DUE = 6


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise (`by` one side) or a question, open until it was settled."""

    kind: str
    id: int
    text: str
    by: str
    state: str
    day: date
    due_on: date
    settled_on: date | None

    @property
    def is_question(self) -> bool:
        return self.kind == "question"

    @property
    def dated(self) -> Dated:
        return Dated(self.day, self.due_on, self.settled_on, self.state == PromiseState.WITHDRAWN)

    @property
    def by_label(self) -> str:
        return str(Party(self.by).label) if self.by else ""

    @property
    def state_label(self) -> str:
        if self.is_question:
            return _("answered") if self.settled_on else _("waits")
        return str(PromiseState(self.state).label)


@dataclass(frozen=True, slots=True)
class DueRow:
    """An open promise or question, with its customer. `is_question`: the customer waits for an answer."""

    id: int
    pk: int
    text: str
    due_on: date
    by: str
    is_question: bool
    customer_id: int
    customer: str
    holder: str


@dataclass(frozen=True, slots=True)
class DueList:
    page: Page[DueRow]
    count: Capped
    questions: bool


def promise_lines(rows: QuerySet[Promise]) -> QuerySet[Promise, Any]:
    """Promises in the columns of `Owed`, for one statement with `question_lines`."""
    return rows.values_list(Value("promise"), "id", "text", "by", "state", "day", "due_on", "settled_on")


def question_lines(rows: QuerySet[Question]) -> QuerySet[Question, Any]:
    return rows.values_list(
        Value("question"), "id", "text", Value(""), Value(""), "day", "due_on", "answered_on"
    )


def open_owed(*, actor: Actor, customer_id: int) -> list[Owed]:
    """A customer's open promises, then the questions she waits with, of each the most urgent first. One query."""
    promises, questions = (
        _open(actor, questions=asked).filter(customer_id__in=members_of(customer_id)).order_by("due_on", "id")
        for asked in (False, True)
    )
    found = promise_lines(promises)[:MOST_DUE].union(question_lines(questions)[:MOST_DUE], all=True)
    return sorted((Owed(*row) for row in found), key=lambda row: (row.kind, row.due_on, row.id))


def promises_due(*, actor: Actor, questions: bool = False, cursor: str | None = None) -> DueList:
    """Open promises (or questions) of the customers in scope, the most urgent first. Raises Forbidden (403)."""
    actor.require(VIEW)
    rows = _open(actor, questions=questions)
    found = page(rows.select_related("customer", "customer__holder"), ("due_on", "id"), cursor, PAGE_SIZE)
    shown = Page([_row(row) for row in found.rows], found.next, found.previous)
    return DueList(shown, capped_count(rows), questions)


def due_for_me(*, actor: Actor) -> list[DueRow]:
    """The most urgent promises and questions of the customers the actor herself holds. Two queries."""
    if actor.holder_id is None:
        return []
    found: list[DueRow] = []
    for questions in (False, True):
        rows = _open(actor, questions=questions).filter(customer__holder_id=actor.holder_id)
        found += [
            _row(row)
            for row in rows.select_related("customer", "customer__holder").order_by("due_on", "id")[:MOST_DUE]
        ]
    return sorted(found, key=lambda row: (row.due_on, row.is_question, row.id))[:MOST_DUE]


def _open(actor: Actor, *, questions: bool) -> QuerySet[Any]:
    if questions:
        return access.visible(Question, actor).filter(answered_on=None)
    return access.visible(Promise, actor).filter(state=PromiseState.OPEN)


def _row(row: Any) -> DueRow:
    holder = row.customer.holder
    return DueRow(
        id=row.pk,
        pk=row.pk,
        text=row.text,
        due_on=row.due_on,
        by="" if isinstance(row, Question) else str(Party(row.by).label),
        is_question=isinstance(row, Question),
        customer_id=row.customer_id,
        customer=row.customer.name,
        holder=holder.name if chinese() else holder.name_en or holder.name,
    )
