"""HTTP ↔ one query and one action each."""

from kejing.domain.visits.views.contacts import cover_visits_panel, crossed_contacts, notice_panel
from kejing.domain.visits.views.evidence import evidence_sheet, finding_panel
from kejing.domain.visits.views.field import explain_field, field_board, field_page
from kejing.domain.visits.views.findings import (
    add_finding,
    answer_finding,
    check_finding,
    escalate_finding,
    finding_list,
    finding_page,
)
from kejing.domain.visits.views.logs import (
    correct_log,
    explain_reviews,
    log_page,
    my_logs,
    review_queue,
    submit_log,
)
from kejing.domain.visits.views.people import (
    first_contact_panel,
    internal_list,
    log_internal,
    prepare_first_contact,
)
from kejing.domain.visits.views.photos import add_photo, show_photo
from kejing.domain.visits.views.route import move_in_route, route_of_day
from kejing.domain.visits.views.stays import check_in, check_out, drop_in, note_etiquette
from kejing.domain.visits.views.team import explain_rate, person_page, team_board
from kejing.domain.visits.views.time_use import development, explain_time, time_board, time_use
from kejing.domain.visits.views.visits import (
    cancel_visit,
    correct_visit,
    customer_visits_panel,
    my_day,
    plan_visit,
    record_planned,
    record_visit,
    reschedule_visit,
    visit_list,
    visit_page,
)

__all__ = [
    "add_finding",
    "add_photo",
    "answer_finding",
    "cancel_visit",
    "check_finding",
    "check_in",
    "check_out",
    "correct_log",
    "correct_visit",
    "cover_visits_panel",
    "crossed_contacts",
    "customer_visits_panel",
    "development",
    "drop_in",
    "escalate_finding",
    "evidence_sheet",
    "explain_field",
    "explain_rate",
    "explain_reviews",
    "explain_time",
    "field_board",
    "field_page",
    "finding_list",
    "finding_page",
    "finding_panel",
    "first_contact_panel",
    "internal_list",
    "log_internal",
    "log_page",
    "move_in_route",
    "my_day",
    "my_logs",
    "note_etiquette",
    "notice_panel",
    "person_page",
    "plan_visit",
    "prepare_first_contact",
    "record_planned",
    "record_visit",
    "reschedule_visit",
    "review_queue",
    "route_of_day",
    "show_photo",
    "submit_log",
    "team_board",
    "time_board",
    "time_use",
    "visit_list",
    "visit_page",
]
