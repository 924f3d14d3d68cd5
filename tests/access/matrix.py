"""Who may ask what: one line for each route, method and object. An undeclared route or method fails the suite.

`ok` are the identities that get an answer, `no` those that are told 403; all other signed-in ones are told
404. Nobody signed in: the door (pages) or 401 (API). `args` and `data` name objects of `world.py`. To add a
route, add a line.
"""

from dataclasses import dataclass, field
from typing import Any

A1, A2, B1 = "manager_a1", "manager_a2", "manager_b1"
MANAGERS_A, MANAGERS_B = "market_manager_a branch_head_a", "market_manager_b branch_head_b"
HEADS = "branch_head_a branch_head_b"
MARKET = "market_manager_a market_manager_b"
WATCHERS = "compliance auditor"
WRITERS = f"{A1} {A2} {B1} {MARKET}"
"""Who plans visits and writes logs."""
LEADERS = f"{MANAGERS_A} {MANAGERS_B}"
EVERYBODY = f"{A1} {A2} {B1} {LEADERS} {WATCHERS} administrator hr outsider"
TEAM = f"{LEADERS} {WATCHERS} hr"
SEES_C0001 = f"{A1} {MANAGERS_A} {WATCHERS}"
SEES_C0006 = f"{B1} {MANAGERS_B} {WATCHERS}"


def others(*named: str) -> str:
    """Everybody signed in but these."""
    return " ".join(sorted(set(EVERYBODY.split()) - set(" ".join(named).split())))


@dataclass(frozen=True)
class Row:
    """One request. `open`: anybody gets an answer. `works` False: the data are not good enough to succeed."""

    route: str
    method: str = "GET"
    args: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] | None = None
    ok: str = ""
    no: str = ""
    open: bool = False
    works: bool = True
    query: str = ""

    @property
    def api(self) -> bool:
        return self.route.startswith("api:")

    def __str__(self) -> str:
        return f"{self.route} {self.method} {' '.join(map(str, self.args.values()))}".strip()


def page(route: str, ok: str, no: str = "", query: str = "", **args: Any) -> Row:
    return Row(route, "GET", args, ok=ok, no=no, query=query)


def form(
    route: str,
    data: dict[str, Any],
    ok: str,
    no: str = "",
    *,
    opens: str = "",
    works: bool = True,
    **args: Any,
) -> tuple[Row, Row]:
    """A form: who may open it (default: who may send it), and who may send it."""
    posted = Row(route, "POST", args, data, ok=ok, no=no, works=works)
    return Row(route, "GET", args, ok=opens or ok, no=no), posted


def sent(route: str, data: dict[str, Any], ok: str, no: str = "", *, works: bool = True, **args: Any) -> Row:
    return Row(route, "POST", args, data, ok=ok, no=no, works=works)


def everybody(route: str, method: str = "GET", data: dict[str, Any] | None = None, **args: Any) -> Row:
    return Row(route, method, args, data, open=True, works=False)


GIVE = {"holder_id": "holder_a2", "reason": "relief"}
SAID = {"direction": "outbound", "channel": "visit", "goal": "renew", "reached": "yes", "result": "renewed"}
HAPPENED = {"happened_at": "1998-01-15T09:00"}
HAPPENED_ZONED = {"happened_at": "1998-01-15T09:00:00+08:00"}
PLAN = {"customer_id": "C0001", "day": "TODAY", "goal": "renew"}
MOVE = {"day": "1998-01-19", "goal": "renew", "version": 1}
PARTS = {"visits_part": "visits", "results_part": "results", "reflections_part": "reflections"}
REVIEW = {"mark": 4, "comment": "good", "version": 0}
PERSON = {"number": "S900", "name": "N", "username": "n", "unit": "A", "role": "account_manager"}
HOLDS_A1 = f"{A1} market_manager_a"
NOT_HERS = others(A1, A2, B1, "market_manager_b")
MONTH = {"month": "1997-12"}
OF_A1 = {**MONTH, "staff_id": "staff_a1"}
OF_B1 = {**MONTH, "staff_id": "staff_b1"}
LINE = {**OF_A1, "metric": "visits_held"}
JUDGED_A1 = f"{A1} {MANAGERS_A} {WATCHERS}"
JUDGED_B1 = f"{B1} {MANAGERS_B} {WATCHERS}"
HAS_RESULT = f"{A1} {A2} {B1}"
CLOSERS = f"{HEADS} administrator"

