"""Who may ask what of checks."""

from datetime import date, timedelta
from typing import Any

from kejing.domain.checks.actions.inspections import score_inspection
from kejing.domain.checks.actions.questions import answer_question
from kejing.domain.checks.models import Question, SpotCheck
from kejing.domain.checks.queries.policy import policy
from kejing.domain.checks.rules.spot import week_of
from kejing.domain.checks.tests.factories import coached, inspected
from kejing.domain.visits.tests.factories import working
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from tests.access.row import (
    A1,
    FIGURES,
    HEADS,
    LEADERS,
    MANAGERS_A,
    MARKET,
    TEAM,
    WATCHERS,
    Row,
    form,
    others,
    page,
    sent,
)
from tests.cast import TODAY, Cast

READS_A1 = f"{A1} {MANAGERS_A} {WATCHERS} {FIGURES}"
KNOWS_A1 = f"{A1} {MANAGERS_A} {WATCHERS}"
ABOVE_A1 = f"{MANAGERS_A} {WATCHERS}"
INSPECTORS = f"{HEADS} compliance"
CHECKERS = f"{INSPECTORS} {MARKET}"
CALLED = {"result": "reached", "whereabouts": "office"}
PERIOD = {"kind": "surprise", "start": "1998-01-01", "last_day": "1998-01-15"}
PERIOD_JSON = {"staff_id": "staff_a1", "kind": "surprise", "start": "1998-01-01", "end": "1998-01-16"}
POINTS = {"complete": 5, "true_detail": 6, "followed": 7}
SCORES = {f"points_{code}": n for code, n in POINTS.items()}
TALK = {"reason": "r", "agreed": "a", "check_on": "1998-02-02"}
CLOSING = {"result": "explained", "reason": "r"}
CALLS_A1, SEES_OPEN = "market_manager_a", f"branch_head_a {WATCHERS}"
ROWS: list[Row] = [
    # Hours and shares of time
    page("visits:time_board", TEAM, others(TEAM)),
    page("visits:development", TEAM, others(TEAM)),
    page("visits:time_use", READS_A1, others(TEAM, A1), staff_id="staff_a1"),
    page("visits:explain_time", READS_A1, others(TEAM, A1), staff_id="staff_a1"),
    # Spot checks: one that waits is there for whoever may call, and for nobody else
    page("checks:spot_list", CHECKERS, others(CHECKERS)),
    *form("checks:spot_page", CALLED, CALLS_A1, spot_check_id="spot_waiting"),
    page("checks:spot_page", KNOWS_A1, spot_check_id="spot_done"),
    page("checks:explain_spots", f"{MANAGERS_A} compliance", others(CHECKERS), unit_id="unit_a"),
    page("checks:my_checks", others("outsider")),
    page("api:spot_list", CHECKERS, others(CHECKERS)),
    sent("api:record_spot_check", CALLED, CALLS_A1, others(MARKET), spot_check_id="spot_waiting"),
    # Inspections: a surprise is the person's to see once it is done
    page("checks:inspection_list", INSPECTORS, others(INSPECTORS)),
    *form("checks:plan_inspection", PERIOD, "branch_head_a compliance", others(INSPECTORS), staff_id="staff_a1"),
    page("checks:inspection_page", SEES_OPEN, inspection_id="inspection_open"),
    sent("checks:inspection_page", {**SCORES, "version": 1}, "branch_head_a", WATCHERS, inspection_id="inspection_open"),
    page("checks:inspection_page", f"{A1} {SEES_OPEN}", inspection_id="inspection_done"),
    sent("checks:open_inspection", {}, "branch_head_a", others(HEADS), inspection_id="inspection_planned"),
    page("checks:reply_inspection", f"{A1} {SEES_OPEN}", inspection_id="inspection_done"),
    sent("checks:reply_inspection", {"reply": "r"}, A1, SEES_OPEN, inspection_id="inspection_done"),
    page("api:inspection_page", SEES_OPEN, inspection_id="inspection_open"),
    sent("api:plan_inspection", PERIOD_JSON, "branch_head_a compliance", others(INSPECTORS)),
    sent("api:open_inspection", {}, "branch_head_a", others(HEADS), inspection_id="inspection_planned"),
    sent("api:score_inspection", {"points": POINTS, "version": 1}, "branch_head_a", others(HEADS),
         inspection_id="inspection_open"),
    sent("api:reply_inspection", {"reply": "r"}, A1, SEES_OPEN, inspection_id="inspection_done"),
    # Coaching
    page("checks:coaching_list", LEADERS, others(LEADERS)),
    *form("checks:record_coaching", TALK, MANAGERS_A, others(LEADERS), staff_id="staff_a1"),
    page("checks:coaching_page", KNOWS_A1, coaching_id="coaching"),
    sent("checks:coaching_page", {"answer": "a"}, A1, ABOVE_A1, coaching_id="coaching"),
    page("checks:follow_coaching", KNOWS_A1, coaching_id="coaching"),
    sent("checks:follow_coaching", {"result": "reached"}, "market_manager_a", f"{A1} branch_head_a {WATCHERS}",
         coaching_id="coaching"),
    page("api:coaching_page", KNOWS_A1, coaching_id="coaching"),
    sent("api:record_coaching", {**TALK, "staff_id": "staff_a1"}, MANAGERS_A, others(LEADERS)),
    sent("api:answer_coaching", {"answer": "a"}, A1, ABOVE_A1, coaching_id="coaching"),
    sent("api:follow_coaching", {"result": "reached"}, "market_manager_a", others(MARKET, "branch_head_b"),
         coaching_id="coaching"),
    # Questions: the person and those above her see the same
    page("checks:question_list", LEADERS, others(LEADERS)),
    page("checks:question_page", KNOWS_A1, question_id="question_open"),
    sent("checks:question_page", {"answer": "a"}, A1, ABOVE_A1, question_id="question_open"),
    page("checks:close_question", KNOWS_A1, question_id="question_answered"),
    sent("checks:close_question", CLOSING, MANAGERS_A, f"{A1} {WATCHERS}", question_id="question_answered"),
    page("api:question_page", KNOWS_A1, question_id="question_open"),
    sent("api:answer_entry_question", {"answer": "a"}, A1, ABOVE_A1, question_id="question_open"),
    sent("api:close_question", CLOSING, MANAGERS_A, others(LEADERS), question_id="question_answered"),
    # Unread logs, seen upward
    page("checks:unread_logs", TEAM, others(TEAM)),
]  # fmt: skip


