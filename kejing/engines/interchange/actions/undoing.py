"""Taking a whole run back: what it created goes, what it changed is again as it was before."""

from django.utils.translation import gettext_lazy as _

from kejing.engines.interchange.models import ImportRun, ImportUndo
from kejing.engines.interchange.putting_back import put_back
from kejing.engines.interchange.vocabulary import MAY_IMPORT, Refusal, RunState
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.clock import system_now
from kejing.foundation.kernel.errors import NotVisible, Refused


@action("interchange.undo_import", label=_("Undo an import"), permission=MAY_IMPORT, subject="import_run")
def undo_import(*, actor: Actor, import_run_id: int, reason: str, idempotency_key: str | None = None) -> int:
    """Undo a run as a whole; returns the id of the undoing.

    Raises NotVisible for an unknown run; Refused for a trial, a run undone already, one that brought in facts,
    one whose rows were changed or used since (it names them), and where it would reach into a closed month.
    """
    run = ImportRun.objects.filter(pk=import_run_id).first()
    if run is None:
        raise NotVisible
    if run.dry or run.state != RunState.DONE or run.line is None:
        raise Refused(Refusal.TRIAL_ONLY)
    if ImportUndo.objects.filter(run=run).exists():
        raise Refused(Refusal.UNDONE_ALREADY)
    counts = put_back(run.line, [step["target"] for step in run.counts.get("steps", [])])
    made = ImportUndo.objects.create(
        run=run, by=actor.user_id, by_name=actor.name, at=system_now(), reason=reason, counts=counts
    )
    return made.pk
