"""The screens that `make look` photographs: name, address, who may open it (the main role first).

`{customer}` and the like stand for the first link of that kind on a list of the role's own (`FIRST_LINK`). Every
page of the product is here (`tests/architecture/test_look.py`); a screen is named after its view.
"""

AM, MARKET, HEAD = "am01", "market1", "head1"
MANAGERS = (MARKET, HEAD)
NOBODY = ("",)
SCREENS: list[tuple[str, str, tuple[str, ...]]] = [
    ("sign_in", "/sign-in/", NOBODY),
    ("set_password", "/set-password/x/", NOBODY),
    ("cast", "/demo/", NOBODY),
    ("my_day", "/my-day/", (AM, MARKET)),
    ("customer_list", "/customers/", (AM, *MANAGERS, "compliance", "auditor")),
    ("customer_search", "/customers/?q=wa", (AM,)),
    ("customer_none", "/customers/?q=zzzz", (AM,)),
    ("customer_page", "{customer}", (AM, *MANAGERS, "auditor")),
    ("assign_customer", "{customer}assign/", MANAGERS),
    ("visit_list", "/visits/", (AM, MARKET)),
    ("visit_page", "{held}", (AM, MARKET)),
    ("plan_visit", "/visits/plan/", (AM,)),
    ("record_visit", "/visits/record/", (AM,)),
    ("record_planned", "{planned}record/", (AM,)),
    ("reschedule_visit", "{planned}move/", (AM,)),
    ("cancel_visit", "{planned}cancel/", (AM,)),
    ("correct_visit", "{held}correct/", (AM,)),
    ("my_logs", "/logs/", (AM, MARKET)),
    ("submit_log", "/logs/1998-01-15/", (AM,)),
    ("correct_log", "/logs/1998-01-14/correct/", (AM,)),
    ("review_queue", "/logs/review/", MANAGERS),
    ("explain_reviews", "/logs/review/why/", MANAGERS),
    ("log_page", "{log}", MANAGERS),
    ("team_board", "/team/", (*MANAGERS, "compliance", "hr", "auditor")),
    ("person_page", "{staff}", MANAGERS),
    ("explain_rate", "{staff}why/outbound/", MANAGERS),
    ("my_result", "/results/", (AM,)),
    ("team_ranking", "/results/team/", (*MANAGERS, "auditor")),
    ("person_result", "{judged}", MANAGERS),
    ("why_points", "{judged}why/", (MARKET,)),
    ("why_metric", "{judged}why/visits_held/", (MARKET,)),
    ("evidence", "{judged}visits_held/", (MARKET,)),
    ("close", "/close/", (HEAD, "admin1")),
    ("journal", "/trail/", ("auditor",)),
    ("journal_line", "{line}", ("auditor",)),
    ("organisation", "/organisation/", ("admin1",)),
    ("add_person", "/organisation/people/add/", ("admin1",)),
    ("import_list", "/imports/", ("admin1",)),
    ("bring_files", "/imports/new/", ("admin1",)),
    ("import_page", "{import}", ("admin1",)),
    ("undo_import", "{import}undo/", ("admin1",)),
    ("invitations", "/organisation/invitations/", ("admin1",)),
    ("first_steps", "/first-steps/", ("admin1",)),
    ("more", "/ui/more/", (AM, MARKET, "admin1", "outsider")),
    ("search", "/search?q=wa", (AM,)),
    ("not_found", "/no/such/page/", (AM,)),
    ("forbidden", "/trail/", (AM,)),
]
FIRST_LINK = {
    "{customer}": ("/customers/", "main a[href^='/customers/']:not([href*='?'])"),
    "{held}": ("/visits/?state=done", "main a[href^='/visits/']:not([href*='plan']):not([href*='record'])"),
    "{planned}": (
        "/visits/?state=planned",
        "main a[href^='/visits/']:not([href*='plan']):not([href*='record'])",
    ),
    "{log}": ("/logs/review/", "main a[href^='/logs/view/']"),
    "{staff}": ("/team/", "main a[href^='/team/']"),
    "{judged}": ("/results/team/", "main a[href^='/results/']:not([href*='team']):not([href*='why'])"),
    "{line}": ("/trail/", "main a[href^='/trail/']:not([href*='?'])"),
    "{import}": ("/imports/", "main a[href^='/imports/']:not([href*='new'])"),
}
"""Where an address is taken from: the page and the first link on it."""
STATUS = {"not_found": 404, "forbidden": 403}
"""Screens that are right with another status than 200."""
