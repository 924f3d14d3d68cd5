"""The door of `duties`: evidence comes in here, and what waits is asked for."""

from kejing.domain.duties.actions import cleared, generate_duties, retrace, trace
from kejing.domain.duties.queries import Whereabouts, due_soon
from kejing.domain.duties.vocabulary import ABSENCES, EVIDENCE, GENERATE, IDLE, EvidenceKind

__all__ = [
    "ABSENCES",
    "EVIDENCE",
    "GENERATE",
    "IDLE",
    "EvidenceKind",
    "Whereabouts",
    "cleared",
    "due_soon",
    "generate_duties",
    "retrace",
    "trace",
]
