"""Questions about unusual entries: those of a team, one's own, one with its facts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from kejing.domain.checks import access
from kejing.domain.checks.models import Question
from kejing.domain.checks.vocabulary import CLOSE, Pattern, QuestionOutcome, QuestionState
from kejing.domain.org.public import staff_names
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.paging import Page, page
from kejing.foundation.ui.explanation import Fact

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class QuestionRow:
    id: int
    staff_id: int
    staff: str
    pattern: Pattern
    policy: int
    entries: int
    raised_on: date
    answer_due: date
    state: QuestionState
    answer: str
    answered_at: datetime | None
    closer: str
    outcome: QuestionOutcome | None
    reason: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class QuestionPage:
    row: QuestionRow
    facts: tuple[Fact, ...]
    may_answer: bool
    may_close: bool


def question_list(*, actor: Actor, cursor: str | None = None) -> Page[QuestionRow]:
    """Raises Forbidden (403) without the right to close questions."""
    actor.require(CLOSE)
    found = page(access.visible_questions(actor), ("-raised_on", "-id"), cursor, PAGE_SIZE)
    return Page(question_rows(found.rows), found.next, found.previous)


def question_page(*, actor: Actor, question_id: int) -> QuestionPage:
    """The same for the person and for those above her. Raises NotVisible (404)."""
    row = access.one(access.visible_questions(actor), question_id)
    own = row.staff_id == actor.staff_id
    settled = row.state != QuestionState.OPEN or row.answer_due < clock.today()
    return QuestionPage(
        row=question_rows([row])[0],
        facts=tuple(_fact(fact) for fact in row.facts),
        may_answer=own and row.state == QuestionState.OPEN,
        may_close=not own and actor.may(CLOSE) and settled and row.state != QuestionState.CLOSED,
    )


def own_questions(actor: Actor, *, waiting: bool = False) -> list[QuestionRow]:
    mine = access.visible_questions(actor).filter(access.own(actor))
    if waiting:
        mine = mine.filter(state=QuestionState.OPEN)
    return question_rows(list(mine.order_by("-raised_on", "-id")[:PAGE_SIZE]))


def _fact(fact: dict[str, object]) -> Fact:
    url = ""
    if fact.get("visit"):
        url = reverse("visits:visit_page", args=[fact["visit"]])
    elif fact.get("log"):
        url = reverse("visits:log_page", args=[fact["log"]])
    return Fact(label=str(fact["label"]), on=date.fromisoformat(str(fact["on"])), url=url)


def question_rows(rows: list[Question]) -> list[QuestionRow]:
    names = staff_names([pk for row in rows for pk in (row.staff_id, row.closer_id)])
    return [
        QuestionRow(
            row.pk, row.staff_id, names.get(row.staff_id, ""), Pattern(row.pattern), row.policy, len(row.facts),
            row.raised_on, row.answer_due, QuestionState(row.state), row.answer, row.answered_at,
            names.get(row.closer_id or 0, ""), QuestionOutcome(row.outcome) if row.outcome else None, row.reason,
            row.closed_at,
        )
        for row in rows
    ]  # fmt: skip
