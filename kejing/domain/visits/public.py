"""The door of `visits`."""

from kejing.domain.visits.actions import (
    cancel_visit,
    correct_log,
    correct_visit,
    follow_customers,
    plan_visit,
    record_planned,
    record_visit,
    reschedule_visit,
    review_log,
    submit_log,
)
from kejing.domain.visits.events import (
    LogReviewed,
    LogSubmitted,
    VisitRecorded,
)
from kejing.domain.visits.queries import (
    LAST_CONTACT,
    SNAPSHOT_VIEWS,
    draft_of_day,
    due_plans,
    last_day_held,
    log_handed_in,
    openable,
    unreviewed_logs,
    waiting_reviews,
)

__all__ = [
    "LAST_CONTACT",
    "SNAPSHOT_VIEWS",
    "LogReviewed",
    "LogSubmitted",
    "VisitRecorded",
    "cancel_visit",
    "correct_log",
    "correct_visit",
    "draft_of_day",
    "due_plans",
    "follow_customers",
    "last_day_held",
    "log_handed_in",
    "openable",
    "plan_visit",
    "record_planned",
    "record_visit",
    "reschedule_visit",
    "review_log",
    "submit_log",
    "unreviewed_logs",
    "waiting_reviews",
]
