"""The door of `meetings`."""

from kejing.domain.meetings.actions import (
    add_contribution,
    add_supplement,
    agree_action,
    call_meeting,
    comment_contribution,
    hold_short,
    settle_action,
    sign_off,
    take_attendance,
    write_minutes,
)
from kejing.domain.meetings.events import ActionAgreed, ActionSettled, MeetingHeld
from kejing.domain.meetings.queries import (
    MeetingLine,
    PackFigure,
    PackRow,
    PackSection,
    due_meetings,
    meeting_list,
    meeting_page,
    meetings_of_day,
    work_figures,
)
from kejing.domain.meetings.vocabulary import ABSENT, FIGURES

__all__ = [
    "ABSENT",
    "FIGURES",
    "ActionAgreed",
    "ActionSettled",
    "MeetingHeld",
    "MeetingLine",
    "PackFigure",
    "PackRow",
    "PackSection",
    "add_contribution",
    "add_supplement",
    "agree_action",
    "call_meeting",
    "comment_contribution",
    "due_meetings",
    "hold_short",
    "meeting_list",
    "meeting_page",
    "meetings_of_day",
    "settle_action",
    "sign_off",
    "take_attendance",
    "work_figures",
    "write_minutes",
]
