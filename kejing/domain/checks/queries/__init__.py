"""Everything this module reads."""

from kejing.domain.checks.queries.coaching import (
    coached_from_log,
    coaching_due,
    coaching_list,
    coaching_page,
    person_coaching,
)
from kejing.domain.checks.queries.draws import ABSENCES
from kejing.domain.checks.queries.inspections import inspection_list, inspection_page
from kejing.domain.checks.queries.mine import my_checks, waiting_for_me
from kejing.domain.checks.queries.people import to_coach, to_inspect
from kejing.domain.checks.queries.questions import question_list, question_page
from kejing.domain.checks.queries.spot import (
    explain_coverage,
    spot_list,
    spot_page,
    spots_to_make,
    waiting_spots,
)
from kejing.domain.checks.queries.unread import unread_above, unread_logs

__all__ = [
    "ABSENCES",
    "coached_from_log",
    "coaching_due",
    "coaching_list",
    "coaching_page",
    "explain_coverage",
    "inspection_list",
    "inspection_page",
    "my_checks",
    "person_coaching",
    "question_list",
    "question_page",
    "spot_list",
    "spot_page",
    "spots_to_make",
    "to_coach",
    "to_inspect",
    "unread_above",
    "unread_logs",
    "waiting_for_me",
    "waiting_spots",
]
