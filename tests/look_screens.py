"""The screens that `make look` photographs: name, address, who may open it (the main role first).

`{customer}`, `{visit}`, `{log}`, `{staff}` are filled from what the role's own lists link to.
"""

MANAGERS = ("market1", "head1")
SCREENS: list[tuple[str, str, tuple[str, ...]]] = [
    ("sign_in", "/sign-in/", ("",)),
    ("cast", "/demo/", ("",)),
    ("my_day", "/my-day/", ("am01", "market1")),
    ("customer_list", "/customers/", ("am01", *MANAGERS, "compliance", "auditor")),
    ("customer_search", "/customers/?q=wa", ("am01",)),
    ("customer_page", "{customer}", ("am01", *MANAGERS, "auditor")),
    ("visit_list", "/visits/", ("am01", "market1")),
    ("visit_page", "{visit}", ("am01", "market1")),
    ("plan_visit", "/visits/plan/", ("am01",)),
    ("record_visit", "/visits/record/", ("am01",)),
    ("my_logs", "/logs/", ("am01", "market1")),
    ("submit_log", "/logs/1998-01-15/", ("am01",)),
    ("review_queue", "/logs/review/", MANAGERS),
    ("log_page", "{log}", MANAGERS),
    ("team_board", "/team/", (*MANAGERS, "compliance", "hr", "auditor")),
    ("person_page", "{staff}", MANAGERS),
    ("my_result", "/results/", ("am01",)),
    ("team_ranking", "/results/team/", (*MANAGERS, "auditor")),
    ("close", "/close/", ("head1", "admin1")),
    ("trail", "/trail/", ("auditor",)),
    ("journal_line", "{line}", ("auditor",)),
    ("organisation", "/organisation/", ("admin1",)),
    ("add_person", "/organisation/people/add/", ("admin1",)),
    ("import_list", "/imports/", ("admin1",)),
    ("try_import", "/imports/new/", ("admin1",)),
    ("first_steps", "/first-steps/", ("admin1",)),
    ("more", "/ui/more/", ("am01", "market1", "admin1", "outsider")),
    ("search", "/search?q=wa", ("am01",)),
]
FIRST_LINK = {
    "{customer}": ("/customers/", "table a[href^='/customers/']"),
    "{visit}": ("/visits/", "main a[href^='/visits/']:not([href*='plan']):not([href*='record'])"),
    "{log}": ("/logs/review/", "main a[href^='/logs/view/']"),
    "{staff}": ("/team/", "main a[href^='/team/']"),
    "{line}": ("/trail/", "table a[href^='/trail/']"),
}
"""Where an address is taken from: the page and the first link on it."""
