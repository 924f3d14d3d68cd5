"""Signing minutes: they are frozen with their figures, hashed, archived; what comes later is a supplement."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kejing.domain.meetings import access
from kejing.domain.meetings.actions.minutes import unsigned
from kejing.domain.meetings.events import MeetingHeld
from kejing.domain.meetings.models import (
    AgreedAction,
    Archive,
    Attendance,
    Contribution,
    FrozenFigures,
    Meeting,
    Point,
)
from kejing.domain.meetings.queries.agreed import carried
from kejing.domain.meetings.queries.figures import collect, frozen_body, period_of
from kejing.domain.meetings.queries.kinds import card_of
from kejing.domain.meetings.rules import digest, lines
from kejing.domain.meetings.vocabulary import CAME, RUN, MeetingRefusal, MeetingState, Presence
from kejing.domain.org.public import staff_names
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.events import publish
from kejing.foundation.kernel.versions import check_version


@action("meetings.sign_off", label=_("Sign minutes"), permission=RUN, subject="meeting")
def sign_off(*, actor: Actor, meeting_id: int, version: int, idempotency_key: str | None = None) -> int:
    """Sign the minutes: attendance, points, contributions and figures are frozen and archived with their SHA-256.

    Raises NotVisible, NotYours (403), Stale, and Refused for a meeting still to come, attendance not ticked, empty
    minutes, a contribution without the comment its kind asks for, a closed month.
    """
    meeting = unsigned(actor, meeting_id)
    check_version(meeting, version, {})
    return signed(actor, meeting).pk


def signed(actor: Actor, meeting: Meeting) -> Meeting:
    """What signing does; the caller holds the row's lock."""
    _check_complete(meeting)
    start, end = period_of(meeting)
    figures = frozen_body(collect(actor, meeting.unit_id, start, end), start, end)
    now = clock.now()
    FrozenFigures.objects.create(meeting=meeting, body=figures, sha256=digest(figures), at=now)
    _archive(actor, meeting, 1, {**minutes_body(actor, meeting), "figures": digest(figures)})
    meeting.state, meeting.signed_at = MeetingState.SIGNED, now
    meeting.version += 1
    meeting.save(update_fields=["state", "signed_at", "minutes", "version"])
    on_time = None if meeting.due_on is None else meeting.day <= meeting.due_on
    publish(
        MeetingHeld(meeting.pk, meeting.kind.code, meeting.unit_id, meeting.leader_id, meeting.day, on_time)
    )
    return meeting


def _check_complete(meeting: Meeting) -> None:
    if meeting.day > clock.today():
        raise Refused(MeetingRefusal.NOT_YET)
    presences = list(Attendance.objects.filter(meeting=meeting).values_list("presence", flat=True))
    if Presence.CALLED in presences:
        raise Refused(MeetingRefusal.ATTENDANCE_MISSING)
    if not any(one in CAME for one in presences):
        raise Refused(MeetingRefusal.NOBODY_CAME)
    if not Point.objects.filter(meeting=meeting).exclude(text="").exists():
        raise Refused(MeetingRefusal.NOTHING_SAID)
    if card_of(meeting.kind).rules.comments:
        _check_commented(meeting)


def _check_commented(meeting: Meeting) -> None:
    waiting = Contribution.objects.filter(meeting=meeting, comment="").exclude(staff_id=meeting.leader_id)
    if (row := waiting.order_by("id").first()) is not None:
        raise Refused(MeetingRefusal.COMMENT_MISSING, name=staff_names([row.staff_id]).get(row.staff_id, ""))


def minutes_body(actor: Actor, meeting: Meeting) -> dict[str, Any]:
    """The minutes as a JSON value. Contributions are in it by their hash: they have walls of their own."""
    people = list(Attendance.objects.filter(meeting=meeting).order_by("id"))
    names = staff_names([*(row.staff_id for row in people), meeting.leader_id])
    own = AgreedAction.objects.filter(meeting=meeting).order_by("id")
    said = Point.objects.filter(meeting=meeting).order_by("seq")
    return {
        "meeting": meeting.pk, "kind": meeting.kind.code, "unit": meeting.unit.code, "day": str(meeting.day),
        "at": str(meeting.at or ""), "place": meeting.place, "topic": meeting.topic, "minutes": meeting.minutes,
        "leader": names.get(meeting.leader_id, ""), "guests": meeting.guests,
        "attendance": [
            {"staff": row.staff_id, "name": names.get(row.staff_id, ""), "presence": row.presence,
             "reason": row.reason, "stands_for": row.stands_for_id}
            for row in people
        ],
        "points": list(said.values("seq", "title", "title_en", "text")),
        "decisions": lines(meeting.decisions),
        "contributions": [
            {"id": row.pk, "sha256": digest(contribution_body(row))}
            for row in Contribution.objects.filter(meeting=meeting).order_by("id")
        ],
        "carried": [{"id": row.id, "text": row.text, "due_on": str(row.due_on)} for row in carried(actor, meeting)],
        "agreed": [
            {"id": row.pk, "text": row.text, "owner": row.owner_id, "due_on": str(row.due_on)} for row in own
        ],
    }  # fmt: skip


def contribution_body(row: Contribution) -> list[Any]:
    return [row.staff_id, row.kind, row.share, row.customer_id, row.text, row.comment]


@action(
    "meetings.add_supplement", label=_("Add a supplement to minutes"), permission=RUN, subject="meeting",
    private=("text",),
)  # fmt: skip
def add_supplement(
    *, actor: Actor, meeting_id: int, text: str, reason: str, idempotency_key: str | None = None
) -> int:
    """Add to signed minutes, marked with the day and the reason; what was signed stays as it was.

    Raises NotVisible, NotYours (403), Refused for minutes that are not signed.
    """
    meeting = access.get_changeable(actor, meeting_id)
    if meeting.state != MeetingState.SIGNED:
        raise Refused(MeetingRefusal.NOT_SIGNED)
    last = access.archives(meeting).last()
    assert last is not None  # signing archived them
    _archive(actor, meeting, last.seq + 1, {"text": text, "reason": reason, "previous": last.sha256})
    return meeting.pk


def _archive(actor: Actor, meeting: Meeting, seq: int, body: dict[str, Any]) -> None:
    Archive.objects.create(
        meeting=meeting, seq=seq, body=body, sha256=digest(body), by_id=access.author(actor), at=clock.now()
    )
