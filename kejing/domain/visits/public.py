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
from kejing.domain.visits.events import LogReviewed, LogSubmitted, VisitCorrected, VisitRecorded
from kejing.domain.visits.queries import (
    FIRST_CONTACT_SINCE,
    LAST_CONTACTS,
    SNAPSHOT_VIEWS,
    draft_of_day,
    due_plans,
    last_day_held,
    log_handed_in,
    unreviewed_logs,
    waiting_reviews,
)

__all__ = [
    "FIRST_CONTACT_SINCE",
    "LAST_CONTACTS",
    "SNAPSHOT_VIEWS",
    "LogReviewed",
    "LogSubmitted",
    "VisitCorrected",
    "VisitRecorded",
    "cancel_visit",
    "correct_log",
    "correct_visit",
    "draft_of_day",
    "due_plans",
    "last_day_held",
    "log_handed_in",
    "plan_visit",
    "record_planned",
    "record_visit",
    "reschedule_visit",
    "review_log",
    "submit_log",
    "unreviewed_logs",
    "waiting_reviews",
]