ROWS: list[Row] = [
    # The house
    everybody("healthz"), everybody("readyz"), everybody("ui:set_language", "GET"),
    everybody("ui:set_language", "POST", {"language": "en"}),
    everybody("identity:sign_in"), everybody("identity:sign_in", "POST", {"username": "x", "password": "x"}),
    everybody("identity:set_password", secret="x"), everybody("identity:set_password", "POST", {"password": "x"}, secret="x"),
    everybody("demo:cast"), everybody("demo:filling"), everybody("demo:sign_in_as", "POST", {}, key="manager_a1"),
    sent("identity:sign_out", {}, EVERYBODY),
    page("home", EVERYBODY), page("ui:more", EVERYBODY), page("search", EVERYBODY, query="q=C000"),
    page("first_steps", "administrator", others("administrator")),
    page("journal", "auditor", others("auditor")), page("journal_line", "auditor", others("auditor"), line_id="line"),
    sent("verify_trail", {}, "auditor", others("auditor")),
    page("ui:panel", SEES_C0001, slot="customer.top", name="balance", object_id="C0001"),
    page("ui:panel", SEES_C0001, slot="customer.main", name="visits", object_id="C0001"),
    page("ui:panel", "", slot="customer.main", name="no_such_panel", object_id="C0001"),
    # The organisation, imports
    page("org:organisation", "administrator", others("administrator")),
    *form("org:add_person", PERSON, "administrator", others("administrator")),
    page("interchange:import_list", "administrator", others("administrator")),
    page("interchange:import_page", "administrator", others("administrator"), import_run_id="import_run"),
    page("interchange:import_errors", "administrator", others("administrator"), import_run_id="import_run"),
    sent("interchange:run_tried", {}, "administrator", others("administrator"), works=False, import_run_id="import_run"),
    # imports: files mapped by a person, undoing, invitations
    *form("interchange:bring_files", {"what": "x"}, "administrator", others("administrator"), works=False),
    page("interchange:import_course", "administrator", others("administrator"), intake_id="intake"),
    *form("interchange:map_columns", {"c0": "number"}, "administrator", others("administrator"), works=False, intake_id="intake"),
    sent("interchange:read_again", {"skip": 0, "header_rows": 1}, "administrator", others("administrator"), intake_id="intake"),
    *form("interchange:undo_import", {"reason": "x"}, "administrator", others("administrator"), works=False, import_run_id="import_run"),
    page("interchange:rows_to_correct", "", others("administrator"), import_run_id="import_run"),
    *form("org:invitations", {}, "administrator", others("administrator")),
    # Customers
    page("customers:customer_list", EVERYBODY), page("customers:pick_customer", EVERYBODY, query="q=C000"),
    page("customers:customer_list", EVERYBODY, query="q=C000"),
    page("customers:customer_page", SEES_C0001, customer_id="C0001"),
    page("customers:customer_page", SEES_C0006, customer_id="C0006"),
    page("customers:customer_page", f"{MANAGERS_A} {WATCHERS}", customer_id="C0008"),
    page("customers:customer_page", "", customer_id=999_999),
    *form("customers:assign_customer", GIVE, MANAGERS_A, f"{A1} {WATCHERS}", customer_id="C0001"),
    # Visits
    page("visits:my_day", WRITERS, others(WRITERS)),
    page("visits:visit_list", EVERYBODY), page("visits:visit_list", SEES_C0006, query="customer=C0006"),
    page("visits:visit_page", SEES_C0001, visit_id="visit_a1"), page("visits:visit_page", SEES_C0006, visit_id="visit_b1"),
    *form("visits:plan_visit", PLAN, f"{A1} market_manager_a", others(WRITERS), opens=WRITERS),
    *form("visits:record_visit", {**SAID, **HAPPENED, "customer_id": "C0001"}, f"{A1} market_manager_a", others(WRITERS), opens=WRITERS),
    # Who has the customer may hold an open plan and becomes its author; only the author changes it otherwise.
    *form("visits:record_planned", {**SAID, **HAPPENED, "version": 1}, HOLDS_A1, others(WRITERS), visit_id="plan_a1"),
    *form("visits:reschedule_visit", MOVE, A1, NOT_HERS, opens=HOLDS_A1, visit_id="plan_a1"),
    *form("visits:cancel_visit", {"reason": "ill", "version": 1}, A1, NOT_HERS, opens=HOLDS_A1, visit_id="plan_a1"),
    *form("visits:correct_visit", {**SAID, "version": 1}, A1, NOT_HERS, opens=HOLDS_A1, visit_id="visit_a1"),
    # Logs
    page("visits:my_logs", WRITERS, others(WRITERS)),
    *form("visits:submit_log", PARTS, WRITERS, others(WRITERS), day="TODAY"),
    *form("visits:correct_log", {**PARTS, "reason": "ill"}, WRITERS, others(WRITERS), day="LONG_AGO"),
    page("visits:log_page", SEES_C0001, log_id="log_a1"), page("visits:log_page", SEES_C0006, log_id="log_b1"),
    sent("visits:log_page", REVIEW, MANAGERS_A, f"{A1} {WATCHERS}", log_id="log_a1"),
    page("visits:review_queue", LEADERS, others(LEADERS)), page("visits:explain_reviews", LEADERS, others(LEADERS)),
    # The team
    page("visits:team_board", TEAM, others(TEAM)),
    page("visits:person_page", f"{MANAGERS_A} {WATCHERS}", others(TEAM), staff_id="staff_a1"),
    page("visits:explain_rate", JUDGED_A1, others(TEAM, A1), staff_id="staff_a1", figure="outbound"),
    # Results and the close
    page("performance:my_result", others("administrator", "outsider"), "administrator outsider"),
    page("performance:my_result", others("administrator", "outsider"), "administrator outsider", **MONTH),
    page("performance:person_result", JUDGED_A1, **OF_A1), page("performance:person_result", JUDGED_B1, **OF_B1),
    page("performance:why_points", JUDGED_A1, **OF_A1), page("performance:why_points", JUDGED_B1, **OF_B1),
    page("performance:why_metric", JUDGED_A1, **LINE), page("performance:evidence", JUDGED_A1, **LINE),
    page("performance:team_ranking", TEAM, others(TEAM)), page("performance:team_ranking", TEAM, others(TEAM), **MONTH),
    *form("performance:close", {"month": "1997-11"}, CLOSERS, others(CLOSERS)),
    page("performance:close_progress", CLOSERS, others(CLOSERS), **MONTH),
    # The API: the same rights by token
    Row("api:openapi-json", open=True),
    Row("api:api-root", works=False, open=True),
    page("api:customer_list", EVERYBODY), page("api:customer_list", EVERYBODY, query="q=C000"),
    page("api:customer_page", SEES_C0001, customer_id="C0001"), page("api:customer_page", SEES_C0006, customer_id="C0006"),
    sent("api:assign_customer", GIVE, MANAGERS_A, others(LEADERS), customer_id="C0001"),
    page("api:visit_list", EVERYBODY), page("api:visit_page", SEES_C0001, visit_id="visit_a1"),
    sent("api:plan_visit", PLAN, f"{A1} market_manager_a", others(WRITERS)),
    sent("api:record_visit", {**SAID, **HAPPENED_ZONED, "customer_id": "C0001"}, f"{A1} market_manager_a", others(WRITERS)),
    sent("api:record_planned", {**SAID, **HAPPENED_ZONED, "version": 1}, HOLDS_A1, others(WRITERS), visit_id="plan_a1"),
    page("api:my_logs", WRITERS, others(WRITERS)), page("api:log_page", SEES_C0001, log_id="log_a1"),
    sent("api:submit_log", {"day": "TODAY", **PARTS}, WRITERS, others(WRITERS)),
    sent("api:review_log", REVIEW, MANAGERS_A, others(LEADERS), log_id="log_a1"),
    page("api:my_result", HAS_RESULT, others(HAS_RESULT, LEADERS), **MONTH),
    page("api:person_result", JUDGED_A1, **OF_A1), page("api:evidence", JUDGED_A1, **LINE),
    page("api:team_ranking", TEAM, others(TEAM), **MONTH),
    page("api:closes", CLOSERS, others(CLOSERS)),
    sent("api:request_close", {"month": "1997-11"}, CLOSERS, others(CLOSERS)),
]  # fmt: skip
