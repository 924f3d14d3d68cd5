"""The ways through the product. The first entry that a role may open is where it begins."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kejing.domain.visits.public import waiting_reviews
from kejing.engines.interchange.public import exports_to_approve
from kejing.foundation.ui import nav
from kejing.foundation.ui.nav import Badge, Group, NavEntry

AWAY = None
"""No heading in the rail: reached from the phone's bar or a page alone."""


def _reviews(request: HttpRequest) -> Badge | None:
    waiting = waiting_reviews(request.actor)  # type: ignore[attr-defined]  # asked for signed-in readers only
    return Badge(waiting.n, late=waiting.late > 0) if waiting.n else None


def _exports(request: HttpRequest) -> Badge | None:
    waiting = exports_to_approve(request.actor)  # type: ignore[attr-defined]  # asked for signed-in readers only
    return Badge(waiting) if waiting else None


ENTRIES = [
    NavEntry(
        "visits:team_board",
        _("Team board"),
        "users",
        permission="team.view",
        order=5,
        tab=1,
        tab_label=_("Team"),
        key="t",
    ),
    NavEntry(
        "visits:my_day",
        _("My day"),
        "sun",
        permission="logs.submit",
        order=10,
        tab=1,
        tab_label=_("Today"),
        key="d",
    ),
    NavEntry(
        "visits:review_queue",
        _("Logs to review"),
        "checklist",
        permission="logs.review",
        order=15,
        badge=_reviews,
        tab=3,
        tab_label=_("Review"),
        key="l",
    ),
    NavEntry("visits:my_logs", _("Work logs"), "notebook", permission="logs.submit", order=20, key="w"),
    NavEntry(
        "visits:record_visit",
        _("Record a visit"),
        "plus",
        AWAY,
        permission="visits.record",
        order=25,
        tab=3,
        tab_label=_("Record"),
        key="n",
    ),
    NavEntry(
        "customers:customer_list",
        _("Customers"),
        "building",
        Group.CUSTOMERS,
        permission="customers.view",
        order=30,
        tab=2,
        tab_label=_("Customers"),
        key="c",
    ),
    # duplicates
    NavEntry(
        "customers:duplicate_queue",
        _("Customers entered twice"),
        "copy",
        Group.CUSTOMERS,
        permission="customers.merge",
        order=46,
    ),
    NavEntry(
        "customers:profile_gaps",
        _("Incomplete profiles"),
        "checklist",
        Group.CUSTOMERS,
        permission="customers.change",
        order=33,
    ),
    NavEntry(
        "customers:add_customer",
        _("Add a customer"),
        "user-plus",
        Group.CUSTOMERS,
        permission="customers.add",
        order=34,
    ),
    NavEntry(
        "visits:visit_list",
        _("Visits"),
        "map-pin",
        Group.CUSTOMERS,
        permission="customers.view",
        order=35,
        key="v",
    ),
    # Segments, target lists, who is overdue, load
    NavEntry(
        "segments:overdue_list",
        _("Overdue contacts"),
        "hourglass",
        Group.CUSTOMERS,
        permission="segments.view",
        order=36,
        key="g",
    ),
    NavEntry(
        "segments:segment_list",
        _("Segments"),
        "filter",
        Group.CUSTOMERS,
        permission="segments.view",
        order=37,
        key="s",
    ),
    NavEntry(
        "segments:load_board", _("Load"), "scale", Group.BUSINESS, permission="load.view", order=39, key="b"
    ),
    NavEntry(
        "customers:pool_list",
        _("Public pool"),
        "users",
        Group.CUSTOMERS,
        permission="customers.claim",
        order=36,
        key="p",
    ),
    NavEntry(
        "relations:promises_due",
        _("Promises due"),
        "flag",
        Group.CUSTOMERS,
        permission="customers.view",
        order=36,
        key="p",
    ),
    NavEntry(
        "segments:overdue_list",
        _("Overdue contacts"),
        "hourglass",
        Group.CUSTOMERS,
        permission="segments.view",
        order=36,
        key="g",
    ),
    NavEntry(
        "customers:transfer_customers",
        _("Transfer customers"),
        "arrow-right",
        Group.CUSTOMERS,
        permission="customers.assign",
        order=37,
        key="x",
    ),
    NavEntry(
        "relations:risk_signals",
        _("Risk signals"),
        "alert-triangle",
        Group.CUSTOMERS,
        permission="customers.view",
        order=37,
        key="s",
    ),
    NavEntry(
        "segments:segment_list",
        _("Segments"),
        "filter",
        Group.CUSTOMERS,
        permission="segments.view",
        order=37,
        key="s",
    ),
    NavEntry(
        "performance:team_ranking",
        _("Ranking"),
        "trophy",
        Group.BUSINESS,
        permission="results.view_team",
        order=38,
        tab=4,
        tab_label=_("Ranking"),
        key="k",
    ),
    NavEntry(
        "relations:indicators",
        _("Foresight and influence"),
        "gauge",
        Group.BUSINESS,
        permission="team.view",
        order=39,
    ),
    NavEntry(
        "segments:load_board", _("Load"), "scale", Group.BUSINESS, permission="load.view", order=39, key="b"
    ),
    NavEntry(
        "performance:my_result",
        _("Results and points"),
        "award",
        Group.MINE,
        permission="results.view",
        order=40,
        tab=4,
        tab_label=_("Results"),
        key="r",
    ),
    NavEntry("first_steps", _("First steps"), "bulb", Group.HOUSE, permission="org.manage", order=44),
    NavEntry(
        "customers:duplicate_queue",
        _("Customers entered twice"),
        "copy",
        Group.CUSTOMERS,
        permission="customers.merge",
        order=46,
    ),
    NavEntry(
        "performance:close",
        _("Close a month"),
        "calendar-event",
        Group.BUSINESS,
        permission="close.run",
        order=50,
        key="m",
    ),
    NavEntry(
        "exports:approval_list",
        _("Exports to approve"),
        "checklist",
        Group.BUSINESS,
        permission="exports.approve",
        order=52,
        badge=_exports,
    ),
    NavEntry(
        "org:cover_list", _("Covers"), "users", Group.BUSINESS, permission="org.cover", order=52, key="u"
    ),
    NavEntry(
        "visits:crossed_contacts",
        _("Crossed contacts"),
        "users",
        Group.BUSINESS,
        permission="org.cover",
        order=53,
    ),
    NavEntry(
        "relations:compare_needs",
        _("Needs by segment"),
        "bulb",
        AWAY,
        permission="customers.view",
        order=55,
    ),
    NavEntry("journal", _("Trail"), "shield-check", Group.HOUSE, permission="trail.read", order=60, key="a"),
    NavEntry(
        "exports:export_register",
        _("Register of exports"),
        "download",
        Group.HOUSE,
        permission="exports.register",
        order=61,
    ),
    NavEntry(
        "customers:unmasking_list",
        _("Who looked at what"),
        "eye",
        Group.HOUSE,
        permission="customers.see_unmasking",
        order=62,
    ),
    NavEntry(
        "org:organisation",
        _("Organisation"),
        "users",
        Group.HOUSE,
        permission="org.manage",
        order=65,
        key="o",
    ),
    NavEntry(
        "interchange:import_list",
        _("Imports"),
        "upload",
        Group.HOUSE,
        permission="imports.run",
        order=70,
        key="i",
    ),
    NavEntry(
        "exports:export_list",
        _("My exports"),
        "download",
        Group.MINE,
        permission="exports.make",
        order=72,
        key="e",
    ),
]


def connect() -> None:
    nav.register(*ENTRIES)
