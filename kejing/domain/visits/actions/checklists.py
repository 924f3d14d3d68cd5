"""The answers of a visit's checklist, and how a customer likes to be met."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.public import working_card
from kejing.domain.visits import access
from kejing.domain.visits.models import ChecklistAnswer, Etiquette, Visit
from kejing.domain.visits.queries.checklists import checklist_for
from kejing.domain.visits.rules import BadAnswer, checked_answers, points_of, standards_kept
from kejing.domain.visits.vocabulary import RECORD, ChecklistRefusal, VisitRefusal
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.versions import check_version
from kejing.foundation.ui.formats import local


def fill_checklist(visit: Visit, said: Mapping[str, Any] | None) -> None:
    """Keep the answers of the checklist in force for the visit; None and all empty: it was not filled.

    Raises Refused for answers without a checklist, a point it does not have, one required and missing, an answer
    of another kind.
    """
    if not any(value not in (None, "") for value in (said or {}).values()):
        return
    assert said is not None
    checklist = checklist_for(visit.customer_id, visit.channel, visit.day)
    if checklist is None:
        raise Refused(ChecklistRefusal.NONE_HERE, field="checklist")
    points = points_of(checklist.points)
    if unknown := sorted(said.keys() - {point.code for point in points}):
        raise Refused(ChecklistRefusal.UNKNOWN_POINT, field="checklist", code=unknown[0][:40])
    try:
        answers = checked_answers(points, said)
    except BadAnswer as bad:
        code = ChecklistRefusal.ANSWER_MISSING if bad.missing else ChecklistRefusal.WRONG_ANSWER
        raise Refused(code, field=f"point_{bad.point.code}", label=local(bad.point.zh, bad.point.en)) from bad
    ChecklistAnswer.objects.create(
        visit=visit, checklist=checklist, answers=answers, **asdict(standards_kept(points, answers))
    )


@action(
    "visits.note_etiquette", label=_("Note how a customer likes to be met"), permission=RECORD,
    subject="customer", private=("text",),
)  # fmt: skip
def note_etiquette(
    *, actor: Actor, customer_id: int, text: str, version: int = 0, idempotency_key: str | None = None
) -> int:
    """Say what to mind at the next visit; whoever goes there reads it in the brief. Item A3.14.

    Raises NotVisible, Refused for a customer the actor does not act for, Stale for a note changed meanwhile.
    """
    if not access.acts_for(actor, working_card(actor=actor, customer_id=customer_id)):
        raise Refused(VisitRefusal.NOT_YOUR_CUSTOMER)
    note = Etiquette.objects.select_for_update().filter(customer_id=customer_id).first()
    if note is None:
        note = Etiquette(customer_id=customer_id, version=0)
    check_version(note, version, {"text": text})
    note.text, note.staff_id, note.on = text, access.author(actor), clock.today()
    note.version += 1
    note.save()
    return customer_id
