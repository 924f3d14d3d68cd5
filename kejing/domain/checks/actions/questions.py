"""Asking about unusual entries, answering, closing. A question is never a penalty and counts nowhere."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from kejing.domain.checks import access
from kejing.domain.checks.events import QuestionRaised
from kejing.domain.checks.models import Question
from kejing.domain.checks.queries.policy import policy
from kejing.domain.checks.rules.policy import PatternRule, Policy
from kejing.domain.checks.vocabulary import CLOSE, CheckRefusal, QuestionState
from kejing.domain.org.public import Member, team
from kejing.domain.visits.public import Matter, matters, rhythm
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.events import publish
from kejing.foundation.kernel.workdays import next_workday

MOST_FACTS = 60
ASKED = ("account_manager", "market_manager", "branch_head")


@action("checks.raise_questions", label=_("Ask about unusual entries"), permission=CLOSE, subject="question")
def raise_questions(*, actor: Actor) -> int:
    """Every night, by the pack's rules: one query and one insert per rule, nothing twice; gives how many are new."""
    in_force, today = policy(), clock.today()
    people = {member.staff_id: member for member in team(actor, today, ASKED, most=None)}
    start, due, new = today - timedelta(days=in_force.questions.window_days), _answer_due(in_force), 0
    for rule in in_force.questions.rules:
        found = matters(
            actor=actor, pattern=rule.pattern, start=start, end=today + timedelta(days=1), least=rule.least,
            bound=rule.bound,
        )  # fmt: skip
        new += _raise(
            rule, [matter for matter in found if matter.staff_id in people], people, in_force.number, due
        )
    return new


def _raise(
    rule: PatternRule, found: list[Matter], people: dict[int, Member], policy_number: int, due: date
) -> int:
    known = set(
        Question.objects.filter(pattern=rule.pattern, staff_id__in={m.staff_id for m in found}).values_list(
            "staff_id", "key"
        )
    )
    rows = [
        Question(
            staff_id=matter.staff_id, holder_id=people[matter.staff_id].holder_id,
            unit_id=people[matter.staff_id].unit_id, pattern=rule.pattern, key=matter.key, policy=policy_number,
            facts=_facts(matter), raised_on=clock.today(), answer_due=due,
        )
        for matter in found
        if (matter.staff_id, matter.key) not in known
    ]  # fmt: skip
    for row in Question.objects.bulk_create(rows, batch_size=500):
        publish(QuestionRaised(row.pk, row.staff_id, due))
    return len(rows)


def _facts(matter: Matter) -> list[dict[str, object]]:
    return [
        {"label": entry.label, "on": entry.on.isoformat(), "visit": entry.visit_id, "log": entry.log_id}
        for entry in matter.entries[:MOST_FACTS]
    ]


def _answer_due(in_force: Policy) -> date:
    day, overrides = clock.today(), rhythm().overrides
    for _n in range(in_force.questions.answer_days):
        day = next_workday(day, overrides)
    return day


@action(
    "checks.answer_question",
    label=_("Answer a question about entries"),
    permission=None,
    subject="question",
    private=("answer",),
)
def answer_question(
    *, actor: Actor, question_id: int, answer: str, idempotency_key: str | None = None
) -> int:
    """What the person says. Raises NotVisible (404), NotYours (403), Refused once answered or closed."""
    row = access.locked(access.visible_questions(actor), question_id)
    if row.staff_id != actor.staff_id:
        raise access.NotYours(CheckRefusal.ANSWERED)
    _check_open(row)
    if row.state == QuestionState.ANSWERED:
        raise Refused(CheckRefusal.ANSWERED)
    row.state, row.answer, row.answered_at = QuestionState.ANSWERED, answer, clock.now()
    row.save(update_fields=["state", "answer", "answered_at"])
    return row.pk


@action(
    "checks.close_question",
    label=_("Close a question"),
    permission=CLOSE,
    subject="question",
    private=("reason",),
)
def close_question(
    *, actor: Actor, question_id: int, result: str, reason: str, idempotency_key: str | None = None
) -> int:
    """Close it with a reason, after the person's answer or once her time for it is over; never one's own.

    Raises NotVisible (404), NotYours (403) for one's own, Refused before the answer and once closed.
    """
    row = access.locked(access.visible_questions(actor), question_id)
    if row.staff_id == actor.staff_id:
        raise access.NotYours(CheckRefusal.NOT_ONESELF)
    _check_open(row)
    if row.state == QuestionState.OPEN and clock.today() <= row.answer_due:
        raise Refused(CheckRefusal.NOT_ANSWERED, until=row.answer_due)
    row.state, row.outcome, row.reason = QuestionState.CLOSED, result, reason
    row.closer_id, row.closed_at = access.author(actor), clock.now()
    row.save(update_fields=["state", "outcome", "reason", "closer", "closed_at"])
    return row.pk


def _check_open(row: Question) -> None:
    if row.state == QuestionState.CLOSED:
        raise Refused(CheckRefusal.CLOSED)
