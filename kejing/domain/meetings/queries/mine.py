"""A person's meetings: of her day, for her log."""

from dataclasses import dataclass
from datetime import date, time

from kejing.domain.meetings import access
from kejing.domain.meetings.models import Attendance, Meeting
from kejing.domain.meetings.queries.agreed import ActionRow, own_actions
from kejing.domain.meetings.queries.kinds import card_of
from kejing.domain.meetings.vocabulary import ATTEND, CAME, MeetingState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting of a person's day. `minutes`: how long it took, or the usual length of its kind."""

    meeting_id: int
    title: str
    at: time | None
    place: str
    minutes: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class MyMeetings:
    today: tuple[MeetingLine, ...]
    actions: tuple[ActionRow, ...]


def meetings_of_day(*, actor: Actor, staff_id: int, day: date) -> tuple[MeetingLine, ...]:
    """The meetings somebody attended on a day, for the draft of her log: those where she came, of those the actor
    sees. Two queries.
    """
    came = (
        Attendance.objects.filter(staff_id=staff_id, day=day, presence__in=CAME)
        .order_by()
        .values("meeting_id")
    )
    rows = access.visible(actor).filter(pk__in=came, day=day).exclude(state=MeetingState.CANCELLED)
    return tuple(_line(row) for row in rows.select_related("kind").order_by("at", "id"))


def my_meetings(*, actor: Actor) -> MyMeetings:
    """Today's meetings of the reader and her open actions. Two queries; none for who attends no meetings."""
    if actor.staff_id is None or not actor.may(ATTEND):
        return MyMeetings((), ())
    rows = access.mine(actor).filter(day=clock.today()).exclude(state=MeetingState.CANCELLED)
    today = tuple(_line(row) for row in rows.select_related("kind").order_by("at", "id"))
    return MyMeetings(today, tuple(own_actions(actor)))


def _line(row: Meeting) -> MeetingLine:
    kind = card_of(row.kind)
    title = f"{kind.label} · {row.topic}" if row.topic else kind.label
    return MeetingLine(
        row.pk, title, row.at, row.place, row.minutes or kind.rules.minutes, row.state == MeetingState.CALLED
    )