def objects(cast: Cast) -> dict[str, Any]:
    """Spot checks, inspections, a talk and questions about the first account manager of branch a."""
    planned, done = inspected(cast, kind="planned"), inspected(cast)
    with working(cast, "branch_head_a") as actor:
        score_inspection(actor=actor, inspection_id=done, points=POINTS, comment="c", version=1)
    questions = [_question(cast, key) for key in ("open", "answered")]
    with working(cast, A1) as actor:
        answer_question(actor=actor, question_id=questions[1], answer="a")
    return {
        "spot_waiting": _spot(cast),
        "spot_done": _spot(cast, result="reached", checker_id=cast["market_manager_a"].staff_id, done_at=clock.now()),
        "inspection_open": inspected(cast),
        "inspection_planned": planned,
        "inspection_done": done,
        "coaching": coached(cast),
        "question_open": questions[0],
        "question_answered": questions[1],
    }  # fmt: skip


def _of_a1(cast: Cast) -> dict[str, Any]:
    person = cast[A1]
    return {
        "staff_id": person.staff_id,
        "holder_id": person.holder_id,
        "unit_id": person.unit_id,
        "policy": policy().number,
    }


def _spot(cast: Cast, **said: Any) -> int:
    """Waiting from now for as long as the matrix runs."""
    with as_system("spot checks"):
        return SpotCheck.objects.create(
            **_of_a1(cast), week=week_of(TODAY), drawn_at=clock.now(), due_at=clock.now() + timedelta(hours=20),
            kind="quota", candidates=2, **said,
        ).pk  # fmt: skip


def _question(cast: Cast, key: str) -> int:
    with as_system("questions"):
        return Question.objects.create(
            **_of_a1(cast),
            pattern="overlap",
            key=key,
            facts=[],
            raised_on=TODAY,
            answer_due=date(1998, 1, 20),
        ).pk
