"""The door of `visits`."""

from kejing.domain.visits.actions import (cancel_visit, correct_log, correct_visit, follow_customers, plan_visit, record_planned, record_visit, reschedule_visit, review_log, submit_log,)
from kejing.domain.visits.events import LogReviewed, LogSubmitted, VisitCorrected, VisitRecorded
from kejing.domain.visits.queries import (CONTACTS_BETWEEN, FIRST_CONTACT_SINCE, LAST_CONTACT, LAST_CONTACTS, SNAPSHOT_VIEWS, VISIT_HAPPENINGS, contact_days, draft_of_day, due_plans, last_contacts, last_day_held, log_handed_in, openable, plans_along, unreviewed_logs, waiting_reviews,)

__all__ = [
    "CONTACTS_BETWEEN",
    "FIRST_CONTACT_SINCE",
    "LAST_CONTACT",
    "LAST_CONTACTS",
    "LogReviewed",
    "LogSubmitted",
    "SNAPSHOT_VIEWS",
    "VISIT_HAPPENINGS",
    "VisitCorrected",
    "VisitRecorded",
    "cancel_visit",
    "contact_days",
    "correct_log",
    "correct_visit",
    "draft_of_day",
    "due_plans",
    "follow_customers",
    "last_contacts",
    "last_day_held",
    "log_handed_in",
    "openable",
    "plan_visit",
    "plans_along",
    "record_planned",
    "record_visit",
    "reschedule_visit",
    "review_log",
    "submit_log",
    "unreviewed_logs",
    "waiting_reviews",
]
