"""The door of `checks`."""

from kejing.domain.checks.actions.coaching import answer_coaching, follow_coaching, record_coaching
from kejing.domain.checks.actions.inspections import (
    open_inspection,
    plan_inspection,
    reply_inspection,
    score_inspection,
)
from kejing.domain.checks.actions.questions import answer_question, close_question, raise_questions
from kejing.domain.checks.actions.spot import ask_chance, record_spot_check
from kejing.domain.checks.events import (
    CoachingRecorded,
    InspectionDone,
    QuestionRaised,
    SpotCheckDone,
    SpotCheckDrawn,
)
from kejing.domain.checks.queries.draws import ABSENCES
from kejing.domain.checks.queries.spot import spots_to_make

__all__ = [
    "ABSENCES",
    "CoachingRecorded",
    "InspectionDone",
    "QuestionRaised",
    "SpotCheckDone",
    "SpotCheckDrawn",
    "answer_coaching",
    "answer_question",
    "ask_chance",
    "close_question",
    "follow_coaching",
    "open_inspection",
    "plan_inspection",
    "raise_questions",
    "record_coaching",
    "record_spot_check",
    "reply_inspection",
    "score_inspection",
    "spots_to_make",
]
