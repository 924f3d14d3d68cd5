"""Visits planned and held, what was found there, and the logs written from them."""

from kejing.domain.visits.models.field import (
    Checklist,
    ChecklistAnswer,
    Etiquette,
    FieldPolicy,
    Photo,
    PhotoContent,
    Place,
)
from kejing.domain.visits.models.findings import Finding, FindingStep
from kejing.domain.visits.models.people import FirstMeeting, InternalContact
from kejing.domain.visits.models.time_use import TimeEntry, TimeTargets, WorkType
from kejing.domain.visits.models.visits import Log, LogCorrection, Review, Settings, Visit

__all__ = [
    "Checklist",
    "ChecklistAnswer",
    "Etiquette",
    "FieldPolicy",
    "Finding",
    "FindingStep",
    "FirstMeeting",
    "InternalContact",
    "Log",
    "LogCorrection",
    "Photo",
    "PhotoContent",
    "Place",
    "Review",
    "Settings",
    "TimeEntry",
    "TimeTargets",
    "Visit",
    "WorkType",
]
