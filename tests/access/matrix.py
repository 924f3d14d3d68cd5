"""Who may ask what: one line for each route, method and object. An undeclared route or method fails the suite.

`ok` are the identities that get an answer, `no` those that are told 403; all other signed-in ones are told
404. Nobody signed in: the door (pages) or 401 (API). `args` and `data` name objects of `world.py`. To add a
route, add a line.
"""

from tests.access import rows
from tests.access.row import (
    A1,
    A2,
    B1,
    CHANGERS,
    EVERYBODY,
    FIGURES,
    HEADS,
    LEADERS,
    MANAGERS_A,
    MANAGERS_B,
    SEES_C0001,
    SEES_C0006,
    TEAM,
    WATCHERS,
    WRITERS,
    Row,
    everybody,
    form,
    others,
    page,
    sent,
)

GIVE = {"holder_id": "holder_a2", "reason": "relief", "version": 1}
SAID = {"direction": "outbound", "channel": "visit", "goal": "renew", "reached": "yes", "result": "renewed"}
HAPPENED = {"happened_at": "1998-01-15T09:00"}
HAPPENED_ZONED = {"happened_at": "1998-01-15T09:00:00+08:00"}
SHARE = {"holder_id": "holder_b1", "role": "specialist", "reason": "loan"}
AMS = f"{A1} {A2} {B1}"
UNRELATED = f"{WATCHERS} administrator hr outsider"
"""Who changes no customers."""
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
TAKERS = f"{WRITERS} {HEADS} compliance"
APPROVERS = f"{HEADS} compliance"
"""Who takes lists out as files, and who approves what is above a limit."""
# Relations
MAY_CHANGE_C0001 = f"{A1} {MANAGERS_A}"
MAY_NOT_CHANGE = f"{WATCHERS} hr administrator outsider"
SEES_CUSTOMERS = f"{A1} {A2} {B1} {LEADERS} {WATCHERS}"
NEED = {"family": "deposit", "kind": "current", "text": "savings"}
PROMISE = {"by": "us", "text": "an offer", "due_on": "TODAY"}
SETTLED = {"state": "kept", "settled_on": "TODAY", "version": 1}
SIGNAL = {"kind": "payment", "level": "watch", "reason": "pays late", "until": "TODAY"}
SPEAKING = {"means": "call", "hours": "noon", "style": "brief", "version": 0}
ANALYSIS = {
    "overall": 3, "summary": "sound",
    **dict.fromkeys(("aspect_need", "aspect_value", "aspect_credit", "aspect_loyalty", "aspect_potential"), 3),
}  # fmt: skip
# Segments, target lists, service standards, load
SEGMENTS = f"{A1} {A2} {B1} {LEADERS} {WATCHERS} administrator"
WORKS = f"{A1} {A2} {B1} {LEADERS}"
DEFINERS = f"{LEADERS} administrator"
LOADS = f"{LEADERS} auditor"
RULE = {"name": "N", "kind": "free", "all1_field": "lent", "all1_is": ">", "all1_value": "0"}
NORMS = {f"{code}_{part}": n for code in "ABC" for part, n in (("days", 30), ("hours", 4), ("minutes", 60))}
# master
IN_A = f"{A1} {MANAGERS_A}"
NEW = {"name": "N", "kind": "person"}
CHANGED = {"name": "N", "kind": "person", "version": 1}
CONTACT = {"name": "N", "title": "T"}
NOTE = {"text": "T", "share": "all"}
LEAD = {"staff_id": "staff_a1", "reason": "R"}

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
    sent("interchange:choose_sheet", {"sheet": "x"}, "administrator", others("administrator"), works=False, intake_id="intake"),
    *form("interchange:undo_import", {"reason": "x"}, "administrator", others("administrator"), works=False, import_run_id="import_run"),
    page("interchange:rows_to_correct", "", others("administrator"), import_run_id="import_run"),
    *form("org:invitations", {}, "administrator", others("administrator")),
    # Customers
    page("customers:customer_list", EVERYBODY), page("customers:pick_customer", EVERYBODY, query="q=C000"),
    page("customers:customer_list", EVERYBODY, query="q=C000"), page("customers:customer_filters", EVERYBODY),
    page("customers:customer_page", SEES_C0001, customer_id="C0001"),
    page("customers:customer_page", SEES_C0006, customer_id="C0006"),
    page("customers:customer_page", f"{MANAGERS_A} {WATCHERS}", customer_id="C0008"),
    page("customers:customer_page", "", customer_id=999_999),
    *form("customers:assign_customer", GIVE, MANAGERS_A, f"{A1} {WATCHERS}", customer_id="C0001"),
    # Exports, field rights, saved views
    page("customers:pick_unit", EVERYBODY, query="q=A"), page("customers:pick_holder", EVERYBODY, query="q=m"),
    page("customers:customer_list", EVERYBODY, query="kind=person&sort=-since"),
    page("customers:unmasking_list", WATCHERS, others(WATCHERS)),
    *form("customers:unmask_field", {"reason": "call back"}, f"{A1} {MANAGERS_A} compliance", "auditor", customer_id="C0001", field="customers.phone"),
    page("ui:panel", SEES_C0001, slot="customer.side", name="details", object_id="C0001"),
    page("ui:view_list", EVERYBODY),
    *form("ui:save_view", {"route": "home", "name": "n", "share": "own"}, EVERYBODY),
    *form("ui:change_view", {"name": "n", "share": "own"}, A1, view_id="view_a1"),
    sent("ui:delete_view", {}, A1, view_id="view_a1"),
    page("exports:export_list", TAKERS, others(TAKERS)), page("exports:approval_list", APPROVERS, others(APPROVERS)),
    page("exports:export_register", WATCHERS, others(WATCHERS)), page("exports:trace_export", WATCHERS, others(WATCHERS)),
    *form("exports:ask_export", {"file_format": "csv", "reason": "r"}, TAKERS, others(TAKERS), target="customers.customer"),
    page("exports:export_page", f"{A1} branch_head_a {WATCHERS}", export_id="export_a1"),
    *form("exports:decide_export", {"approve": "yes"}, "branch_head_a compliance", f"{A1} auditor", export_id="export_a1"),
    sent("exports:make_approved", {}, A1, "auditor administrator hr outsider", works=False, export_id="export_a1"),
    sent("exports:fetch_export", {}, A1, "auditor administrator hr outsider", works=False, export_id="export_a1"),
    # The master: adding and changing, profile, contacts, groups, notes, tags, files
    *form("customers:add_customer", NEW, CHANGERS, others(CHANGERS)),
    *form("customers:change_customer", CHANGED, IN_A, WATCHERS, customer_id="C0001"),
    sent("customers:confirm_profile", {"version": 1}, IN_A, others(CHANGERS), customer_id="C0001"),
    page("customers:explain_profile", SEES_C0001, customer_id="C0001"),
    page("customers:profile_gaps", EVERYBODY),
    page("ui:panel", SEES_C0001, slot="customer.main", name="contacts", object_id="C0001"),
    page("ui:panel", SEES_C0001, slot="customer.main", name="notes", object_id="C0001"),
    page("ui:panel", SEES_C0001, slot="customer.side", name="group", object_id="C0001"),
    page("ui:panel", SEES_C0001, slot="customer.side", name="tags", object_id="C0001"),
    page("ui:panel", SEES_C0001, slot="customer.side", name="files", object_id="C0001"),
    *form("customers:add_contact", CONTACT, IN_A, WATCHERS, customer_id="C0001"),
    page("customers:contact_page", SEES_C0001, contact_id="contact_a1"),
    *form("customers:change_contact", {"name": "N", "version": 1}, IN_A, WATCHERS, contact_id="contact_a1"),
    *form("customers:add_post", {"customer_id": "C0002", "title": "T"}, IN_A, WATCHERS, contact_id="contact_a1"),
    *form("customers:end_post", {"valid_to": "TODAY"}, IN_A, WATCHERS, post_id="post_a1"),
    page("customers:group_page", SEES_C0001, customer_id="C0001"),
    *form("customers:set_parent", {"parent_id": "C0002", "version": 1}, IN_A, WATCHERS, customer_id="C0001"),
    *form("customers:name_lead", LEAD, MANAGERS_A, f"{A1} {WATCHERS}", customer_id="C0001"),
    *form("customers:add_member", LEAD, MANAGERS_A, f"{A1} {WATCHERS}", customer_id="C0001"),
    *form("customers:end_member", {"reason": "R"}, MANAGERS_A, f"{A1} {WATCHERS}", member_id="member_a1"),
    page("customers:pick_staff", LEADERS, others(LEADERS), query="q=manager"),
    *form("customers:add_note", NOTE, IN_A, WATCHERS, customer_id="C0001"),
    *form("customers:change_note", {**NOTE, "version": 1}, A1, f"{MANAGERS_A} {WATCHERS}", opens=IN_A, note_id="note_a1"),
    sent("customers:remove_note", {}, A1, f"{MANAGERS_A} {others(CHANGERS)}", note_id="note_a1"),
    *form("customers:tag_customer", {"tag_id": "tag_new"}, IN_A, WATCHERS, customer_id="C0001"),
    sent("customers:untag_customer", {}, IN_A, others(CHANGERS), customer_id="C0001", tag_id="tag"),
    *form("customers:add_tag", {"name": "word"}, LEADERS, others(LEADERS)),
    page("customers:pick_tag", CHANGERS, others(CHANGERS), query="q=t"),
    page("customers:tagged_list", EVERYBODY, tag_id="tag"),
    *form("customers:add_file", {"share": "unit"}, IN_A, WATCHERS, works=False, customer_id="C0001"),
    page("customers:download_file", IN_A, file_id="file_a1"),
    sent("customers:remove_file", {}, A1, f"{MANAGERS_A} {others(CHANGERS)}", file_id="file_a1"),
    # duplicates
    page("customers:check_duplicate", CHANGERS, others(CHANGERS), query="name=欧阳"),
    sent("customers:check_duplicate", {"name": "欧阳"}, CHANGERS, others(CHANGERS)),
    page("customers:duplicate_queue", f"{LEADERS} administrator", others(LEADERS, "administrator")),
    page("customers:duplicate_progress", f"{LEADERS} administrator", others(LEADERS, "administrator")),
    sent("customers:request_duplicates", {}, f"{HEADS} administrator", others(HEADS, "administrator")),
    *form("customers:duplicate_pair", {"survivor_id": "C0001", "reason": "one"}, MANAGERS_A, WATCHERS, pair_id="pair_a"),
    sent("customers:decide_pair", {"state": "later", "version": 1}, MANAGERS_A, others(LEADERS), pair_id="pair_a"),
    *form("customers:unmerge_customer", {"reason": ""}, MANAGERS_A, f"{A2} {WATCHERS}", merge_id="merge_a"),
    page("ui:panel", SEES_C0001, slot="customer.side", name="merges", object_id="C0001"),
    # Ownership over time
    page("customers:ownership_page", SEES_C0001, customer_id="C0001"),
    page("customers:ownership_page", SEES_C0006, customer_id="C0006", query="on=1997-03-15"),
    *form("customers:add_collaborator", SHARE, f"{A1} {MANAGERS_A}", WATCHERS, customer_id="C0001"),
    sent("customers:end_collaboration", {}, f"{A2} {MANAGERS_A}", f"{B1} {UNRELATED}", customer_id="C0004", collaboration_id="collaboration"),
    *form("customers:mark_confidential", {"confidential": "on", "reason": "x"}, "branch_head_a", f"{A1} market_manager_a {WATCHERS}", customer_id="C0001"),
    *form("customers:ask_unlock", {"reason": "x"}, MANAGERS_A, WATCHERS, customer_id="C0008", opens=MANAGERS_A, works=False),
    page("customers:package", SEES_C0001, customer_id="C0001"),
    sent("customers:package", {"reason": "x"}, SEES_C0001, works=False, customer_id="C0001"),
    sent("customers:unpack_holdings", {}, MANAGERS_A, others(LEADERS), works=False, customer_id="C0001"),
    page("customers:pick_receiver", EVERYBODY, query="q=manager"),
    *form("customers:transfer_customers", {"numbers": "C0001", "holder_id": "holder_a2", "on": "1998-01-15", "reason": "x"}, LEADERS, others(LEADERS), works=False),
    page("customers:held_on", LEADERS, others(LEADERS)), page("customers:held_on", LEADERS, others(LEADERS), query="holder=1&on=1997-03-15"),
    page("customers:left_list", LEADERS, others(LEADERS)), page("customers:rotation_list", LEADERS, others(LEADERS)),
    *form("customers:lock_customers", {"numbers": "C0001", "reason": "x"}, LEADERS, others(LEADERS), works=False),
    page("customers:unlock_list", LEADERS, others(LEADERS)),
    sent("customers:decide_unlock", {"approve": "1"}, MANAGERS_A, others(LEADERS), request_id="unlock_request"),
    page("customers:territory_list", EVERYBODY),
    *form("customers:add_territory", {"code": "M1", "name": "M1", "holder_id": "holder_a1"}, LEADERS, others(LEADERS), works=False),
    *form("customers:give_territory", {"holder_id": "holder_a2", "reason": "x"}, MANAGERS_A, territory_id="market", works=False, no=WATCHERS),
    *form("customers:place_customers", {"numbers": "C0001"}, MANAGERS_A, territory_id="market", works=False, no=WATCHERS),
    page("api:owner_as_of", SEES_C0001, customer_id="C0001", query="day=1997-03-15"),
    sent("api:claim_customer", {}, f"{A1} {A2}", others(AMS), customer_id="C0008"),
    page("api:collaborator_list", SEES_C0001, customer_id="C0001"),
    sent("api:add_collaborator", SHARE, f"{A1} {MANAGERS_A}", others(CHANGERS), customer_id="C0001"),
    sent("api:end_collaboration", {}, f"{A2} {MANAGERS_A}", f"{B1} {UNRELATED}", customer_id="C0004", collaboration_id="collaboration"),
    page("api:customer_lock", SEES_C0001, customer_id="C0001"),
    sent("api:lock_customers", {"numbers": ["C0001"], "reason": "x"}, LEADERS, others(LEADERS), works=False),
    sent("api:ask_unlock", {"reason": "x"}, MANAGERS_A, others(CHANGERS), works=False, customer_id="C0008"),
    page("api:unlock_list", LEADERS, others(LEADERS)),
    sent("api:decide_unlock", {"approve": True}, MANAGERS_A, others(LEADERS), request_id="unlock_request"),
    page("api:pool_list", AMS, others(AMS)), page("api:recycling_list", f"{AMS} {LEADERS}", others(AMS, LEADERS)),
    sent("api:send_to_pool", {}, MANAGERS_A, others(LEADERS), recycling_id="recycling"),
    page("api:find_tags", CHANGERS, others(CHANGERS), query="q=t"), page("api:tag_panel", SEES_C0001, customer_id="C0001"),
    sent("api:tag_customer", {"tag_id": "tag_new"}, IN_A, others(CHANGERS), customer_id="C0001"),
    page("api:file_panel", SEES_C0001, customer_id="C0001"), page("api:download_file", IN_A, file_id="file_a1"),
    sent("api:transfer_preview", {"holder_id": "holder_a2", "numbers": ["C0001"], "on": "1998-01-15"}, LEADERS, others(LEADERS), works=False),
    sent("api:transfer_customers", {"holder_id": "holder_a2", "numbers": ["C0001"], "on": "1998-01-15", "reason": "x", "seen": "x"}, LEADERS, others(LEADERS), works=False),
    page("customers:pool_list", AMS, others(AMS)),
    sent("customers:claim_customer", {}, f"{A1} {A2}", others(AMS), customer_id="C0008"),
    page("customers:recycling_list", f"{AMS} {LEADERS}", others(AMS, LEADERS)),
    sent("customers:send_to_pool", {}, MANAGERS_A, others(LEADERS), recycling_id="recycling"),
    # Who acts for whom, where units are
    page("org:pick_person", EVERYBODY, query="q=manager"),
    page("org:cover_list", others("outsider"), "outsider"),
    *form("org:arrange_cover", {"covered_id": "holder_a1", "deputy_id": "holder_a2", "first": "1998-01-16", "last": "1998-01-17", "reason": "x"}, LEADERS, others(LEADERS), works=False),
    page("org:cover_page", f"{A1} {A2} {MANAGERS_A} {WATCHERS}", cover_id="cover"),
    sent("org:end_cover", {}, MANAGERS_A, others(LEADERS), cover_id="cover"),
    *form("org:set_unit_place", {"time_zone": "Europe/Prague", "language": "en"}, "administrator", others("administrator"), unit_id="unit_a"),
    page("visits:crossed_contacts", TEAM, others(TEAM)),
    page("ui:panel", EVERYBODY, slot="my_day.side", name="notices", object_id=0),
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
    page("visits:person_page", f"{MANAGERS_A} {WATCHERS} {FIGURES}", others(TEAM), staff_id="staff_a1"),
    page("visits:explain_rate", f"{JUDGED_A1} {FIGURES}", others(TEAM, A1), staff_id="staff_a1", figure="outbound"),
    # Results and the close
    page("performance:my_result", others("administrator", "outsider"), "administrator outsider"),
    page("performance:my_result", others("administrator", "outsider"), "administrator outsider", **MONTH),
    page("performance:person_result", f"{JUDGED_A1} {FIGURES}", **OF_A1),
    page("performance:person_result", f"{JUDGED_B1} {FIGURES}", **OF_B1),
    page("performance:why_points", f"{JUDGED_A1} {FIGURES}", **OF_A1),
    page("performance:why_points", f"{JUDGED_B1} {FIGURES}", **OF_B1),
    page("performance:why_metric", f"{JUDGED_A1} {FIGURES}", **LINE), page("performance:evidence", JUDGED_A1, **LINE),
    page("performance:team_ranking", TEAM, others(TEAM)), page("performance:team_ranking", TEAM, others(TEAM), **MONTH),
    *form("performance:close", {"month": "1997-11"}, CLOSERS, others(CLOSERS)),
    page("performance:close_progress", CLOSERS, others(CLOSERS), **MONTH),
    # Relations: seen with the customer, changed by whoever may change her
    page("relations:relation_page", SEES_C0001, customer_id="C0001"), page("relations:relation_page", SEES_C0006, customer_id="C0006"),
    page("relations:explain_relation", SEES_C0001, customer_id="C0001"), page("relations:customer_history", SEES_C0001, customer_id="C0001"),
    page("ui:panel", SEES_C0001, slot="customer.top", name="relation", object_id="C0001"),
    page("ui:panel", SEES_C0001, slot="customer.next", name="open", object_id="C0001"),
    page("ui:panel", SEES_C0001, slot="customer.main", name="history", object_id="C0001"),
    *form("relations:rate_relation", {"grade": 4}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, customer_id="C0001"),
    *form("relations:change_stage", {"stage": "established"}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, customer_id="C0001"),
    page("relations:customer_needs", SEES_C0001, customer_id="C0001"), page("relations:compare_needs", SEES_CUSTOMERS, others(SEES_CUSTOMERS)),
    *form("relations:add_need", NEED, MAY_CHANGE_C0001, MAY_NOT_CHANGE, customer_id="C0001"),
    *form("relations:change_need", {"kind": "current", "state": "offered", "text": "x", "version": 1}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, need_id="need_a1"),
    page("relations:promises_due", SEES_CUSTOMERS, others(SEES_CUSTOMERS)),
    *form("relations:make_promise", PROMISE, MAY_CHANGE_C0001, MAY_NOT_CHANGE, customer_id="C0001"),
    *form("relations:settle_promise", SETTLED, MAY_CHANGE_C0001, MAY_NOT_CHANGE, promise_id="promise_a1"),
    *form("relations:ask_question", {"text": "x", "due_on": "TODAY"}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, customer_id="C0001"),
    *form("relations:answer_question", {"answer": "x", "version": 1}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, question_id="question_a1"),
    *form("relations:write_plan", {"market": "x", "value_offered": "x", "version": 0}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, customer_id="C0001"),
    *form("relations:set_goal", {"party": "us", "kind": "other", "text": "x"}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, customer_id="C0001"),
    *form("relations:change_goal", {"state": "reached", "text": "x", "version": 1}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, goal_id="goal_a1"),
    *form("relations:log_message", {"voice": "ours", "text": "x"}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, customer_id="C0001"),
    *form("relations:add_resource", {"kind": "channel", "usable": "us", "text": "x"}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, customer_id="C0001"),
    *form("relations:use_resource", {"by": "us", "text": "x"}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, resource_id="resource_a1"),
    page("relations:risk_signals", SEES_CUSTOMERS, others(SEES_CUSTOMERS)),
    *form("relations:raise_signal", SIGNAL, MAY_CHANGE_C0001, MAY_NOT_CHANGE, customer_id="C0001"),
    *form("relations:change_signal", {"level": "watch", "until": "TODAY", "version": 1}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, signal_id="signal_a1"),
    *form("relations:record_event", {"kind": "payment", "text": "x", "day": "TODAY"}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, customer_id="C0001"),
    page("relations:indicators", SEES_CUSTOMERS, others(SEES_CUSTOMERS)),
    page("relations:explain_signal", SEES_C0001, signal_id="signal_a1"),
    page("relations:explain_indicator", SEES_C0001, others(SEES_CUSTOMERS), holder_id="holder_a1", figure="foresight"),
    *form("relations:analyse_customer", ANALYSIS, MAY_CHANGE_C0001, MAY_NOT_CHANGE, customer_id="C0001"),
    page("relations:analysis_page", SEES_C0001, analysis_id="analysis_a1"),
    sent("relations:analysis_page", {"review": "x", "version": 1}, MANAGERS_A, f"{A1} {WATCHERS}", analysis_id="analysis_a1"),
    *form("relations:set_communication", SPEAKING, MAY_CHANGE_C0001, MAY_NOT_CHANGE, customer_id="C0001", contact_id="contact_a1"),
    *form("relations:note_stance", {"stance": "supporter"}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, customer_id="C0001", contact_id="contact_a1"),
    *form("relations:open_negotiation", {"title": "x", "goals": "x"}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, customer_id="C0001"),
    page("relations:negotiation_page", SEES_C0001, negotiation_id="negotiation_a1"),
    *form("relations:set_limits", {"text": "x", "version": 0}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, negotiation_id="negotiation_a1"),
    *form("relations:add_round", {"text": "x"}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, negotiation_id="negotiation_a1"),
    *form("relations:close_negotiation", {"state": "agreed", "ending": "x", "version": 1}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, negotiation_id="negotiation_a1"),
    page("api:relation", SEES_C0001, customer_id="C0001"),
    sent("api:rate_relation", {"grade": 4}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, customer_id="C0001"),
    page("api:customer_needs", SEES_C0001, customer_id="C0001"),
    sent("api:add_need", NEED, MAY_CHANGE_C0001, MAY_NOT_CHANGE, customer_id="C0001"),
    sent("api:change_need", {"kind": "current", "state": "offered", "text": "x", "version": 1}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, need_id="need_a1"),
    page("api:promises_due", SEES_CUSTOMERS, others(SEES_CUSTOMERS)),
    sent("api:make_promise", PROMISE, MAY_CHANGE_C0001, MAY_NOT_CHANGE, customer_id="C0001"),
    sent("api:settle_promise", SETTLED, MAY_CHANGE_C0001, MAY_NOT_CHANGE, promise_id="promise_a1"),
    page("api:risk_signals", SEES_CUSTOMERS, others(SEES_CUSTOMERS)),
    sent("api:raise_signal", SIGNAL, MAY_CHANGE_C0001, MAY_NOT_CHANGE, customer_id="C0001"),
    sent("api:change_signal", {"level": "watch", "control": "", "until": "TODAY", "version": 1}, MAY_CHANGE_C0001, MAY_NOT_CHANGE, signal_id="signal_a1"),
    # Segments: one of unit A (segment_a), one for all (segment_all); its market has a prospect of manager_a1
    page("segments:segment_list", SEGMENTS, others(SEGMENTS)),
    page("segments:segment_page", SEGMENTS, others(SEGMENTS), segment_id="segment_all"),
    page("segments:segment_page", f"{A1} {A2} {MANAGERS_A} {WATCHERS}", others(SEGMENTS), segment_id="segment_a"),
    *form("segments:define_segment", RULE, DEFINERS, others(DEFINERS)),
    *form("segments:draft_rule", {**RULE, "version": 1}, MANAGERS_A, others(MANAGERS_B, "administrator", MANAGERS_A, B1), segment_id="segment_a"),
    *form("segments:draft_rule", {**RULE, "version": 1}, "administrator", others("administrator"), segment_id="segment_all"),
    page("segments:trial_page", f"{A1} {A2} {MANAGERS_A} {WATCHERS}", others(SEGMENTS), version_id="version_a"),
    sent("segments:try_version", {}, MANAGERS_A, others(MANAGERS_B, "administrator", MANAGERS_A, B1), version_id="version_a"),
    sent("segments:apply_segments", {}, MANAGERS_A, others(MANAGERS_B, "administrator", MANAGERS_A, B1), version_id="version_a"),
    page("segments:explain_membership", SEES_C0001, "", customer_id="C0001", set_id="set_all"),
    *form("segments:make_list", {"purpose": "p", "due_on": "1998-02-01"}, LEADERS, others(LEADERS), segment_id="segment_c"),
    page("segments:target_lists", SEGMENTS, others(SEGMENTS)),
    page("segments:target_list", f"{A1} {A2} {MANAGERS_A} {WATCHERS}", others(SEGMENTS), list_id="list_a"),
    page("segments:explain_coverage", f"{A1} {A2} {MANAGERS_A} {WATCHERS}", others(SEGMENTS), list_id="list_a"),
    *form("segments:mark_target", {"state": "won", "version": 1}, f"{A1} {MANAGERS_A}", others(WORKS, "administrator"), opens=f"{A1} {MANAGERS_A} {WATCHERS}", target_id="target_a1"),
    *form("segments:prospect_list", {"name": "N"}, WORKS, others(WORKS), opens=SEGMENTS, segment_id="segment_all"),
    *form("segments:move_prospect", {"state": "contacted", "version": 1}, f"{A1} {MANAGERS_A}", others(WORKS, "administrator"), opens=f"{A1} {MANAGERS_A} {WATCHERS}", prospect_id="prospect_a1"),
    # Who is due, and who has how much to do
    page("segments:overdue_list", SEGMENTS, others(SEGMENTS)),
    page("segments:late_answers", SEGMENTS, others(SEGMENTS)), page("api:late_answers", SEGMENTS, others(SEGMENTS)),
    page("segments:explain_answer", SEES_C0001, others(SEGMENTS), question_id="question_a1"),
    page("segments:explain_overdue", SEES_C0001, others(SEGMENTS), customer_id="C0001"),
    *form("segments:standards", NORMS, "administrator", others("administrator"), opens=SEGMENTS),
    sent("segments:apply_standard", {}, "administrator", others("administrator"), standard_id="standard"),
    page("segments:load_board", LOADS, others(LOADS)),
    page("segments:explain_load", f"{MANAGERS_A} auditor", others(LOADS), holder_id="holder_a1"),
    *form("segments:balance_unit", {"digest": "x", "reason": "relief"}, MANAGERS_A, f"{others(LOADS)} auditor", opens=f"{MANAGERS_A} auditor", works=False, unit_id="unit_a"),
    page("ui:panel", SEES_C0001, slot="customer.side", name="segments", object_id="C0001"),
    page("ui:panel", SEES_C0001, slot="customer.next", name="service", object_id="C0001"),
    # The API: the same rights by token
    page("api:segment_list", SEGMENTS, others(SEGMENTS)),
    page("api:segment_members", SEGMENTS, others(SEGMENTS), segment_id="segment_all"),
    page("api:customer_segments", SEES_C0001, "", customer_id="C0001"),
    page("api:overdue_list", SEGMENTS, others(SEGMENTS)),
    Row("api:openapi-json", open=True),
    Row("api:api-root", works=False, open=True),
    page("api:customer_list", EVERYBODY), page("api:customer_list", EVERYBODY, query="q=C000"),
    page("api:customer_page", SEES_C0001, customer_id="C0001"), page("api:customer_page", SEES_C0006, customer_id="C0006"),
    sent("api:assign_customer", GIVE, MANAGERS_A, others(LEADERS), customer_id="C0001"),
    # Exports, field rights
    page("api:customer_list", EVERYBODY, query="kind=person&sort=-since"),
    sent("api:unmask_field", {"field": "customers.phone", "reason": "call back"}, f"{A1} {MANAGERS_A} compliance",
         "auditor administrator hr outsider", customer_id="C0001"),
    page("api:export_list", TAKERS, others(TAKERS)),
    sent("api:start_export", {"target": "customers.customer", "reason": "r"}, TAKERS, others(TAKERS)),
    page("api:export_page", f"{A1} branch_head_a {WATCHERS}", export_id="export_a1"),
    sent("api:decide_export", {"approve": True}, "branch_head_a compliance", others(APPROVERS), export_id="export_a1"),
    sent("api:make_approved", {}, A1, "auditor administrator hr outsider", works=False, export_id="export_a1"),
    sent("api:fetch_export", {}, A1, "auditor administrator hr outsider", works=False, export_id="export_a1"),
    # The master
    sent("api:add_customer", NEW, CHANGERS, others(CHANGERS)),
    sent("api:change_customer", CHANGED, IN_A, others(CHANGERS), customer_id="C0001"),
    sent("api:confirm_profile", {"version": 1}, IN_A, others(CHANGERS), works=False, customer_id="C0001"),
    page("api:contact_panel", SEES_C0001, customer_id="C0001"),
    sent("api:add_contact", CONTACT, IN_A, others(CHANGERS), customer_id="C0001"),
    sent("api:set_parent", {"parent_id": "C0002", "version": 1}, IN_A, others(CHANGERS), customer_id="C0001"),
    sent("api:name_lead", LEAD, MANAGERS_A, others(LEADERS), customer_id="C0001"),
    sent("api:add_member", LEAD, MANAGERS_A, others(LEADERS), customer_id="C0001"),
    page("api:note_panel", SEES_C0001, customer_id="C0001"),
    sent("api:add_note", NOTE, IN_A, others(CHANGERS), customer_id="C0001"),
    # duplicates
    sent("api:check_duplicate", {"name": "欧阳"}, CHANGERS, others(CHANGERS)),
    page("api:duplicate_queue", f"{LEADERS} administrator", others(LEADERS, "administrator")),
    sent("api:decide_pair", {"state": "later", "version": 1}, MANAGERS_A, others(LEADERS), pair_id="pair_a"),
    sent("api:merge_customers", {"merged_id": "C0004", "reason": "one"}, MANAGERS_A, others(LEADERS), customer_id="C0001"),
    sent("api:unmerge_customer", {}, MANAGERS_A, others(LEADERS), merge_id="merge_a"),
    page("api:visit_list", EVERYBODY), page("api:visit_page", SEES_C0001, visit_id="visit_a1"),
    sent("api:plan_visit", PLAN, f"{A1} market_manager_a", others(WRITERS)),
    sent("api:record_visit", {**SAID, **HAPPENED_ZONED, "customer_id": "C0001"}, f"{A1} market_manager_a", others(WRITERS)),
    sent("api:record_planned", {**SAID, **HAPPENED_ZONED, "version": 1}, HOLDS_A1, others(WRITERS), visit_id="plan_a1"),
    page("api:my_logs", WRITERS, others(WRITERS)), page("api:log_page", SEES_C0001, log_id="log_a1"),
    sent("api:submit_log", {"day": "TODAY", **PARTS}, WRITERS, others(WRITERS)),
    sent("api:review_log", REVIEW, MANAGERS_A, others(LEADERS), log_id="log_a1"),
    page("api:my_result", HAS_RESULT, others(HAS_RESULT, LEADERS), **MONTH),
    page("api:person_result", f"{JUDGED_A1} {FIGURES}", **OF_A1), page("api:evidence", JUDGED_A1, **LINE),
    page("api:team_ranking", TEAM, others(TEAM), **MONTH),
    page("api:closes", CLOSERS, others(CLOSERS)),
    sent("api:request_close", {"month": "1997-11"}, CLOSERS, others(CLOSERS)),
]  # fmt: skip
ROWS += rows.ALL
