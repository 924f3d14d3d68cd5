"""The list to tick: everybody present but those who are known to be away."""

from kejing.domain.meetings import access
from kejing.domain.meetings.queries.calling import Called, drawn
from kejing.domain.meetings.queries.meetings import MeetingPage, writing
from kejing.domain.meetings.vocabulary import Presence
from kejing.foundation.kernel.actor import Actor


def ticking(*, actor: Actor, meeting_id: int) -> tuple[MeetingPage, tuple[Called, ...]]:
    """Those called, as they were ticked last or as the team's covers and absences suggest. Raises as `writing`."""
    found = writing(actor=actor, meeting_id=meeting_id)
    meeting = access.get_visible(actor, meeting_id)
    known = {one.staff_id: one for one in drawn(actor, found.kind, meeting.unit_id, meeting.day)}
    return found, tuple(
        Called(one.staff_id, one.name, one.presence, one.reason)
        if one.presence is not Presence.CALLED
        else known.get(one.staff_id, Called(one.staff_id, one.name))
        for one in found.attendees
    )
