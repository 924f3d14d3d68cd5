"""HTTP ↔ one query or one action each."""

from kejing.domain.checks.views.coaching import coaching_list, coaching_page, follow_coaching, record_coaching
from kejing.domain.checks.views.inspections import (
    inspection_list,
    inspection_page,
    open_inspection,
    plan_inspection,
    reply_inspection,
)
from kejing.domain.checks.views.questions import close_question, question_list, question_page, unread_logs
from kejing.domain.checks.views.spot import explain_spots, my_checks, spot_list, spot_page

__all__ = [
    "close_question",
    "coaching_list",
    "coaching_page",
    "explain_spots",
    "follow_coaching",
    "inspection_list",
    "inspection_page",
    "my_checks",
    "open_inspection",
    "plan_inspection",
    "question_list",
    "question_page",
    "record_coaching",
    "reply_inspection",
    "spot_list",
    "spot_page",
    "unread_logs",
]
