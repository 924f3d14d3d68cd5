"""Who may ask what of plans."""

from typing import Any

from kejing.domain.plans import actions
from kejing.domain.plans.tests.factories import (
    A1,
    MARKET_A,
    YES,
    approved,
    drafted,
    handed_in,
    items_of,
    version_of,
    working,
)
from tests.access.row import CHANGERS, LEADERS, MANAGERS_A, WATCHERS, Row, form, others, page, sent
from tests.cast import TODAY, Cast

VIEWERS = f"{LEADERS} {WATCHERS}"
OF_A1 = f"{A1} {MANAGERS_A} {WATCHERS}"
"""Who sees the plans of the first account manager."""
NOT_HERS = f"{MANAGERS_A} {WATCHERS}"
ADDED = {"text": "x", "point": "customer"}
OUTCOME = {"state": "done", "done_on": "1998-01-15", "version": 0}
DECISION = {"verdict": "approved", "comment": "", "version": 2}
CHECKED = {f"check_{code}": "yes" for code in YES}
NO_WRITER = others(CHANGERS)
NO_LEADER = others(LEADERS)
ROWS: list[Row] = [
    page("plans:my_plans", CHANGERS, NO_WRITER),
    *form("plans:draft_plan", {"kind": "week", "day": "1998-02-02"}, CHANGERS, NO_WRITER),
    page("plans:approval_queue", LEADERS, NO_LEADER),
    page("plans:unit_plans", VIEWERS, others(VIEWERS)),
    page("plans:binder_list", VIEWERS, others(VIEWERS)),
    sent("plans:bind_plans", {"month": "1998-01"}, LEADERS, NO_LEADER),
    page("plans:binder_page", f"{MANAGERS_A} {WATCHERS}", binder_id="binder"),
    page("plans:binder_file", f"{MANAGERS_A} {WATCHERS}", binder_id="binder"),
    page("plans:plan_page", OF_A1, plan_id="plan_approved"),
    page("plans:plan_file", OF_A1, plan_id="plan_approved"),
    page("plans:explain_plan", OF_A1, plan_id="plan_approved", figure="carried"),
    *form("plans:add_item", ADDED, A1, f"{NOT_HERS} {NO_WRITER}", plan_id="plan_draft"),
    *form("plans:change_item", ADDED | {"version": 1}, A1, f"{NOT_HERS} {NO_WRITER}", item_id="item_draft"),
    sent("plans:remove_item", {"version": 1}, A1, f"{NOT_HERS} {NO_WRITER}", item_id="item_draft"),
    sent("plans:refresh_draft", {"version": 1}, A1, f"{NOT_HERS} {NO_WRITER}", plan_id="plan_draft"),
    sent("plans:submit_plan", {"version": 1}, A1, f"{NOT_HERS} {NO_WRITER}", plan_id="plan_draft"),
    *form("plans:amend_plan", {"reason": "x"}, A1, f"{NOT_HERS} {NO_WRITER}", plan_id="plan_approved"),
    *form("plans:record_outcome", OUTCOME, A1, f"{NOT_HERS} {NO_WRITER}", item_id="item_approved"),
    *form("plans:decide_plan", DECISION | CHECKED, MANAGERS_A, NO_LEADER, plan_id="plan_waiting"),
    page("api:my_plans", CHANGERS, NO_WRITER),
    sent("api:draft_plan", {"kind": "week", "day": "1998-02-02"}, CHANGERS, NO_WRITER),
    page("api:approval_queue", LEADERS, NO_LEADER),
    page("api:unit_plans", VIEWERS, others(VIEWERS)),
    sent("api:bind_plans", {"month": "1998-01-01"}, LEADERS, NO_LEADER),
    page("api:plan_page", OF_A1, plan_id="plan_approved"),
    sent("api:add_item", ADDED, A1, f"{NOT_HERS} {NO_WRITER}", plan_id="plan_draft"),
    sent("api:change_item", ADDED | {"version": 1}, A1, f"{NOT_HERS} {NO_WRITER}", item_id="item_draft"),
    sent("api:remove_item", {"version": 1}, A1, f"{NOT_HERS} {NO_WRITER}", item_id="item_draft"),
    sent("api:refresh_draft", {"version": 1}, A1, f"{NOT_HERS} {NO_WRITER}", plan_id="plan_draft"),
    sent("api:submit_plan", {"version": 1}, A1, f"{NOT_HERS} {NO_WRITER}", plan_id="plan_draft"),
    sent("api:amend_plan", {"reason": "x"}, A1, f"{NOT_HERS} {NO_WRITER}", plan_id="plan_approved"),
    sent("api:record_outcome", OUTCOME, A1, f"{NOT_HERS} {NO_WRITER}", item_id="item_approved"),
    sent("api:decide_plan", DECISION | {"answers": YES}, MANAGERS_A, NO_LEADER, plan_id="plan_waiting"),
    page("ui:panel", OF_A1, slot="plan.main", name="visits", object_id="plan_approved"),
]


def objects(cast: Cast) -> dict[str, Any]:
    done, waiting = approved(cast, day=TODAY), handed_in(cast)
    draft = drafted(cast, kind="month", day=TODAY)
    with working(cast, MARKET_A) as actor:
        binder = actions.bind_plans(actor=actor, month=TODAY)
    assert version_of(waiting) == DECISION["version"]
    return {
        "plan_approved": done,
        "plan_waiting": waiting,
        "plan_draft": draft,
        "item_approved": items_of(done)[0].pk,
        "item_draft": items_of(draft)[0].pk,
        "binder": binder,
    }
