"""Everything this module reads for pages and for others."""

from kejing.domain.meetings.queries.agreed import action_list, action_page
from kejing.domain.meetings.queries.due import due_meetings, explain_due
from kejing.domain.meetings.queries.figures import PackFigure, PackRow, PackSection, figures_page
from kejing.domain.meetings.queries.kinds import kinds_led
from kejing.domain.meetings.queries.meetings import (
    contributing,
    contribution_page,
    meeting_list,
    meeting_page,
    writing,
)
from kejing.domain.meetings.queries.mine import MeetingLine, meetings_of_day, my_meetings
from kejing.domain.meetings.queries.short import short_page
from kejing.domain.meetings.queries.ticking import ticking
from kejing.domain.meetings.queries.work import work_figures

__all__ = [
    "MeetingLine",
    "PackFigure",
    "PackRow",
    "PackSection",
    "action_list",
    "action_page",
    "contributing",
    "contribution_page",
    "due_meetings",
    "explain_due",
    "figures_page",
    "kinds_led",
    "meeting_list",
    "meeting_page",
    "meetings_of_day",
    "my_meetings",
    "short_page",
    "ticking",
    "work_figures",
    "writing",
]
