"""Ticking who came, writing what was said."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from kejing.domain.meetings import access
from kejing.domain.meetings.models import Attendance, Meeting, Point
from kejing.domain.meetings.rules import Tick
from kejing.domain.meetings.vocabulary import RUN, MeetingRefusal, MeetingState, Presence
from kejing.domain.org.public import staff_names
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.versions import check_version


def unsigned(actor: Actor, meeting_id: int) -> Meeting:
    """The row, locked, while its minutes are open. Raises NotVisible, Forbidden or NotYours (403), Refused."""
    meeting = access.get_changeable(actor, meeting_id)
    if meeting.state == MeetingState.SIGNED:
        raise Refused(MeetingRefusal.IS_SIGNED)
    if meeting.state == MeetingState.CANCELLED:
        raise Refused(MeetingRefusal.IS_CANCELLED)
    return meeting


@action("meetings.take_attendance", label=_("Tick who came"), permission=RUN, subject="meeting")
def take_attendance(
    *, actor: Actor, meeting_id: int, attendance: Sequence[Tick], idempotency_key: str | None = None
) -> int:
    """Tick those called: present, late, excused with a reason, absent. Ticking again replaces. Item A4.52.

    Raises NotVisible, NotYours (403), Refused for signed minutes, somebody not on the list, a missing reason.
    """
    meeting = unsigned(actor, meeting_id)
    ticked(meeting, attendance)
    return meeting.pk


def ticked(meeting: Meeting, attendance: Sequence[Tick]) -> None:
    rows = {row.staff_id: row for row in Attendance.objects.select_for_update().filter(meeting=meeting)}
    names = staff_names(tick["staff_id"] for tick in attendance)
    for tick in attendance:
        name = names.get(tick["staff_id"], str(tick["staff_id"]))
        row = rows.get(tick["staff_id"])
        if row is None or tick["presence"] not in set(Presence.values) - {Presence.CALLED}:
            raise Refused(MeetingRefusal.NOT_ON_THE_LIST, name=name)
        reason = tick["reason"].strip()
        if tick["presence"] == Presence.EXCUSED and not reason:
            raise Refused(MeetingRefusal.REASON_MISSING, field=f"reason_{row.staff_id}", name=name)
        row.presence, row.reason = tick["presence"], reason
    Attendance.objects.bulk_update(rows.values(), ["presence", "reason"])


@action(
    "meetings.write_minutes", label=_("Write minutes"), permission=RUN, subject="meeting",
    private=("texts", "decisions", "guests"),
)  # fmt: skip
def write_minutes(
    *, actor: Actor, meeting_id: int, version: int, texts: Mapping[int, str], decisions: str = "", guests: str = "",
    minutes: int | None = None, idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Write what was said to each point of the agenda (`texts` by its number), what was decided (one a line), who
    came from outside, how many minutes it took. Items A4.53, A4.55.

    Raises NotVisible, NotYours (403), Refused for signed minutes, Stale for minutes written by somebody else meanwhile.
    """
    meeting = unsigned(actor, meeting_id)
    check_version(meeting, version, {"decisions": decisions, "guests": guests, "minutes": minutes})
    meeting.decisions, meeting.guests, meeting.minutes = decisions, guests, minutes
    meeting.version += 1
    meeting.save(update_fields=["decisions", "guests", "minutes", "version"])
    points = list(Point.objects.filter(meeting=meeting))
    for point in points:
        point.text = texts.get(point.seq, point.text)
    Point.objects.bulk_update(points, ["text"])
    return meeting.pk
