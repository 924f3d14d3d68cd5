"""Who may ask what of visits."""

from typing import Any

from kejing.domain.visits.tests.factories import found, held, photographed, planned
from tests.access.row import (
    A1,
    A2,
    B1,
    EVERYBODY,
    LEADERS,
    SEES_C0001,
    TEAM,
    WRITERS,
    Row,
    form,
    others,
    page,
    sent,
)
from tests.cast import Cast

FINDING = {"kind": "service_gap", "severity": "slight", "text": "T", "route": "rectify"}
CHECKED = {"solved": "no", "note": "N", "version": 1}
ANSWERED = {"answer": "A", "version": 1}
ACTS_FOR_C0001 = f"{A1} market_manager_a"
LEADS = "market_manager_a branch_head_a"
NO_RECORD = others(WRITERS)
NOT_HERS = others(A1, A2, B1, "market_manager_b")

JUDGED = f"{A1} market_manager_a branch_head_a compliance auditor hr"
INTERNAL = {"department": "D", "happened_at": "1998-01-15T09:00", "channel": "call", "topic": "T"}
API_FOUND = {**FINDING, "text": "T"}

ROWS: list[Row] = [
    sent("api:check_in", {"version": 1}, ACTS_FOR_C0001, NO_RECORD, visit_id="plan_in_a1"),
    sent("api:drop_in", {"customer_id": "C0001"}, ACTS_FOR_C0001, NO_RECORD),
    sent("api:check_out", {}, A1, NOT_HERS, visit_id="plan_in_a1", works=False),
    sent("api:add_photo", {}, EVERYBODY, works=False),
    sent("api:add_finding", API_FOUND, A1, NOT_HERS, visit_id="visit_a1"),
    sent(
        "api:check_finding",
        {"solved": True, "note": "N", "version": 1},
        ACTS_FOR_C0001,
        NO_RECORD,
        finding_id="finding_a1",
    ),
    sent("visits:check_in", {"version": 1}, ACTS_FOR_C0001, NO_RECORD, visit_id="plan_in_a1"),
    sent("visits:check_out", {}, A1, NOT_HERS, visit_id="plan_in_a1", works=False),
    sent("visits:drop_in", {}, ACTS_FOR_C0001, NO_RECORD, customer_id="C0001"),
    *form(
        "visits:note_etiquette", {"text": "T", "version": 0}, ACTS_FOR_C0001, NO_RECORD, customer_id="C0001"
    ),
    *form("visits:add_photo", {}, A1, NOT_HERS, visit_id="visit_a1", works=False),
    page("visits:show_photo", SEES_C0001, photo_id="photo_a1"),
    *form("visits:add_finding", FINDING, A1, NOT_HERS, visit_id="visit_a1"),
    page("visits:route_of_day", WRITERS, others(WRITERS)),
    sent("visits:move_in_route", {"up": "0"}, A1, NOT_HERS, visit_id="plan_in_a1"),
    page("visits:field_board", TEAM, others(TEAM)),
    page("visits:field_page", JUDGED, others(TEAM, A1), staff_id="staff_a1"),
    page("visits:explain_field", JUDGED, others(TEAM, A1), staff_id="staff_a1", figure="order"),
    page("visits:evidence_sheet", SEES_C0001, customer_id="C0001"),
    page("visits:internal_list", EVERYBODY),
    *form("visits:log_internal", INTERNAL, WRITERS, NO_RECORD),
    *form(
        "visits:prepare_first_contact",
        {"contact_id": 1, "preparation": "P", "version": 1},
        A1,
        NOT_HERS,
        visit_id="plan_in_a1",
        works=False,
    ),
    page("ui:panel", SEES_C0001, slot="customer.side", name="findings", object_id="C0001"),
    page("ui:panel", SEES_C0001, slot="visit.side", name="first_contact", object_id="plan_in_a1"),
    page("visits:finding_list", EVERYBODY),
    page("visits:finding_page", SEES_C0001, finding_id="finding_a1"),
    *form("visits:check_finding", CHECKED, ACTS_FOR_C0001, NO_RECORD, finding_id="finding_a1"),
    *form(
        "visits:escalate_finding",
        {"note": "N", "version": 1},
        ACTS_FOR_C0001,
        NO_RECORD,
        finding_id="finding_a1",
    ),
    *form("visits:answer_finding", ANSWERED, LEADS, others(LEADERS, "hr"), finding_id="asked_a1"),
]


def objects(cast: Cast) -> dict[str, Any]:
    visit = held(cast, "manager_a1", "C0001", hour=8)
    return {
        "plan_in_a1": planned(cast, "manager_a1", "C0001"),
        "photo_a1": photographed(cast, "manager_a1", visit),
        "finding_a1": found(cast, "manager_a1", visit),
        "asked_a1": found(cast, "manager_a1", visit, route="escalate"),
    }
