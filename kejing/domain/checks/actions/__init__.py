"""Every change this module makes."""

from kejing.domain.checks.actions.coaching import answer_coaching, follow_coaching, record_coaching
from kejing.domain.checks.actions.inspections import (
    open_inspection,
    plan_inspection,
    reply_inspection,
    score_inspection,
)
from kejing.domain.checks.actions.questions import answer_question, close_question, raise_questions
from kejing.domain.checks.actions.spot import ask_chance, draw_spot_check, record_spot_check

__all__ = [
    "answer_coaching",
    "answer_question",
    "ask_chance",
    "close_question",
    "draw_spot_check",
    "follow_coaching",
    "open_inspection",
    "plan_inspection",
    "raise_questions",
    "record_coaching",
    "record_spot_check",
    "reply_inspection",
    "score_inspection",
]
