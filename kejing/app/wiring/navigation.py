"""The ways through the product. The first entry that a role may open is where it begins."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kejing.domain.visits.public import waiting_reviews
from kejing.foundation.ui import nav
from kejing.foundation.ui.nav import Badge, Group, NavEntry

AWAY = None
"""No heading in the rail: reached from the phone's bar or a page alone."""


def _reviews(request: HttpRequest) -> Badge | None:
    waiting = waiting_reviews(request.actor)  # type: ignore[attr-defined]  # asked for signed-in readers only
    return Badge(waiting.n, late=waiting.late > 0) if waiting.n else None


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
        "performance:close",
        _("Close a month"),
        "calendar-event",
        Group.BUSINESS,
        permission="close.run",
        order=50,
        key="m",
    ),
    NavEntry("journal", _("Trail"), "shield-check", Group.HOUSE, permission="trail.read", order=60, key="a"),
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
    NavEntry("first_steps", _("First steps"), "bulb", Group.HOUSE, permission="org.manage", order=44),
]


def connect() -> None:
    nav.register(*ENTRIES)
