"""What upper modules show on lower modules' pages: slot, name, who renders it, place, when it comes."""

from kejing.app.demo.views import notice_panel
from kejing.app.web.views import provisional_panel
from kejing.domain.checks.views.coaching import due_panel as coaching_due_panel
from kejing.domain.checks.views.coaching import log_panel
from kejing.domain.checks.views.coaching import person_panel as coaching_panel
from kejing.domain.checks.views.questions import unread_panel
from kejing.domain.checks.views.spot import mine_panel, spot_panel
from kejing.domain.customers.views import (
    balance_panel,
    contact_panel,
    details_panel,
    file_panel,
    group_panel,
    merges_panel,
    note_panel,
    tag_panel,
)
from kejing.domain.duties import views as duties
from kejing.domain.meetings.views import due_meetings_panel, my_meetings_panel
from kejing.domain.performance.views import my_standing_panel
from kejing.domain.plans.views import plan_due_panel, team_plans_panel
from kejing.domain.relations.views import due_panel, history_panel, open_things_panel, standing_panel
from kejing.domain.segments import views as segments
from kejing.domain.targets import views as targets
from kejing.domain.visits.views import finding_panel, first_contact_panel
from kejing.domain.visits.views.contacts import cover_visits_panel
from kejing.domain.visits.views.contacts import notice_panel as visit_notice_panel
from kejing.domain.visits.views.plans import plan_visits_panel
from kejing.domain.visits.views.time_use import short_time_panel, time_panel
from kejing.domain.visits.views.visits import customer_visits_panel, visit_buttons
from kejing.engines.notices.views.inbox import bell_panel
from kejing.foundation.ui import slots
from kejing.foundation.ui.slots import Comes

PANELS: list[tuple[str, str, slots.Render, int, Comes]] = [
    ("page.notice", "demo", notice_panel, 10, Comes.WITH_PAGE),
    ("page.notice", "provisional", provisional_panel, 20, Comes.WITH_PAGE),
    ("customer.actions", "visits", visit_buttons, 10, Comes.WITH_PAGE),
    ("customer.top", "balance", balance_panel, 10, Comes.SOON),
    ("customer.side", "details", details_panel, 10, Comes.SEEN),  # exports: field rights
    # duplicates
    ("customer.side", "merges", merges_panel, 80, Comes.SEEN),
    ("customer.main", "visits", customer_visits_panel, 20, Comes.SEEN),
    # Relations
    ("customer.top", "relation", standing_panel, 5, Comes.SOON),
    ("customer.next", "open", open_things_panel, 10, Comes.SOON),
    ("customer.main", "history", history_panel, 40, Comes.SEEN),
    ("my_day.main", "due", due_panel, 10, Comes.SOON),
    # The customer's master: people, notes, files, group, tags
    ("customer.main", "contacts", contact_panel, 30, Comes.SEEN),
    ("customer.main", "notes", note_panel, 35, Comes.SEEN),
    ("customer.side", "group", group_panel, 40, Comes.SEEN),
    ("customer.side", "tags", tag_panel, 50, Comes.SEEN),
    ("customer.side", "files", file_panel, 60, Comes.SEEN),
    ("my_day.side", "standing", my_standing_panel, 10, Comes.SEEN),
    # ownership
    ("my_day.side", "notices", visit_notice_panel, 20, Comes.SOON),
    ("cover.main", "visits", cover_visits_panel, 10, Comes.WITH_PAGE),
    # Segments, service standards, target lists
    ("customer.next", "service", segments.service_panel, 20, Comes.SOON),
    ("customer.side", "segments", segments.segments_panel, 20, Comes.SEEN),
    ("my_day.main", "overdue", segments.my_overdue_panel, 20, Comes.SEEN),
    ("my_day.side", "targets", segments.my_targets_panel, 30, Comes.SEEN),
    # Targets: what is to be reached, and how far one is
    ("my_day.side", "attainment", targets.my_targets_panel, 15, Comes.SEEN),
    ("person.side", "attainment", targets.person_targets_panel, 10, Comes.SEEN),
    # Duties
    ("my_day.main", "duties", duties.due_panel, 5, Comes.SOON),
    ("team.main", "duties", duties.team_panel, 10, Comes.SOON),
    ("person.main", "duties", duties.person_panel, 10, Comes.SEEN),
    # Plans due, plans of the team, the visits of a day plan
    ("my_day.side", "plans", plan_due_panel, 5, Comes.SOON),
    ("team.main", "plans", team_plans_panel, 10, Comes.SEEN),
    ("plan.main", "visits", plan_visits_panel, 10, Comes.WITH_PAGE),
    # Time, and what is checked of a working day
    ("person.main", "time", time_panel, 20, Comes.SEEN),
    ("team.main", "time", short_time_panel, 40, Comes.SEEN),
    ("team.main", "spots", spot_panel, 10, Comes.SOON),
    ("team.main", "unread", unread_panel, 30, Comes.SEEN),
    ("team.main", "coaching", coaching_due_panel, 35, Comes.SEEN),
    ("person.side", "coaching", coaching_panel, 20, Comes.SEEN),
    ("log.side", "coaching", log_panel, 10, Comes.SEEN),
    ("my_day.side", "checks", mine_panel, 15, Comes.SOON),
    # Findings, how a customer likes to be met, the first contact with a person
    ("customer.side", "findings", finding_panel, 15, Comes.SEEN),
    ("visit.side", "first_contact", first_contact_panel, 10, Comes.SOON),
    # Meetings: today's and what was agreed; those due
    ("my_day.main", "meetings", my_meetings_panel, 5, Comes.SOON),
    ("team.main", "meetings", due_meetings_panel, 40, Comes.SOON),
    ("page.top", "bell", bell_panel, 10, Comes.WITH_PAGE),
]


def connect() -> None:
    for slot, name, render, order, comes in PANELS:
        slots.register(slot, name, render, order, comes=comes)
