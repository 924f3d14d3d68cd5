"""Planning an inspection or making one by surprise, scoring it, replying to it. Item A2.56."""

from collections.abc import Mapping
from datetime import date
from secrets import SystemRandom

from django.utils.translation import gettext_lazy as _

from kejing.domain.checks import access
from kejing.domain.checks.events import InspectionDone
from kejing.domain.checks.models import Inspection, InspectionSample, InspectionScore
from kejing.domain.checks.queries.policy import policy
from kejing.domain.checks.rules.inspections import Points, drawn, score
from kejing.domain.checks.rules.policy import Criterion
from kejing.domain.checks.vocabulary import INSPECT, CheckRefusal, InspectionKind, InspectionState
from kejing.domain.visits.public import handbook
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.events import publish
from kejing.foundation.kernel.versions import check_version
from kejing.foundation.ui.formats import local


@action("checks.plan_inspection", label=_("Plan an inspection"), permission=INSPECT, subject="inspection")
def plan_inspection(
    *, actor: Actor, staff_id: int, kind: str, start: date, end: date, planned_on: date | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Inspect the logs and visits of a person's `[start, end)`; gives the inspection's id.

    A planned one waits for its day and is announced by being seen; a surprise begins at once, and the person sees
    it when it is done. Raises NotVisible (404) out of the team; Refused for oneself, an empty or future period, and a
    planned one without a day to come.
    """
    person, today = access.member(actor, staff_id), clock.today()
    if not start < end or start > today:
        raise Refused(CheckRefusal.PERIOD_EMPTY, field="end")
    surprise = kind == InspectionKind.SURPRISE
    on = today if surprise else planned_on
    if on is None or on < today:
        raise Refused(CheckRefusal.DAY_MISSING, field="planned_on")
    row = Inspection.objects.create(
        staff_id=person.staff_id, holder_id=person.holder_id, unit_id=person.unit_id, inspector_id=access.author(actor),
        kind=kind, state=InspectionState.OPEN if surprise else InspectionState.PLANNED, start=start, end=end,
        planned_on=on, policy=policy().number,
    )  # fmt: skip
    if surprise:
        _draw_sample(actor, row)
    return row.pk


@action("checks.open_inspection", label=_("Begin an inspection"), permission=INSPECT, subject="inspection")
def open_inspection(*, actor: Actor, inspection_id: int, idempotency_key: str | None = None) -> int:
    """Begin a planned inspection: draw what is read. Raises NotVisible (404), NotYours (403), Refused once begun."""
    row = _of_inspector(actor, inspection_id)
    if row.state != InspectionState.PLANNED:
        raise Refused(CheckRefusal.NOT_PLANNED)
    row.state, row.version = InspectionState.OPEN, row.version + 1
    row.save(update_fields=["state", "version"])
    _draw_sample(actor, row)
    return row.pk


@action(
    "checks.score_inspection", label=_("Score an inspection"), permission=INSPECT, subject="inspection",
    private=("points", "comment"),
)  # fmt: skip
def score_inspection(
    *, actor: Actor, inspection_id: int, points: Mapping[str, int], comment: str = "", version: int,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Score what was read by the pack's criteria (points by code) and finish; the person sees it from then on.

    Raises NotVisible (404), NotYours (403), Stale; Refused for a criterion missing, unknown or beyond its best.
    """
    row = _of_inspector(actor, inspection_id)
    if row.state != InspectionState.OPEN:
        raise Refused(CheckRefusal.NOT_OPEN)
    check_version(row, version, {"comment": comment})
    criteria = {criterion.code: criterion for criterion in policy().inspection.criteria}
    if unknown := sorted(set(points) - set(criteria)):
        raise Refused(CheckRefusal.CRITERION_UNKNOWN, code=unknown[0][:40])
    scores = [_scored(row, criterion, points.get(code)) for code, criterion in criteria.items()]
    InspectionScore.objects.bulk_create(scores)
    row.state, row.done_at, row.comment = InspectionState.DONE, clock.now(), comment
    row.score = score(Points(one.points, one.best) for one in scores)
    row.version += 1
    row.save(update_fields=["state", "done_at", "comment", "score", "version"])
    surprise = row.kind == InspectionKind.SURPRISE
    publish(InspectionDone(row.pk, row.staff_id, row.inspector_id, clock.today(), surprise))
    return row.pk


@action(
    "checks.reply_inspection",
    label=_("Reply to an inspection"),
    permission=None,
    subject="inspection",
    private=("reply",),
)
def reply_inspection(
    *, actor: Actor, inspection_id: int, reply: str, idempotency_key: str | None = None
) -> int:
    """What the person says to it, once.

    Raises NotVisible (404), NotYours (403) for another's, Refused before it is done.
    """
    row = access.locked(access.visible_inspections(actor), inspection_id)
    if row.staff_id != actor.staff_id:
        raise access.NotYours(CheckRefusal.NOT_DONE)
    if row.state != InspectionState.DONE:
        raise Refused(CheckRefusal.NOT_DONE)
    if row.reply:
        raise Refused(CheckRefusal.REPLIED)
    row.reply, row.replied_at, row.version = reply, clock.now(), row.version + 1
    row.save(update_fields=["reply", "replied_at", "version"])
    return row.pk


def _of_inspector(actor: Actor, inspection_id: int) -> Inspection:
    row = access.locked(access.visible_inspections(actor), inspection_id)
    if row.inspector_id != actor.staff_id:
        raise access.NotYours(CheckRefusal.NOT_OPEN)
    return row


def _draw_sample(actor: Actor, row: Inspection) -> None:
    """By chance, so that nobody knows beforehand what will be read."""
    wanted, chance = policy().inspection, SystemRandom()
    logs, visits = handbook(actor=actor, staff_id=row.staff_id, start=row.start, end=row.end)
    InspectionSample.objects.bulk_create(
        [InspectionSample(inspection=row, log_id=pk, day=day) for pk, day in drawn(logs, wanted.logs, chance)]
        + [
            InspectionSample(inspection=row, visit_id=pk, day=day)
            for pk, day in drawn(visits, wanted.visits, chance)
        ]
    )


def _scored(row: Inspection, criterion: Criterion, points: int | None) -> InspectionScore:
    if points is None or not 0 <= points <= criterion.best:
        raise Refused(
            CheckRefusal.POINTS_WRONG, field=f"points_{criterion.code}", name=local(criterion.name, criterion.name_en),
            best=criterion.best,
        )  # fmt: skip
    return InspectionScore(
        inspection=row, code=criterion.code, name=criterion.name, name_en=criterion.name_en, points=points,
        best=criterion.best,
    )  # fmt: skip
