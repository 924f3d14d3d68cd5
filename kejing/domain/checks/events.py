"""What this module announces."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class SpotCheckDrawn:
    """Somebody of a unit is to be called until `due_at`. Whom is not said: tell those who may call, nobody else."""

    spot_check_id: int
    unit_id: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class SpotCheckDone:
    spot_check_id: int
    staff_id: int
    checker_id: int
    reached: bool


@dataclass(frozen=True, slots=True)
class InspectionDone:
    inspection_id: int
    staff_id: int
    inspector_id: int
    on: date
    surprise: bool


@dataclass(frozen=True, slots=True)
class CoachingRecorded:
    coaching_id: int
    staff_id: int
    coach_id: int
    check_on: date


@dataclass(frozen=True, slots=True)
class QuestionRaised:
    """Unusual entries made the system ask; the person may answer until `answer_due`."""

    question_id: int
    staff_id: int
    answer_due: date
