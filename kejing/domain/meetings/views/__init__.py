"""HTTP ↔ one query and one action each."""

from kejing.domain.meetings.views.agreed import action_list, agree_action, settle_action
from kejing.domain.meetings.views.contributions import add_contribution, comment_contribution
from kejing.domain.meetings.views.meetings import (
    call_meeting,
    cancel_meeting,
    due_meetings_panel,
    explain_due,
    figures_page,
    hold_short,
    meeting_list,
    meeting_page,
    my_meetings_panel,
    print_minutes,
)
from kejing.domain.meetings.views.minutes import add_supplement, sign_off, take_attendance, write_minutes

__all__ = [
    "action_list",
    "add_contribution",
    "add_supplement",
    "agree_action",
    "call_meeting",
    "cancel_meeting",
    "comment_contribution",
    "due_meetings_panel",
    "explain_due",
    "figures_page",
    "hold_short",
    "meeting_list",
    "meeting_page",
    "my_meetings_panel",
    "print_minutes",
    "settle_action",
    "sign_off",
    "take_attendance",
    "write_minutes",
]
