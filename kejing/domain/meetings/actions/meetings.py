"""Calling a meeting, cancelling it, and the one that is recorded on one page."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kejing.domain.meetings import access
from kejing.domain.meetings.actions.minutes import ticked, unsigned
from kejing.domain.meetings.actions.signing import signed
from kejing.domain.meetings.models import Attendance, Meeting, Point
from kejing.domain.meetings.queries.calling import drawn
from kejing.domain.meetings.queries.due import due_period
from kejing.domain.meetings.queries.kinds import KindCard, kind_led
from kejing.domain.meetings.rules import Tick, lines
from kejing.domain.meetings.vocabulary import RUN, MeetingRefusal, MeetingState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.versions import check_version


@action(
    "meetings.call_meeting", label=_("Call a meeting"), permission=RUN, subject="meeting", private=("topics",)
)
def call_meeting(
    *, actor: Actor, kind: str, day: date, at: time | None = None, place: str = "", topic: str = "",
    topics: str = "", idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Call the unit's people to a meeting of a kind: its agenda stands, `topics` adds one point a line. Item A4.53.

    Raises Refused for an unknown kind, one that the actor's role does not lead, a day too long ago, and a second
    meeting of the kind on a day.
    """
    return _called(actor, kind_led(actor, kind), day, at, place, topic, lines(topics)).pk


@action("meetings.cancel_meeting", label=_("Cancel a meeting"), permission=RUN, subject="meeting")
def cancel_meeting(
    *, actor: Actor, meeting_id: int, version: int, reason: str, idempotency_key: str | None = None
) -> int:
    """Cancel a meeting whose minutes are not signed. Raises NotVisible, NotYours (403), Refused, Stale."""
    meeting = unsigned(actor, meeting_id)
    check_version(meeting, version, {"cancel_reason": reason})
    meeting.state, meeting.cancel_reason = MeetingState.CANCELLED, reason
    meeting.version += 1
    meeting.save(update_fields=["state", "cancel_reason", "version"])
    return meeting.pk


@action(
    "meetings.hold_short",
    label=_("Record a short meeting"),
    permission=RUN,
    subject="meeting",
    private=("texts",),
)
def hold_short(
    *, actor: Actor, kind: str, attendance: Sequence[Tick], texts: Sequence[str], at: time | None = None,
    minutes: int | None = None, idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Record today's meeting of a short kind and sign its minutes: who was there, what was said to each point of its
    agenda. Item A4.52.

    Raises Refused for a kind not recorded on one page, a second one of the day, nobody there, nothing said, somebody
    excused without a reason.
    """
    found = kind_led(actor, kind)
    if not found.rules.short:
        raise Refused(MeetingRefusal.NOT_A_SHORT_ONE, field="kind")
    meeting = _todays(actor, found) or _called(actor, found, clock.today(), at, "", "", [])
    ticked(meeting, attendance)
    for point, text in zip(Point.objects.filter(meeting=meeting).order_by("seq"), texts, strict=False):
        point.text = text
        point.save(update_fields=["text"])
    meeting.minutes = minutes or found.rules.minutes
    return signed(actor, meeting).pk


def _todays(actor: Actor, kind: KindCard) -> Meeting | None:
    """One that was called before and is not signed. Raises Refused for a signed one: today's was held."""
    rows = Meeting.objects.filter(kind_id=kind.id, unit_id=actor.unit_id or 0, day=clock.today())
    row = rows.exclude(state=MeetingState.CANCELLED).first()
    if row is not None and row.state == MeetingState.SIGNED:
        raise _twice(row.day)
    return access.get_changeable(actor, row.pk) if row else None


def _called(
    actor: Actor, kind: KindCard, day: date, at: time | None, place: str, topic: str, more: Sequence[str]
) -> Meeting:
    leader = access.author(actor)
    assert actor.unit_id is not None  # whoever is in a post is in a unit
    if day < clock.today() - timedelta(days=kind.rules.look_back_days):
        raise Refused(MeetingRefusal.TOO_LONG_AGO, field="day", days=kind.rules.look_back_days)
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                kind_id=kind.id, unit_id=actor.unit_id, leader_id=leader, day=day, at=at, place=place, topic=topic,
                due_on=_due_on(kind, actor.unit_id, day),
            )  # fmt: skip
    except IntegrityError as error:
        raise _twice(day) from error
    agenda = [*kind.rules.agenda, *((one[:200], one[:200]) for one in more)]
    Point.objects.bulk_create(
        [Point(meeting=meeting, seq=n, title=zh, title_en=en) for n, (zh, en) in enumerate(agenda, 1)]
    )
    _put_on_the_list(actor, kind, meeting)
    return meeting


def _due_on(kind: KindCard, unit_id: int, day: date) -> date | None:
    """By when it is owed; a second one of its period is not."""
    period = due_period(kind, day)
    if period is None:
        return None
    there = Meeting.objects.filter(
        kind_id=kind.id, unit_id=unit_id, day__gte=period.start, day__lt=period.end
    )
    return None if there.exclude(state=MeetingState.CANCELLED).exists() else period.due_on


def _put_on_the_list(actor: Actor, kind: KindCard, meeting: Meeting) -> None:
    people = drawn(actor, kind, meeting.unit_id, meeting.day)
    Attendance.objects.bulk_create(
        [
            Attendance(
                meeting=meeting, unit_id=meeting.unit_id, day=meeting.day, staff_id=one.staff_id,
                stands_for_id=one.stands_for,
            )
            for one in people
        ]
    )  # fmt: skip


def _twice(day: date) -> Refused:
    return Refused(MeetingRefusal.TWICE, field="day", day=day)
