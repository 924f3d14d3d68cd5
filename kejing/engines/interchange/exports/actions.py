"""Asking for an export, deciding on one, making it, fetching its file."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.db.models import F
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kejing.engines.interchange.exports import access, making, rules, writing
from kejing.engines.interchange.exports.events import ExportDecided
from kejing.engines.interchange.exports.models import Export
from kejing.engines.interchange.exports.targets import ExportTarget, export_target, parameters, worded
from kejing.engines.interchange.exports.vocabulary import (
    APPROVE,
    MAKE,
    ROWS,
    ROWS_PER_DAY,
    ExportRefusal,
    ExportState,
    FileFormat,
)
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.events import publish
from kejing.foundation.kernel.jobs import enqueue
from kejing.foundation.kernel.limits import hold_count
from kejing.foundation.ui.saved_views import canonical

MAKE_JOB = "interchange.make_export"
AT_ONCE = 1_000
"""Files up to so many rows are made while the taker waits; larger ones by the worker."""
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class OwnExport(Refused):
    """Nobody is her own second person."""

    status = 403


@action("interchange.start_export", label=_("Start an export"), permission=MAKE, subject="export")
def start_export(
    *,
    actor: Actor,
    target: str,
    query: str,
    file_format: str,
    reason: str,
    idempotency_key: str | None = None,
) -> int:
    """Export the rows that a list shows the actor. Within her limits the file is made; above them a request stands.

    Many small, parallel and API exports of a day count together. Raises Refused for a target or filter that is
    none, an empty list, or no reason.
    """
    found = export_target(target)
    if not reason.strip():
        raise Refused(ExportRefusal.SAY_WHY, field="reason")
    kept = canonical(query)
    rows = found.choose(actor, parameters(kept))[0].order_by().count()
    if rows == 0:
        raise Refused(ExportRefusal.NO_ROWS, field="query")
    hold_count("exports", actor.user_id)
    above = rules.needs_approval(
        rows,
        used_today=access.used_today(actor),
        per_export=actor.limit(ROWS),
        per_day=actor.limit(ROWS_PER_DAY),
    )
    export = _record(
        actor, found, rows, above=above, query=kept, format=FileFormat(file_format), reason=reason.strip()
    )
    if not above:
        _have_made(export)
    return export.pk


@action("interchange.decide_export", label=_("Decide on an export"), permission=APPROVE, subject="export")
def decide_export(
    *, actor: Actor, export_id: int, approve: bool, reason: str = "", idempotency_key: str | None = None
) -> int:
    """Approve or refuse another's export above the limit; good for its filter and rows, once, for a day.

    Raises NotVisible (404) for one out of sight, OwnExport (403); Refused when it was decided, when the approver
    does not see all the rows herself, when there are more than were asked for, and for a refusal without a reason.
    """
    export = access.get_visible(actor, export_id)
    export = Export.objects.select_for_update().get(pk=export.pk)
    if export.taker_id == actor.user_id:
        raise OwnExport(ExportRefusal.OWN)
    if export.state != ExportState.ASKED:
        raise Refused(ExportRefusal.DECIDED)
    if not approve and not reason.strip():
        raise Refused(ExportRefusal.SAY_WHY, field="reason")
    if approve:
        _check_seen(actor, export)
    export.state = ExportState.APPROVED if approve else ExportState.REFUSED
    export.decided_by, export.decided_by_name = actor.user_id, actor.name
    export.decided_at, export.decision_reason = clock.system_now(), reason.strip()[:200]
    export.save()
    publish(ExportDecided(export_id, export.taker_id, approved=approve))
    return export_id


@action("interchange.make_approved", label=_("Make an approved export"), permission=MAKE, subject="export")
def make_approved(*, actor: Actor, export_id: int, idempotency_key: str | None = None) -> int:
    """Use an approval, once. Raises NotVisible (404) for another's; Refused without one or after its day."""
    export = access.get_own(actor, export_id)
    if export.state != ExportState.APPROVED or export.decided_at is None:
        raise Refused(ExportRefusal.NOT_APPROVED)
    if clock.system_now() >= export.decided_at + rules.APPROVAL_HOLDS:
        raise Refused(ExportRefusal.APPROVAL_OVER)
    export.state = ExportState.WAITING
    export.save(update_fields=["state"])
    _have_made(export)
    return export_id


@action("interchange.fetch_export", label=_("Fetch an export"), permission=MAKE, subject="export")
def fetch_export(*, actor: Actor, export_id: int) -> str:
    """Where the file of one's own export lies; each fetching is journaled.

    Raises NotVisible (404) for another's; Refused when there is none, when its day is over, or when the taker
    no longer sees all of its rows and columns.
    """
    export = access.get_own(actor, export_id)
    path = writing.path_of(export.code, export.format)
    if export.state != ExportState.READY or export.made_at is None:
        raise Refused(ExportRefusal.NOT_READY)
    if clock.system_now() >= export.made_at + rules.FILE_KEPT or not path.is_file():
        raise Refused(ExportRefusal.FILE_OVER)
    target = export_target(export.target)
    shown = making.shown_as(actor, target.columns_for(actor))
    if shown != export.columns or access.seen_of(actor, target, export.row_ids) != len(export.row_ids):
        raise Refused(ExportRefusal.RIGHTS_CHANGED)
    Export.objects.filter(pk=export.pk).update(fetched=F("fetched") + 1, fetched_at=clock.system_now())
    return str(path)


def _record(actor: Actor, target: ExportTarget, rows: int, *, above: bool, **values: Any) -> Export:
    return Export.objects.create(
        code=_code(),
        target=target.name,
        words=worded(target, actor, values["query"]),
        rows=rows,
        needs_approval=above,
        state=ExportState.ASKED if above else ExportState.WAITING,
        taker_id=actor.user_id or 0,
        taker_name=actor.name,
        taker_number=actor.labels.get("number", ""),
        appointment_id=actor.appointment_id,
        unit_id=actor.unit_id,
        language=get_language() or "zh-hans",
        day=clock.real_day(),
        asked_at=clock.system_now(),
        **values,
    )


def _have_made(export: Export) -> None:
    if export.rows <= AT_ONCE:
        making.make(export.pk)
    else:
        enqueue(MAKE_JOB, key=f"export-{export.pk}", export_id=export.pk)


def _check_seen(actor: Actor, export: Export) -> None:
    """The second person looks at what the first asked for: the taker's rows of now, all of them in her own sight."""
    target = export_target(export.target)
    with as_actor(export.taker_id, export.appointment_id) as taker:
        ids: Sequence[int] = list(
            target.choose(taker, parameters(export.query))[0].order_by().values_list("pk", flat=True)
        )
    if len(ids) > export.rows:
        raise Refused(ExportRefusal.MORE_ROWS)
    seen = access.seen_of(actor, target, ids)
    if seen < len(ids):
        raise Refused(ExportRefusal.NOT_ALL_SEEN, seen=seen, rows=len(ids))


def _code() -> str:
    """Twelve letters and digits without the ones that look alike: 60 bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(12))
