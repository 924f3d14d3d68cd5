"""Who sees and who may change which meetings. The only door to their rows.

The policies of migration 0002 say the same in SQL.
"""

from typing import TypeVar

from django.db import connection
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet

from kejing.domain.meetings.models import (
    AgreedAction,
    Archive,
    Attendance,
    Contribution,
    FrozenFigures,
    Meeting,
)
from kejing.domain.meetings.vocabulary import RUN, MeetingRefusal, Share
from kejing.domain.org.public import holder_cards
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused

M = TypeVar("M", bound=Model)


class NotYours(Refused):
    """In sight, but another person's."""

    status = 403


def author(actor: Actor) -> int:
    """Whose name stands under an entry. Raises Refused for an actor in no post."""
    if actor.staff_id is None:
        raise Refused(MeetingRefusal.NO_POST)
    return actor.staff_id


def _mine(actor: Actor) -> Q:
    """Meetings she leads or was called to."""
    if actor.staff_id is None:
        return Q(pk__in=[])
    called = Attendance.objects.filter(staff_id=actor.staff_id).order_by().values("meeting_id")
    return Q(leader_id=actor.staff_id) | Q(pk__in=called)


def mine(actor: Actor) -> QuerySet[Meeting]:
    return Meeting.objects.filter(_mine(actor))


def visible(actor: Actor) -> QuerySet[Meeting]:
    """Meetings the actor leads or was called to, those of the units in her scope, or all."""
    if actor.sees_all:
        return Meeting.objects.all()
    return Meeting.objects.filter(_mine(actor) | Q(unit_id__in=actor.units))


def get_visible(actor: Actor, meeting_id: int) -> Meeting:
    """Raises NotVisible (404)."""
    return _one(visible(actor).select_related("kind", "unit", "leader"), meeting_id)


def runs(actor: Actor, meeting: Meeting) -> bool:
    """Whether she may write this meeting's minutes: she leads it or the unit."""
    return actor.may(RUN) and (meeting.leader_id == actor.staff_id or meeting.unit_id in actor.units)


def get_changeable(actor: Actor, meeting_id: int) -> Meeting:
    """The row, locked. Raises NotVisible (404) out of sight, Forbidden or NotYours (403) for who does not lead it."""
    found = get_visible(actor, meeting_id)
    actor.require(RUN)
    if not runs(actor, found):
        raise NotYours(MeetingRefusal.NOT_YOUR_MEETING)
    return (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("kind", "unit", "leader")
        .get(pk=meeting_id)
    )


def was_called(actor: Actor, meeting: Meeting) -> bool:
    """Whether she leads the meeting or stands on its list."""
    return meeting.leader_id == actor.staff_id or (
        Attendance.objects.filter(meeting=meeting, staff_id=actor.staff_id or 0).exists()
    )


def reads_figures(actor: Actor, meeting: Meeting) -> bool:
    """Figures name people: they are for those who lead the unit."""
    return actor.sees_all or meeting.leader_id == actor.staff_id or meeting.unit_id in actor.units


def figures(actor: Actor, meeting: Meeting) -> FrozenFigures | None:
    """Those frozen with the minutes. Raises NotYours (403) for who does not lead the unit."""
    if not reads_figures(actor, meeting):
        raise NotYours(MeetingRefusal.NOT_FOR_YOU)
    return FrozenFigures.objects.filter(meeting=meeting).first()


def visible_contributions(actor: Actor) -> QuerySet[Contribution]:
    """What the share level opens to those who see the meeting; nothing of a confidential customer whom the reader may
    not see. Who sees all meetings does not read all contributions. Item U25.
    """
    with connection.cursor() as cursor:
        cursor.execute("select kj_own_holders()")
        row = cursor.fetchone()
    holders = list(row[0]) if row and row[0] else []
    own_units = {card.unit_id for card in holder_cards(holders).values()}
    shared = (
        Q(share=Share.ALL)
        | Q(meeting__leader_id=actor.staff_id or 0)
        | Q(share=Share.UNIT, unit_id__in=[*actor.units, *own_units])
        | Q(share=Share.OWNER, holder_id__in=holders)
    )
    closed = Func(F("customer_id"), function="kj_closed_customer", output_field=BooleanField())
    opened = Q(customer_id=None) | Q(closed=False)
    rows = Contribution.objects.annotate(closed=closed).filter(meeting__in=visible(actor))
    return rows.filter(Q(staff_id=actor.staff_id or 0) | opened & shared)


def visible_actions(actor: Actor) -> QuerySet[AgreedAction]:
    """The actor's own, and those agreed at meetings she sees."""
    if actor.sees_all:
        return AgreedAction.objects.all()
    return AgreedAction.objects.filter(Q(owner_id=actor.staff_id or 0) | Q(meeting__in=visible(actor)))


def get_action(actor: Actor, agreed_action_id: int) -> AgreedAction:
    """Raises NotVisible (404)."""
    rows = visible_actions(actor).select_related("meeting", "meeting__unit", "owner", "kind")
    return _one(rows, agreed_action_id)


def may_settle(actor: Actor, action: AgreedAction) -> bool:
    return action.owner_id == actor.staff_id or runs(actor, action.meeting)


def get_settleable(actor: Actor, agreed_action_id: int) -> AgreedAction:
    """The row, locked. Raises NotVisible (404), NotYours (403)."""
    found = get_action(actor, agreed_action_id)
    if not may_settle(actor, found):
        raise NotYours(MeetingRefusal.NOT_YOUR_ACTION)
    return AgreedAction.objects.select_for_update().get(pk=agreed_action_id)


def archives(meeting: Meeting) -> QuerySet[Archive]:
    """Signed minutes and supplements of a meeting that the caller has seen."""
    return Archive.objects.filter(meeting=meeting).select_related("by").order_by("seq")


def get_contribution(actor: Actor, contribution_id: int) -> Contribution:
    """Raises NotVisible (404)."""
    return _one(visible_contributions(actor).select_related("meeting", "staff"), contribution_id)


def _one(rows: QuerySet[M], pk: int) -> M:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found
