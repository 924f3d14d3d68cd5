"""What counts and what is drafted: pure functions of days, logs, visits and findings."""

from kejing.domain.visits.rules.checklists import (
    BadAnswer,
    Kept,
    Point,
    checked_answers,
    points_of,
    standards_kept,
)
from kejing.domain.visits.rules.fieldwork import Fieldwork, Word, fieldwork_of
from kejing.domain.visits.rules.figures import FieldFigures, order_score
from kejing.domain.visits.rules.logs import (
    DraftHours,
    Held,
    LogDraft,
    LogRecord,
    Parts,
    Rhythm,
    Share,
    Unheld,
    draft_log,
    earliest_day,
    is_on_time,
    log_record,
    with_sections,
)
from kejing.domain.visits.rules.photos import MOST_PIXELS, Picture, read_photo
from kejing.domain.visits.rules.routes import moved, overlapping, route_order
from kejing.domain.visits.rules.stays import coarse, departure, minutes_between
from kejing.domain.visits.rules.time_use import MINUTES_A_DAY, Targets, TimeUse

__all__ = [
    "MINUTES_A_DAY",
    "MOST_PIXELS",
    "BadAnswer",
    "DraftHours",
    "FieldFigures",
    "Fieldwork",
    "Held",
    "Kept",
    "LogDraft",
    "LogRecord",
    "Parts",
    "Picture",
    "Point",
    "Rhythm",
    "Share",
    "Targets",
    "TimeUse",
    "Unheld",
    "Word",
    "checked_answers",
    "coarse",
    "departure",
    "draft_log",
    "earliest_day",
    "fieldwork_of",
    "is_on_time",
    "log_record",
    "minutes_between",
    "moved",
    "order_score",
    "overlapping",
    "points_of",
    "read_photo",
    "route_order",
    "standards_kept",
    "with_sections",
]
