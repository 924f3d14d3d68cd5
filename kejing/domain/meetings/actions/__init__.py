"""Every change this module makes."""

from kejing.domain.meetings.actions.agreed import agree_action, settle_action
from kejing.domain.meetings.actions.contributions import add_contribution, comment_contribution
from kejing.domain.meetings.actions.meetings import call_meeting, cancel_meeting, hold_short
from kejing.domain.meetings.actions.minutes import take_attendance, write_minutes
from kejing.domain.meetings.actions.signing import add_supplement, sign_off

__all__ = [
    "add_contribution",
    "add_supplement",
    "agree_action",
    "call_meeting",
    "cancel_meeting",
    "comment_contribution",
    "hold_short",
    "settle_action",
    "sign_off",
    "take_attendance",
    "write_minutes",
]
