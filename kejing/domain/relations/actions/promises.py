"""Promises of both sides and the customer's questions."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from kejing.domain.relations import access
from kejing.domain.relations.actions.entries import changed, check_due, check_past, enter, opened
from kejing.domain.relations.models import Promise, Question
from kejing.domain.relations.vocabulary import (
    CHANGE,
    HOURS_TO_ANSWER,
    Party,
    PromiseState,
    RelationRefusal,
    Verb,
)
from kejing.foundation.kernel import clock, sections
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused


@action(
    "relations.make_promise",
    label=_("Enter a promise"),
    permission=CHANGE,
    subject="customer",
    private=("text",),
)
def make_promise(
    *, actor: Actor, customer_id: int, by: str, text: str, due_on: date, idempotency_key: str | None = None
) -> int:
    """Note what one side promised the other. Item A3.44. Raises NotVisible; Refused for a due day that is over."""
    customer = access.changeable_customer(actor, customer_id)
    check_due(due_on)
    row = Promise(by=Party(by), text=text, due_on=due_on)
    return enter(actor, customer, row, Verb.PROMISED, text).pk


@action(
    "relations.settle_promise",
    label=_("Settle a promise"),
    permission=CHANGE,
    subject="promise",
    private=("reason",),
)
def settle_promise(
    *, actor: Actor, promise_id: int, version: int, state: str, settled_on: date, reason: str = "",
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Say that a promise was kept, or withdrawn for a reason. Item A3.44.

    Raises NotVisible, Forbidden, Stale; Refused for one settled already and a day that has not come or lies
    before the promise. A withdrawal is of today: nobody withdraws in time afterwards.
    """
    row = opened(Promise, actor, promise_id, version, {"state": state, "reason": reason})
    if row.state != PromiseState.OPEN:
        raise Refused(RelationRefusal.NOT_OPEN)
    check_past(settled_on, "settled_on", row.day)
    if state == PromiseState.OPEN:
        raise Refused(RelationRefusal.UNKNOWN_WORD, field="state", word=state)
    row.state, row.settled_on, row.reason = PromiseState(state), settled_on, reason
    if row.state == PromiseState.WITHDRAWN:
        if not reason:
            raise Refused(RelationRefusal.WITHDRAWN_FOR_A_REASON, field="reason")
        row.settled_on = clock.today()
    changed(actor, row, Verb.SETTLED, f"{row.state}: {row.text}")
    return row.pk


@action(
    "relations.ask_question",
    label=_("Enter a question"),
    permission=CHANGE,
    subject="customer",
    private=("text",),
)
def ask_question(
    *, actor: Actor, customer_id: int, text: str, due_on: date, idempotency_key: str | None = None
) -> int:
    """Note what the customer asked, to be answered by a day, and within the hours of her class.

    Raises NotVisible; Refused for a day that is over.
    """
    customer = access.changeable_customer(actor, customer_id)
    check_due(due_on)
    asked = clock.now()
    hours = _hours_to_answer(actor, customer_id)
    answer_by = None if hours is None else asked + timedelta(hours=hours)
    row = Question(text=text, due_on=due_on, asked_at=asked, answer_by=answer_by)
    return enter(actor, customer, row, Verb.ASKED, text).pk


def _hours_to_answer(actor: Actor, customer_id: int) -> int | None:
    """What the module that keeps service standards says of her class; None without one."""
    given = sections.collect(HOURS_TO_ANSWER, actor=actor, customer_id=customer_id)
    return next(iter(given.values()), None)


@action(
    "relations.answer_question",
    label=_("Answer a question"),
    permission=CHANGE,
    subject="question",
    private=("answer",),
)
def answer_question(
    *, actor: Actor, question_id: int, version: int, answer: str, idempotency_key: str | None = None
) -> int:
    """Answer today. Raises NotVisible, Forbidden, Stale; Refused for a question answered already."""
    row = opened(Question, actor, question_id, version, {"answer": answer})
    if row.answered_on is not None:
        raise Refused(RelationRefusal.NOT_OPEN)
    row.answer, row.answered_on, row.answered_at = answer, clock.today(), clock.now()
    changed(actor, row, Verb.ANSWERED, answer)
    return row.pk
