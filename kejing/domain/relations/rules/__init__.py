"""What is computed and decided about relations: values in, values out."""

from kejing.domain.relations.rules.needs import Held, white_spots
from kejing.domain.relations.rules.policy import (
    AlarmRule,
    Bound,
    Course,
    Policy,
    Weights,
    Word,
    named,
    policy_of,
)
from kejing.domain.relations.rules.ratings import (
    GRADES,
    Dated,
    Part,
    Score,
    Share,
    Standing,
    days_before,
    kept_share,
    score,
    solved_share,
    standing,
    trend,
)
from kejing.domain.relations.rules.risks import Foresight, Happened, Warned, fallen, foresight
from kejing.domain.relations.rules.stages import is_step_back

__all__ = [
    "GRADES",
    "AlarmRule",
    "Bound",
    "Course",
    "Dated",
    "Foresight",
    "Happened",
    "Held",
    "Part",
    "Policy",
    "Score",
    "Share",
    "Standing",
    "Warned",
    "Weights",
    "Word",
    "days_before",
    "fallen",
    "foresight",
    "is_step_back",
    "kept_share",
    "named",
    "policy_of",
    "score",
    "solved_share",
    "standing",
    "trend",
    "white_spots",
]
