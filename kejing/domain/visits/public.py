"""The door of `visits`."""

from kejing.domain.visits.actions import (
    cancel_visit,
    correct_log,
    correct_visit,
    plan_visit,
    record_planned,
    record_visit,
    reschedule_visit,
    review_log,
    submit_log,
)
from kejing.domain.visits.events import LogReviewed, LogSubmitted, VisitRecorded
from kejing.domain.visits.queries import (
    SNAPSHOT_VIEWS,
    contact_days,
    draft_of_day,
    due_plans,
    last_contacts,
    last_day_held,
    log_handed_in,
    unreviewed_logs,
    visit_happenings,
    waiting_reviews,
)

__all__ = [
    "SNAPSHOT_VIEWS",
    "LogReviewed",
    "LogSubmitted",
    "VisitRecorded",
    "cancel_visit",
    "contact_days",
    "correct_log",
    "correct_visit",
    "draft_of_day",
    "due_plans",
    "last_contacts",
    "last_day_held",
    "log_handed_in",
    "plan_visit",
    "record_planned",
    "record_visit",
    "reschedule_visit",
    "review_log",
    "submit_log",
    "unreviewed_logs",
    "visit_happenings",
    "waiting_reviews",
]
