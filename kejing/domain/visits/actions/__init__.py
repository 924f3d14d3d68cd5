"""Every change this module makes."""

from kejing.domain.visits.actions.checklists import note_etiquette
from kejing.domain.visits.actions.findings import (
    add_finding,
    answer_finding,
    check_finding,
    escalate_finding,
    follow_findings,
)
from kejing.domain.visits.actions.following import follow_customers
from kejing.domain.visits.actions.logs import correct_log, submit_log
from kejing.domain.visits.actions.people import log_internal, prepare_first_contact
from kejing.domain.visits.actions.photos import add_photo, forget_photos
from kejing.domain.visits.actions.plans import settle_plans
from kejing.domain.visits.actions.recording import record_planned, record_visit
from kejing.domain.visits.actions.reviews import review_log
from kejing.domain.visits.actions.route import move_in_route
from kejing.domain.visits.actions.stays import check_in, check_out, drop_in, forget_places
from kejing.domain.visits.actions.visits import (
    cancel_visit,
    correct_visit,
    plan_visit,
    reschedule_visit,
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
    "drop_in",
    "escalate_finding",
    "follow_customers",
    "follow_findings",
    "forget_photos",
    "forget_places",
    "log_internal",
    "move_in_route",
    "note_etiquette",
    "plan_visit",
    "prepare_first_contact",
    "record_planned",
    "record_visit",
    "reschedule_visit",
    "review_log",
    "settle_plans",
    "submit_log",
]
