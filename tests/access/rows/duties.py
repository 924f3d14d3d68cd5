"""Who may ask what of duties."""

from typing import Any

from kejing.domain.duties.tests.factories import seeded
from tests.access.row import A1, A2, B1, LEADERS, MANAGERS_A, TEAM, WATCHERS, Row, form, others, page, sent
from tests.cast import Cast

OWE = f"{A1} {A2} {B1} {LEADERS} compliance hr"
"""Who has duties."""
ADMIN = "administrator"
NOTE = {"note": "done", "reference": "R1"}
REASON = {"reason": "at the hospital"}
FROM = {"from_day": "TODAY"}
SAID = {
    "label_zh": "核对", "label_en": "Check", "role": "account_manager", "every": "month", "due_from": "end",
    "lead_months": 0, "workdays": 0, "due_time": "18:00", "opens_before": 0, "remind_days": 3, "evidence": "note",
    "least": 1,
}  # fmt: skip
SEES_ALL = f"{WATCHERS} hr"
SEES_A1 = f"{A1} {MANAGERS_A} {SEES_ALL}"
READERS = f"{OWE} {TEAM} {ADMIN}"

ROWS: list[Row] = [
    page("duties:my_duties", OWE, others(OWE)),
    page("duties:task_page", SEES_A1, task_id="duty_task_a1"),
    page("duties:explain_task", SEES_A1, task_id="duty_task_a1"),
    *form(
        "duties:settle_task", NOTE, A1, f"{MANAGERS_A} {others(LEADERS, A1, A2, B1)}", task_id="duty_task_a1"
    ),
    *form("duties:excuse_task", REASON, MANAGERS_A, others(LEADERS), task_id="duty_task_a1"),
    page("duties:team_duties", TEAM, others(TEAM)),
    page("duties:person_duties", f"{MANAGERS_A} {SEES_ALL}", others(TEAM), staff_id="staff_a1"),
    page("duties:explain_share", SEES_A1, f"{ADMIN} outsider", staff_id="staff_a1"),
    page("duties:coverage", TEAM, others(TEAM)),
    page("duties:duty_calendar", READERS, "outsider"),
    page("duties:duty_page", READERS, "outsider", duty_id="duty"),
    *form("duties:add_duty", {"code": "new", **SAID}, ADMIN, others(ADMIN)),
    *form("duties:draft_duty", SAID, ADMIN, others(ADMIN), duty_id="duty"),
    *form("duties:publish_duty", FROM, ADMIN, others(ADMIN), version_id="duty_draft"),
    *form("duties:end_duty", FROM, ADMIN, others(ADMIN), version_id="duty_version"),
    sent("duties:generate_duties", {}, ADMIN, others(ADMIN)),
    page("api:my_duties", OWE, others(OWE)),
    page("api:duty_task", SEES_A1, task_id="duty_task_a1"),
    sent("api:settle_task", NOTE, A1, f"{MANAGERS_A} {others(LEADERS, A1, A2, B1)}", task_id="duty_task_a1"),
    sent("api:excuse_task", REASON, MANAGERS_A, others(LEADERS), task_id="duty_task_a1"),
]


def objects(cast: Cast) -> dict[str, Any]:
    return seeded(cast)
