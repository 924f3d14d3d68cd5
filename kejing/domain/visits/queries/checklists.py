"""Which checklist a visit has, and what was answered."""

from dataclasses import dataclass
from datetime import date

from django.db.models.expressions import RawSQL

from kejing.domain.visits.models import Checklist, ChecklistAnswer
from kejing.domain.visits.rules import Point, points_of
from kejing.foundation.kernel import clock
from kejing.foundation.ui.formats import local


@dataclass(frozen=True, slots=True)
class ChecklistForm:
    """A checklist to fill in, its points in order."""

    label: str
    number: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class AnsweredPoint:
    label: str
    answer: object
    etiquette: bool
    is_yesno: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """The checklist of a visit as it was answered: standards kept, of how many."""

    label: str
    kept: int
    whole: int
    points: tuple[AnsweredPoint, ...]


def checklist_for(customer_id: int, channel: str, day: date) -> Checklist | None:
    """The first in the pack's order that is meant for this kind of customer and contact, in its newest version."""
    kind = RawSQL("(select kind from customers_customer where id = %s)", [customer_id])
    found = Checklist.objects.filter(valid_from__lte=day).annotate(kind=kind).order_by("number")
    newest = {checklist.code: checklist for checklist in found}
    for checklist in sorted(newest.values(), key=lambda one: (one.place, one.code)):
        fits = checklist.kind in (checklist.kinds or [checklist.kind])
        if fits and channel in (checklist.channels or [channel]):
            return checklist
    return None


def checklist_form(customer_id: int, channel: str) -> ChecklistForm | None:
    found = checklist_for(customer_id, channel, clock.today())
    if found is None:
        return None
    label = local(found.label_zh, found.label_en)
    return ChecklistForm(label, found.number, tuple(points_of(found.points)))


def answered(visit_id: int) -> Answered | None:
    """What was answered at a visit the caller sees; None where no checklist was filled. One query."""
    row = ChecklistAnswer.objects.select_related("checklist").filter(visit_id=visit_id).first()
    if row is None:
        return None
    points = tuple(
        AnsweredPoint(
            local(point.zh, point.en), _shown(point, row.answers.get(point.code)), point.etiquette,
            point.kind == "yesno",
        )
        for point in points_of(row.checklist.points)
    )  # fmt: skip
    return Answered(local(row.checklist.label_zh, row.checklist.label_en), row.kept, row.whole, points)


def _shown(point: Point, answer: object) -> object:
    words = {code: local(zh, en) for code, zh, en in point.choices}
    return words.get(str(answer), answer) if point.kind == "choice" else answer
