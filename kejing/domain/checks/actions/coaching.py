"""Recording a talk, answering it, saying what became of it."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from kejing.domain.checks import access
from kejing.domain.checks.events import CoachingRecorded
from kejing.domain.checks.models import Coaching
from kejing.domain.checks.vocabulary import COACH, CheckRefusal
from kejing.domain.visits.public import readable_logs
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused
from kejing.foundation.kernel.events import publish


@action(
    "checks.record_coaching", label=_("Record a coaching talk"), permission=COACH, subject="coaching",
    private=("reason", "agreed"),
)  # fmt: skip
def record_coaching(
    *, actor: Actor, staff_id: int, reason: str, agreed: str, check_on: date, log_id: int | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Write down why somebody was coached, what was agreed and when it is looked at again; gives the record's id.

    `log_id`: the log it came from. Raises NotVisible (404) out of the team and for a log that is not the person's;
    Refused for oneself, and a check that does not lie ahead.
    """
    person = access.member(actor, staff_id)
    if check_on <= clock.today():
        raise Refused(CheckRefusal.CHECK_IN_THE_PAST, field="check_on")
    if log_id is not None and readable_logs(actor=actor, ids=[log_id]).get(log_id) != staff_id:
        raise NotVisible
    row = Coaching.objects.create(
        staff_id=person.staff_id, holder_id=person.holder_id, unit_id=person.unit_id, coach_id=access.author(actor),
        log_id=log_id, on=clock.today(), reason=reason, agreed=agreed, check_on=check_on,
    )  # fmt: skip
    publish(CoachingRecorded(row.pk, row.staff_id, row.coach_id, row.check_on))
    return row.pk


@action(
    "checks.answer_coaching",
    label=_("Read a coaching record"),
    permission=None,
    subject="coaching",
    private=("answer",),
)
def answer_coaching(
    *, actor: Actor, coaching_id: int, answer: str = "", idempotency_key: str | None = None
) -> int:
    """The person has read it, and may say something to it.

    Raises NotVisible (404), NotYours (403), Refused when read.
    """
    row = access.locked(access.visible_coaching(actor), coaching_id)
    if row.staff_id != actor.staff_id:
        raise access.NotYours(CheckRefusal.NOT_DUE)
    if row.read_at is not None:
        raise Refused(CheckRefusal.REPLIED)
    row.read_at, row.answer, row.version = clock.now(), answer, row.version + 1
    row.save(update_fields=["read_at", "answer", "version"])
    return row.pk


@action(
    "checks.follow_coaching", label=_("Follow up a coaching talk"), permission=COACH, subject="coaching",
    private=("remark",),
)  # fmt: skip
def follow_coaching(
    *, actor: Actor, coaching_id: int, result: str, remark: str = "", idempotency_key: str | None = None
) -> int:
    """What became of what was agreed. Raises NotVisible (404), NotYours (403) for another's talk, Refused when said."""
    row = access.locked(access.visible_coaching(actor), coaching_id)
    if row.coach_id != actor.staff_id:
        raise access.NotYours(CheckRefusal.NOT_DUE)
    if row.followed_on is not None:
        raise Refused(CheckRefusal.FOLLOWED)
    row.outcome, row.remark, row.followed_on, row.version = result, remark, clock.today(), row.version + 1
    row.save(update_fields=["outcome", "remark", "followed_on", "version"])
    return row.pk
