"""The ways through the product. The first entry that a role may open is where it begins."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kejing.domain.checks.public import spots_to_make
from kejing.domain.duties.public import due_soon
from kejing.domain.org.public import waiting_absences
from kejing.domain.plans.public import waiting_plans
from kejing.domain.visits.public import waiting_reviews
from kejing.engines.interchange.public import exports_to_approve
from kejing.foundation.ui import nav
from kejing.foundation.ui.nav import Badge, Group, NavEntry

AWAY = None
"""No heading in the rail: reached from the phone's bar or a page alone."""


def _reviews(request: HttpRequest) -> Badge | None:
    waiting = waiting_reviews(request.actor)  # type: ignore[attr-defined]  # asked for signed-in readers only
    return Badge(waiting.n, late=waiting.late > 0) if waiting.n else None


def _plans(request: HttpRequest) -> Badge | None:
    waiting = waiting_plans(request.actor)  # type: ignore[attr-defined]  # asked for signed-in readers only
    return Badge(waiting.n, late=waiting.late > 0) if waiting.n else None


def _exports(request: HttpRequest) -> Badge | None:
    waiting = exports_to_approve(request.actor)  # type: ignore[attr-defined]  # asked for signed-in readers only
    return Badge(waiting) if waiting else None


def _duties(request: HttpRequest) -> Badge | None:
    due, late = due_soon(request.actor)  # type: ignore[attr-defined]  # asked for signed-in readers only
    return Badge(due, late=late > 0) if due else None


def _spots(request: HttpRequest) -> Badge | None:
    waiting = spots_to_make(request.actor)  # type: ignore[attr-defined]  # asked for signed-in readers only
    return Badge(waiting, late=True) if waiting else None


def _absences(request: HttpRequest) -> Badge | None:
    waiting = waiting_absences(request.actor)  # type: ignore[attr-defined]  # asked for signed-in readers only
    return Badge(waiting) if waiting else None


