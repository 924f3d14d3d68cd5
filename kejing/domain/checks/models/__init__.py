"""Tables of checks."""

from kejing.domain.checks.models.coaching import Coaching
from kejing.domain.checks.models.inspections import Inspection, InspectionSample, InspectionScore
from kejing.domain.checks.models.policy import PolicyVersion
from kejing.domain.checks.models.questions import Question
from kejing.domain.checks.models.spot import SpotCheck

__all__ = [
    "Coaching",
    "Inspection",
    "InspectionSample",
    "InspectionScore",
    "PolicyVersion",
    "Question",
    "SpotCheck",
]
