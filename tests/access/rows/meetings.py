"""Who may ask what of meetings."""

from datetime import date
from typing import Any

from kejing.domain.meetings.models import Kind
from kejing.domain.meetings.tests.factories import BEGAN, agreed, brought, called, signed, staff_of, written
from kejing.foundation.kernel.context import as_system
from tests.access.row import (
    A1,
    A2,
    B1,
    EVERYBODY,
    LEADERS,
    MANAGERS_A,
    MARKET,
    WATCHERS,
    Row,
    form,
    others,
    page,
    sent,
)
from tests.cast import TODAY, Cast

ATTENDS = f"{A1} {A2} {B1} {LEADERS} {WATCHERS} hr administrator"
SEES_A = f"{A1} {A2} {MANAGERS_A} {WATCHERS}"
LED_NOT = f"{A1} {A2} {WATCHERS}"
"""They see the meeting and do not write it."""
TICK = {"presence_S": "present"}
CALL = {"kind": "special", "day": "1998-01-16"}
ADVICE = {"kind": "insight", "text": "T", "share": "all"}
AGREED = {"text": "T", "owner_id": "staff_a1", "due_on": "TODAY"}
MINUTES = {"version": 1, "text_1": "T"}
SHORT = {"text_1": "T"}
SETTLED = {"state": "done", "version": 1}

ROWS: list[Row] = [
    page("meetings:meeting_list", ATTENDS, others(ATTENDS)),
    page("meetings:action_list", ATTENDS, others(ATTENDS), query="show=all"),
    *form("meetings:call_meeting", CALL, LEADERS, others(LEADERS)),
    Row("meetings:hold_short", "GET", {"kind": "daily"}, ok=MARKET, no=others(MARKET)),
    Row("meetings:hold_short", "POST", {"kind": "daily"}, SHORT, ok=MARKET, no=others(MARKET), works=False),
    page("meetings:explain_due", f"{MANAGERS_A} {WATCHERS}", kind="weekly", unit_id="unit_a", start=date(1998, 1, 12)),
    page("meetings:meeting_page", SEES_A, meeting_id="meeting_a"),
    page("meetings:print_minutes", SEES_A, meeting_id="meeting_a"),
    page("meetings:figures_page", f"{MANAGERS_A} {WATCHERS}", f"{A1} {A2}", meeting_id="meeting_a"),
    *form("meetings:take_attendance", TICK, MANAGERS_A, LED_NOT, works=False, meeting_id="meeting_a"),
    *form("meetings:write_minutes", MINUTES, MANAGERS_A, LED_NOT, meeting_id="meeting_a"),
    *form("meetings:cancel_meeting", {"reason": "R", "version": 1}, MANAGERS_A, LED_NOT, meeting_id="meeting_a"),
    *form("meetings:agree_action", AGREED, MANAGERS_A, LED_NOT, meeting_id="meeting_a"),
    *form("meetings:add_contribution", ADVICE, f"{A1} {A2} market_manager_a", f"branch_head_a {WATCHERS}", meeting_id="meeting_a"),
    *form("meetings:comment_contribution", {"comment": "C", "version": 1}, MANAGERS_A, f"{A1} {A2} {WATCHERS}", contribution_id="contribution_a"),
    *form("meetings:sign_off", {"version": 2}, MANAGERS_A, LED_NOT, meeting_id="meeting_written"),
    *form("meetings:add_supplement", {"text": "T", "reason": "R"}, MANAGERS_A, LED_NOT, meeting_id="meeting_signed"),
    *form("meetings:settle_action", SETTLED, f"{A1} {MANAGERS_A}", f"{A2} {WATCHERS}", agreed_action_id="action_a1"),
    page("ui:panel", EVERYBODY, slot="my_day.main", name="meetings", object_id=0),
    # The API
    page("api:meeting_list", ATTENDS, others(ATTENDS)),
    page("api:action_list", ATTENDS, others(ATTENDS)),
    page("api:meeting_page", SEES_A, meeting_id="meeting_a"),
    sent("api:call_meeting", CALL, LEADERS, others(LEADERS)),
    sent("api:hold_short", {"kind": "daily", "attendance": [], "texts": ["T"]}, MARKET, others(MARKET), works=False),
    sent("api:take_attendance", {"attendance": []}, MANAGERS_A, others(LEADERS), meeting_id="meeting_a"),
    sent("api:write_minutes", {"version": 1, "texts": {"1": "T"}}, MANAGERS_A, others(LEADERS), meeting_id="meeting_a"),
    sent("api:add_contribution", ADVICE, f"{A1} {A2} market_manager_a", f"branch_head_a {WATCHERS} outsider", meeting_id="meeting_a"),
    sent("api:agree_action", AGREED, MANAGERS_A, others(LEADERS), meeting_id="meeting_a"),
    sent("api:sign_off", {"version": 2}, MANAGERS_A, others(LEADERS), meeting_id="meeting_written"),
    sent("api:settle_action", SETTLED, f"{A1} {MANAGERS_A}", f"{A2} {WATCHERS} outsider", agreed_action_id="action_a1"),
]  # fmt: skip


def objects(cast: Cast) -> dict[str, Any]:
    """A meeting with a contribution and an action, one ready to be signed, one signed; called, held by branch a."""
    with as_system("meetings"):
        Kind.objects.update(since=BEGAN)
    meeting = called(cast, "exchange")
    ready = called(cast, "weekly")
    written(cast, ready)
    done = called(cast, "training")
    written(cast, done)
    signed(cast, done)
    return {
        "meeting_a": meeting,
        "contribution_a": brought(cast, meeting),
        "action_a1": agreed(cast, meeting, due_on=TODAY),
        "meeting_written": ready,
        "meeting_signed": done,
        "member_of_meeting": staff_of(cast, "manager_a1"),
    }
