"""Whose questions wait longer than the service standard of the class allows, and why. Item A9.4."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.org.public import team
from kejing.domain.relations.public import Answer, answer_times, late_answers, late_by_holder
from kejing.domain.segments import access
from kejing.domain.segments.models import Service
from kejing.domain.segments.queries.due import PersonOverdue, waiting_with
from kejing.domain.segments.queries.standards import norms_of, present_standard
from kejing.domain.segments.vocabulary import LOAD, VIEW
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.paging import Capped, Page
from kejing.foundation.ui import formats
from kejing.foundation.ui.explanation import Criterion, Explanation, Fact, Rule
from kejing.foundation.ui.formats import local


@dataclass(frozen=True, slots=True)
class LateAnswer:
    """A question beyond the hours of its customer's class; `segment` is her class now."""

    answer: Answer
    segment: str

    @property
    def pk(self) -> int:
        return self.answer.pk


@dataclass(frozen=True, slots=True)
class LateAnswers:
    """`people` is for who manages others: how many wait with each."""

    page: Page[LateAnswer]
    count: Capped
    people: tuple[PersonOverdue, ...]
    holder: PersonOverdue | None


def hours_to_answer(*, actor: Actor, customer_id: int) -> int | None:  # a section's provider
    """Within how many hours a customer's questions are answered today, by her class; None without a standard.

    As the system: who enters a question need not see segments.
    """
    with as_system("standard"):
        service = Service.objects.select_related("segment").filter(customer_id=customer_id).first()
        standard = present_standard()
    if service is None or service.segment is None or standard is None:
        return None
    norm = norms_of(standard.body).get(service.segment.code)
    return norm.respond_within_hours if norm else None


def late_list(*, actor: Actor, holder_id: int | None = None, cursor: str | None = None) -> LateAnswers:
    """Questions of the customers in scope that wait too long, the longest first. Raises Forbidden (403)."""
    actor.require(VIEW)
    found, count = late_answers(actor=actor, holder_id=holder_id, cursor=cursor)
    classes = _classes(actor, {row.customer_id for row in found.rows})
    people = _people(actor, clock.today()) if actor.may(LOAD) else ()
    return LateAnswers(
        Page(
            [LateAnswer(row, classes.get(row.customer_id, "")) for row in found.rows],
            found.next,
            found.previous,
        ),
        count,
        people,
        next((person for person in people if person.holder_id == holder_id), None),
    )


def explain_answer(*, actor: Actor, question_id: int) -> Explanation:
    """Why an answer is late or in time: the norm of the class when she asked, the hours since.

    Raises Forbidden (403), NotVisible (404).
    """
    actor.require(VIEW)
    found = answer_times(actor=actor, question_id=question_id)
    standard = present_standard()
    late = found.hours_late
    norm = formats.NOTHING if found.hours is None else _("%(n)s h") % {"n": formats.number(found.hours)}
    taken = _("%(n)s h") % {"n": formats.number(found.hours_taken)}
    return Explanation(
        title=found.text,
        score=_("%(n)s h late") % {"n": formats.number(late)} if late else _("in time"),
        conclusion=_("%(taken)s until the answer or now; the norm is %(norm)s")
        % {"taken": taken, "norm": norm},
        detail=found.customer,
        rule=Rule(
            _("Service standard: hours to answer by class, of the moment of asking"),
            f"v{standard.number}" if standard else "",
            (standard.valid_from if standard else None) or found.asked_at.date(),
            standard.made_by_name if standard else "",
            clock.now(),
            reverse("segments:standards"),
        ),
        share=min(100.0, 100 * found.hours_taken / found.hours) if found.hours else None,
        criteria=(
            Criterion(
                _("Class"), _classes(actor, {found.customer_id}).get(found.customer_id, formats.NOTHING)
            ),
            Criterion(_("Hours to answer"), norm),
            Criterion(_("Hours taken"), taken, tone="warn" if late else ""),
        ),
        facts=(
            Fact(_("Asked at"), on=found.asked_at),
            *((Fact(_("Answered"), on=found.answered_at),) if found.answered_at else ()),
        ),
        object_url=reverse("relations:relation_page", args=[found.customer_id]) + "#promises",
    )


def _classes(actor: Actor, customer_ids: Collection[int]) -> dict[int, str]:
    rows = access.services(actor).filter(customer_id__in=customer_ids).select_related("segment")
    return {row.customer_id: local(row.segment.label_zh, row.segment.label_en) for row in rows if row.segment}


def _people(actor: Actor, today: date) -> tuple[PersonOverdue, ...]:
    members = [member for member in team(actor, today) if member.holder_id is not None]
    counted = late_by_holder(actor=actor, holder_ids=[member.holder_id or 0 for member in members])
    return waiting_with(members, counted)
