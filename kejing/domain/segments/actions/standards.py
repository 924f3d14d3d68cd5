"""Another service standard: tried first, then in force from that day on."""

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from kejing.domain.segments.actions.due import refresh_services
from kejing.domain.segments.actions.segments import is_big
from kejing.domain.segments.models import Segment, Standard
from kejing.domain.segments.queries.standards import present_standard
from kejing.domain.segments.vocabulary import (
    MANAGE_ALL,
    RANKED,
    SegmentRefusal,
    StandardRefusal,
    VersionState,
)
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import NotVisible, Refused
from kejing.foundation.kernel.jobs import enqueue

_TRIAL = """
select count(*) filter (where s.due_on < %(today)s),
       count(*) filter (where coalesce(s.last_on, s.counts_from) + n.days < %(today)s)
from segments_service s
join unnest(%(segments)s::bigint[], %(days)s::int[]) as n(segment_id, days) on n.segment_id = s.segment_id
"""


@action(
    "segments.draft_standard", label=_("Draft a service standard"), permission=MANAGE_ALL, subject="standard"
)
def draft_standard(
    *, actor: Actor, classes: dict[str, tuple[int, int, int]], idempotency_key: str | None = None
) -> int:
    """Other norms by class code: days between visits, hours to answer, minutes of a visit. Item A9.4.

    The draft says how many would be overdue. Raises Refused for an unknown class and for a norm out of bounds.
    """
    present = present_standard()
    if present is None:
        raise Refused(StandardRefusal.NO_STANDARD)
    norms = dict(present.body["classes"])
    for code, (days, hours, minutes) in classes.items():
        if code not in norms:
            raise Refused(StandardRefusal.UNKNOWN_CLASS, field=code, name=code)
        if not (1 <= days <= 730 and 1 <= hours <= 720 and 5 <= minutes <= 480):
            raise Refused(StandardRefusal.BAD_NORM, field=code, name=code)
        norms[code] = {"visit_every_days": days, "respond_within_hours": hours, "minutes_per_visit": minutes}
    draft = Standard.objects.filter(state=VersionState.DRAFT).first() or Standard(
        number=(Standard.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    )
    draft.body = {**present.body, "classes": norms}
    draft.made_by, draft.made_by_name, draft.made_at = actor.user_id, actor.name, clock.system_now()
    draft.trial = _tried(draft)
    draft.save()
    return draft.pk


@action(
    "segments.apply_standard", label=_("Apply a service standard"), permission=MANAGE_ALL, subject="standard"
)
def apply_standard(*, actor: Actor, standard_id: int, idempotency_key: str | None = None) -> int:
    """Put a tried draft into force from today on. Raises NotVisible (404), Refused for what is no draft."""
    draft = Standard.objects.select_for_update().filter(pk=standard_id).first()
    if draft is None:
        raise NotVisible
    if draft.state != VersionState.DRAFT:
        raise Refused(SegmentRefusal.NOT_A_DRAFT)
    Standard.objects.filter(state=VersionState.APPLIED).update(state=VersionState.PAST)
    draft.state, draft.valid_from = VersionState.APPLIED, clock.today()
    draft.save()
    with as_system("segments"):
        if is_big():
            enqueue(RANKED, key=RANKED)
        else:
            refresh_services(clock.today())
    return standard_id


def _tried(draft: Standard) -> dict[str, int]:
    """How many are overdue now, and how many would be. Over everybody: counts alone leave the system's scope."""
    norms = draft.body["classes"]
    with as_system("segments"), connection.cursor() as cursor:
        rows = list(
            Segment.objects.filter(set__code=draft.body["set"], code__in=norms).values_list("pk", "code")
        )
        cursor.execute(
            _TRIAL,
            {
                "today": clock.today(),
                "segments": [pk for pk, _code in rows],
                "days": [norms[code]["visit_every_days"] for _pk, code in rows],
            },
        )
        found = cursor.fetchone()
    assert found is not None  # an aggregate
    return {"overdue": found[0], "would_be": found[1]}
