"""Every change this module makes."""

from kejing.domain.visits.actions.following import follow_customers
from kejing.domain.visits.actions.logs import correct_log, submit_log
from kejing.domain.visits.actions.plans import settle_plans
from kejing.domain.visits.actions.reviews import review_log
from kejing.domain.visits.actions.visits import (
    cancel_visit,
    correct_visit,
    plan_visit,
    record_planned,
    record_visit,
    reschedule_visit,
)

__all__ = [
    "cancel_visit",
    "correct_log",
    "correct_visit",
    "follow_customers",
    "plan_visit",
    "record_planned",
    "record_visit",
    "reschedule_visit",
    "review_log",
    "settle_plans",
    "submit_log",
]
