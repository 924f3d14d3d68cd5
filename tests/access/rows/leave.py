"""Who may ask what of leave."""

from datetime import timedelta
from typing import Any

from kejing.domain.org.public import ask_absence
from tests.access.row import A1, MANAGERS_A, Row, form, others, page, sent
from tests.cast import TODAY, Cast

IN_POST = others("outsider")
DECIDERS = "market_manager_a branch_head_a market_manager_b branch_head_b hr"
OVER_A1 = f"{MANAGERS_A} hr"
ASK = {"kind": "annual", "first": "1998-02-02", "last": "1998-02-03"}
ENTER = {**ASK, "person_id": "holder_a2"}
DECIDE = {"approve": "no", "version": 1}
END = {"back_on": "1998-01-28", "version": 1}
ROWS: list[Row] = [
    page("org:absence_list", IN_POST, "outsider"),
    page("org:absence_calendar", IN_POST, "outsider"),
    page("org:absence_queue", DECIDERS, others(DECIDERS)),
    *form("org:ask_absence", ASK, IN_POST, "outsider"),
    *form("org:enter_absence", ENTER, DECIDERS, others(DECIDERS), works=False),
    page("org:absence_page", f"{A1} {OVER_A1}", absence_id="absence_a1"),
    *form("org:decide_absence", DECIDE, OVER_A1, A1, absence_id="absence_a1"),
    sent("org:cancel_absence", {}, f"{A1} {OVER_A1}", "outsider", absence_id="absence_a1"),
    *form("org:end_absence", END, f"{A1} {OVER_A1}", works=False, absence_id="absence_a1"),
    page("api:list_absences", IN_POST, "outsider"),
    page("api:list_waiting_absences", DECIDERS, others(DECIDERS)),
    page("api:read_absence", f"{A1} {OVER_A1}", absence_id="absence_a1"),
    sent("api:ask_absence", ASK, IN_POST, "outsider"),
    sent("api:enter_absence", ENTER, DECIDERS, others(DECIDERS), works=False),
    sent("api:decide_absence", {"approve": False, "version": 1}, OVER_A1, others(DECIDERS), absence_id="absence_a1"),
    sent("api:cancel_absence", {}, f"{A1} {OVER_A1}", "outsider", absence_id="absence_a1"),
    sent("api:end_absence", END, f"{A1} {OVER_A1}", "outsider", works=False, absence_id="absence_a1"),
]  # fmt: skip


def objects(cast: Cast) -> dict[str, Any]:
    """A request of the first account manager's that waits."""
    first = TODAY + timedelta(days=10)
    with cast["manager_a1"].acting() as actor:
        asked = ask_absence(
            actor=actor, kind="annual", first=first, last=first + timedelta(days=4), reason="matrix"
        )
    return {"absence_a1": asked}
