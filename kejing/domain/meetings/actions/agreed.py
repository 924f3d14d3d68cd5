"""Agreeing on actions and settling them."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from kejing.domain.meetings import access
from kejing.domain.meetings.actions.minutes import unsigned
from kejing.domain.meetings.events import ActionAgreed, ActionSettled
from kejing.domain.meetings.models import AgreedAction, Attendance, Meeting
from kejing.domain.meetings.vocabulary import ATTEND, RUN, ActionState, MeetingRefusal
from kejing.domain.org.public import staff_names
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.events import publish
from kejing.foundation.kernel.versions import check_version


@action(
    "meetings.agree_action",
    label=_("Agree on an action"),
    permission=RUN,
    subject="meeting",
    private=("text",),
)
def agree_action(
    *,
    actor: Actor,
    meeting_id: int,
    text: str,
    owner_id: int,
    due_on: date,
    idempotency_key: str | None = None,
) -> int:
    """Give somebody of the meeting something to do by a day; it returns at the next ones until settled. Gives its id.

    Raises NotVisible, NotYours (403), Refused for signed minutes, an owner not on the list, a day that is over.
    """
    meeting = unsigned(actor, meeting_id)
    if (
        owner_id != meeting.leader_id
        and not Attendance.objects.filter(meeting=meeting, staff_id=owner_id).exists()
    ):
        name = staff_names([owner_id]).get(owner_id, str(owner_id))
        raise Refused(MeetingRefusal.NOT_ON_THE_LIST, field="owner_id", name=name)
    if due_on < clock.today():
        raise Refused(MeetingRefusal.DUE_IN_THE_PAST, field="due_on")
    return _agreed(meeting, text, owner_id, due_on)


def _agreed(meeting: Meeting, text: str, owner_id: int, due_on: date) -> int:
    row = AgreedAction.objects.create(
        meeting=meeting,
        kind_id=meeting.kind_id,
        unit_id=meeting.unit_id,
        text=text,
        owner_id=owner_id,
        due_on=due_on,
    )
    publish(ActionAgreed(row.pk, meeting.pk, owner_id, due_on))
    return row.pk


@action(
    "meetings.settle_action",
    label=_("Settle an action"),
    permission=ATTEND,
    subject="agreed_action",
    private=("note",),
)
def settle_action(
    *,
    actor: Actor,
    agreed_action_id: int,
    version: int,
    state: str,
    note: str = "",
    idempotency_key: str | None = None,
) -> int:
    """Say that an action is done, or drop it with a reason; it does not return after that. Gives the meeting's id.

    Raises NotVisible (404), NotYours (403) for who neither owns nor leads, Refused for one settled and a drop without
    a reason, Stale.
    """
    row = access.get_settleable(actor, agreed_action_id)
    if row.state != ActionState.OPEN:
        raise Refused(MeetingRefusal.SETTLED_ALREADY)
    check_version(row, version, {"state": state, "note": note})
    if state == ActionState.DROPPED and not note:
        raise Refused(MeetingRefusal.WHY_DROPPED, field="note")
    row.state, row.note, row.settled_on, row.settled_by_id = state, note, clock.today(), actor.staff_id
    row.version += 1
    row.save(update_fields=["state", "note", "settled_on", "settled_by", "version"])
    publish(ActionSettled(row.pk, row.meeting_id, row.owner_id, state, clock.today()))
    return row.meeting_id
