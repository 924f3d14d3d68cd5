"""What the worker does for exports: makes the large ones, forgets what its day is over."""

from kejing.engines.interchange.exports import making, rules, writing
from kejing.engines.interchange.exports.actions import MAKE_JOB
from kejing.engines.interchange.exports.models import Export
from kejing.engines.interchange.exports.vocabulary import ExportState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.jobs import job, progress

_OPEN = (ExportState.ASKED, ExportState.APPROVED)


@job(MAKE_JOB)
def make_export(export_id: int) -> None:
    """Make a large export's file, with progress under `export-<id>`. Safe to repeat: it is made once."""
    try:
        with progress(f"export-{export_id}") as reporter:
            making.make(export_id, lambda done: reporter.save(done=done))
    except Exception:
        making.give_up(export_id)
        raise


@job("interchange.expire_exports", cron="*/10 * * * *")
def expire_exports() -> None:
    """Files older than a day go; so do requests and approvals that nobody used."""
    now = clock.system_now()
    with as_system("expire exports"):
        made = Export.objects.filter(state=ExportState.READY, made_at__lte=now - rules.FILE_KEPT)
        for export in made.only("code", "format"):
            writing.path_of(export.code, export.format).unlink(missing_ok=True)
        made.update(state=ExportState.EXPIRED)
        Export.objects.filter(state__in=_OPEN, asked_at__lte=now - 2 * rules.APPROVAL_HOLDS).update(
            state=ExportState.EXPIRED
        )
