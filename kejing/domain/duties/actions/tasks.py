"""One task: settled by hand, or excused by a superior."""

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kejing.domain.duties import access
from kejing.domain.duties.models import DutyTask
from kejing.domain.duties.vocabulary import DO, EXCUSE, DutyRefusal, EvidenceKind, Excuse, TaskState
from kejing.engines.metrics.public import require_open
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused


@action("duties.settle_task", label=_("Settle a duty"), permission=DO, subject="task", private=("note",))
def settle_task(
    *, actor: Actor, task_id: int, note: str, reference: str = "", idempotency_key: str | None = None
) -> int:
    """Say what was done, where a duty takes a note; after the due moment it counts as late. Item A4.37.

    Raises NotVisible (404), NotYours (403) for another person's; Refused for a duty that other evidence settles, and
    for one that is not open.
    """
    task = _open(access.get_own(actor, task_id))
    if task.version.evidence != EvidenceKind.NOTE:
        raise Refused(DutyRefusal.NOT_BY_HAND, evidence=EvidenceKind(task.version.evidence).label)
    if not note.strip():
        raise Refused(DutyRefusal.NOTE_MISSING, field="note")
    task.note, task.reference, task.got = note, reference, 1
    task.done_at = clock.now()
    task.state = TaskState.DONE if task.done_at <= task.due_at else TaskState.LATE
    task.save(update_fields=["note", "reference", "got", "done_at", "state"])
    return task.pk


@action("duties.excuse_task", label=_("Excuse from a duty"), permission=EXCUSE, subject="task")
def excuse_task(*, actor: Actor, task_id: int, reason: str, idempotency_key: str | None = None) -> int:
    """A superior says why nobody is to blame for a task not done; never for herself.

    Raises NotVisible (404), NotYours (403) for one's own; Refused for one that is not open, without a reason, or due
    in a closed month.
    """
    task = _open(access.get_excusable(actor, task_id))
    if not reason.strip():
        raise Refused(DutyRefusal.REASON_MISSING, field="reason")
    require_open(localtime(task.due_at).date())
    task.state, task.excuse, task.excuse_text = TaskState.EXCUSED, Excuse.SUPERIOR, reason
    task.excused_by_id = actor.staff_id
    task.save(update_fields=["state", "excuse", "excuse_text", "excused_by"])
    return task.pk


def _open(task: DutyTask) -> DutyTask:
    if task.state != TaskState.OPEN:
        raise Refused(DutyRefusal.NOT_OPEN)
    return task