ENTRIES = [
    # What is done today
    NavEntry("visits:team_board", _("Team board"), "users", permission="team.view", order=5, tab=1,
             tab_label=_("Team"), key="t"),
    NavEntry("visits:my_day", _("My day"), "sun", permission="logs.submit", order=10, tab=1,
             tab_label=_("Today"), key="d"),
    NavEntry("visits:review_queue", _("Logs to review"), "checklist", permission="logs.review", order=15,
             badge=_reviews, tab=3, tab_label=_("Review"), key="l"),
    NavEntry("visits:my_logs", _("Work logs"), "notebook", permission="logs.submit", order=20, key="w"),
    NavEntry("visits:record_visit", _("Record a visit"), "plus", AWAY, "visits.record", 25, tab=3,
             tab_label=_("Record")),
    # The customers
    NavEntry("customers:customer_list", _("Customers"), "building", Group.CUSTOMERS, "customers.view", 30,
             tab=2, tab_label=_("Customers"), key="c"),
    NavEntry("visits:visit_list", _("Visits"), "map-pin", Group.CUSTOMERS, "customers.view", 32, key="v"),
    NavEntry("segments:overdue_list", _("Overdue contacts"), "hourglass", Group.CUSTOMERS, "segments.view", 34,
             key="e"),
    NavEntry("relations:promises_due", _("Promises due"), "flag", Group.CUSTOMERS, "customers.view", 36, key="p"),
    NavEntry("relations:risk_signals", _("Risk signals"), "alert-triangle", Group.CUSTOMERS, "customers.view", 46,
             key="s"),
    NavEntry("customers:pool_list", _("Public pool"), "users", Group.CUSTOMERS, "customers.claim", 48, key="u"),
    NavEntry("segments:segment_list", _("Segments"), "filter", Group.CUSTOMERS, "segments.view", 50, key="f"),
    NavEntry("customers:profile_gaps", _("Incomplete profiles"), "checklist", Group.CUSTOMERS,
             "customers.change", 70),
    NavEntry("customers:add_customer", _("Add a customer"), "user-plus", Group.CUSTOMERS, "customers.add", 71),
    NavEntry("relations:compare_needs", _("Needs by segment"), "bulb", Group.CUSTOMERS, "customers.view", 72),
    NavEntry("customers:duplicate_queue", _("Customers entered twice"), "copy", Group.CUSTOMERS,
             "customers.merge", 73),
    NavEntry("customers:transfer_customers", _("Transfer customers"), "switch-horizontal", Group.CUSTOMERS,
             "customers.assign", 74),
    # The business of a unit
    NavEntry("performance:team_ranking", _("Ranking"), "trophy", Group.BUSINESS, "results.view_team", 38, tab=4,
             tab_label=_("Ranking"), key="k"),
    NavEntry("segments:load_board", _("Load"), "scale", Group.BUSINESS, "load.view", 40, key="b"),
    NavEntry("performance:close", _("Close a month"), "calendar-event", Group.BUSINESS, "close.run", 42, key="m"),
    NavEntry("exports:approval_list", _("Exports to approve"), "checklist", Group.BUSINESS, "exports.approve", 43,
             badge=_exports, key="x"),
    NavEntry("relations:indicators", _("Foresight and influence"), "gauge", Group.BUSINESS, "team.view", 75),
    NavEntry("org:cover_list", _("Covers"), "user-check", Group.BUSINESS, "org.cover", 76),
    NavEntry("visits:crossed_contacts", _("Crossed contacts"), "git-branch", Group.BUSINESS, "org.cover", 77),
    # One's own
    NavEntry("performance:my_result", _("Results and points"), "award", Group.MINE, "results.view", 35, tab=4,
             tab_label=_("Results"), key="r"),
    NavEntry("exports:export_list", _("My exports"), "download", Group.MINE, "exports.make", 78),
    # The house
    NavEntry("first_steps", _("First steps"), "bulb", Group.HOUSE, "org.manage", 8, tab=1,
             tab_label=_("First steps")),
    NavEntry("org:organisation", _("Organisation"), "users", Group.HOUSE, "org.manage", 61, tab=2,
             tab_label=_("Organisation"), key="o"),
    NavEntry("interchange:import_list", _("Imports"), "upload", Group.HOUSE, "imports.run", 62, tab=4,
             tab_label=_("Imports"), key="i"),
    NavEntry("journal", _("Trail"), "shield-check", Group.HOUSE, "trail.read", 44, key="a"),
    NavEntry("exports:export_register", _("Register of exports"), "download", Group.HOUSE, "exports.register", 45),
    NavEntry("customers:unmasking_list", _("Who looked at what"), "eye", Group.HOUSE, "customers.see_unmasking",
             45),
    # Targets
    NavEntry("targets:my_targets", _("My targets"), "target-arrow", Group.MINE, "targets.view", 37, key="j"),
    NavEntry("targets:target_tree", _("Target tree"), "sitemap", Group.BUSINESS, "targets.view", 39, key="h"),
    NavEntry("targets:theme_page", _("Strategic themes"), "flag", Group.BUSINESS, "targets.view", 79),
    # Duties
    NavEntry("duties:my_duties", _("My duties"), "list-check", permission="duties.do", order=12, badge=_duties,
             key="y"),
    NavEntry("duties:team_duties", _("Duties of the team"), "list-check", Group.BUSINESS, "team.view", 77),
    NavEntry("duties:duty_calendar", _("Duty calendar"), "calendar-event", Group.HOUSE, "duties.manage", 63),
    # Plans
    NavEntry("plans:my_plans", _("My plans"), "calendar-event", permission="plans.write", order=21, key="n"),
    NavEntry("plans:approval_queue", _("Plans to approve"), "clipboard-text", permission="plans.approve", order=16,
             badge=_plans, key="z"),
    NavEntry("plans:unit_plans", _("Plans of the unit"), "archive", Group.BUSINESS, "plans.view", 39),
    # Checks
    NavEntry("visits:time_board", _("Shares of time"), "hourglass", Group.BUSINESS, "team.view", 79),
    NavEntry("visits:development", _("Development per head"), "chart-bar", Group.BUSINESS, "team.view", 79),
    NavEntry("checks:spot_list", _("Spot checks"), "phone", Group.BUSINESS, "checks.spot", 80, badge=_spots),
    NavEntry("checks:inspection_list", _("Inspections"), "clipboard-text", Group.BUSINESS, "checks.inspect", 81),
    NavEntry("checks:coaching_list", _("Coaching"), "user-check", Group.BUSINESS, "checks.coach", 82),
    NavEntry("checks:question_list", _("Unusual entries"), "info-circle", Group.BUSINESS, "checks.questions", 83),
    NavEntry("checks:unread_logs", _("Unread logs"), "eye-off", Group.BUSINESS, "team.view", 84),
    NavEntry("checks:my_checks", _("What was checked of me"), "shield-check", Group.MINE, "logs.submit", 85),
    NavEntry("visits:finding_list", _("Findings"), "search", Group.CUSTOMERS, "customers.view", 47),
    NavEntry("visits:field_board", _("Work in the field"), "map-pin", Group.BUSINESS, "team.view", 39),
    # Meetings
    NavEntry("meetings:meeting_list", _("Meetings"), "users", permission="meetings.attend", order=22, key="q"),
    # Leave: everybody's own, and what waits for a superior
    NavEntry("org:absence_queue", _("Leave to decide"), "calendar-event", Group.BUSINESS, "org.absences", 76,
             badge=_absences),
    NavEntry("org:absence_list", _("Absences"), "calendar-event", Group.MINE, "org.leave", 79),
    # Notices: the bell leads to one's own; where they go outside is the administrator's
    NavEntry("notices:inbox", _("Notices"), "bell", AWAY, order=90),
    NavEntry("notices:endpoint_list", _("Endpoints"), "world", Group.HOUSE, "notices.manage", 91),
]  # fmt: skip
"""By order, which is by how much a place matters: the rail shows the first ten of a reader, "more" shows all."""


def connect() -> None:
    nav.register(*ENTRIES)
