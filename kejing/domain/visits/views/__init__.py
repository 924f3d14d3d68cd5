"""HTTP ↔ one query and one action each."""

from kejing.domain.visits.views.contacts import cover_visits_panel, crossed_contacts, notice_panel
from kejing.domain.visits.views.logs import (
    correct_log,
    explain_reviews,
    log_page,
    my_logs,
    review_queue,
    submit_log,
)
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
    "cancel_visit",
    "correct_log",
    "correct_visit",
    "cover_visits_panel",
    "crossed_contacts",
    "customer_visits_panel",
    "development",
    "explain_rate",
    "explain_reviews",
    "explain_time",
    "log_page",
    "my_day",
    "my_logs",
    "notice_panel",
    "person_page",
    "plan_visit",
    "record_planned",
    "record_visit",
    "reschedule_visit",
    "review_queue",
    "submit_log",
    "team_board",
    "time_board",
    "time_use",
    "visit_list",
    "visit_page",
]
