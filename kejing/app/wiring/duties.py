"""How the modules above tell `duties` what was done, and where it is done. Not a part with a list of its own:
`subscriptions` and `sections` name these.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from kejing.domain.duties import public as duties
from kejing.domain.duties.public import EvidenceKind, Whereabouts
from kejing.domain.visits.public import (
    LogReviewed,
    LogSubmitted,
    VisitRecorded,
    none_waiting,
    waiting_reviews,
)
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import current_actor


def _actor() -> Actor:
    """Who did what is announced: events come inside her action."""
    actor = current_actor()
    assert actor is not None
    return actor


def visit_held(event: VisitRecorded) -> None:
    duties.trace(
        actor=_actor(), staff_id=event.staff_id, kind=EvidenceKind.VISIT, subject="visit", subject_id=event.visit_id,
        at=clock.now(), on=event.on,
    )  # fmt: skip


def log_submitted(event: LogSubmitted) -> None:
    duties.trace(
        actor=_actor(), staff_id=event.staff_id, kind=EvidenceKind.LOG, subject="log", subject_id=event.log_id,
        at=clock.now(), on=event.day,
    )  # fmt: skip


def log_reviewed(event: LogReviewed) -> None:
    """The reviewer's duty is done up to the most urgent log that still waits for her."""
    actor = _actor()
    duties.cleared(
        actor=actor, staff_id=event.reviewer_id, kind=EvidenceKind.LOGS_REVIEWED, at=clock.now(),
        waiting_due=waiting_reviews(actor).next_due_at,
    )  # fmt: skip


def visit_evidence(*, actor: Actor) -> Whereabouts:  # the same for everybody
    """Where visits and logs are made, and where one is shown."""
    return Whereabouts(
        screens={
            EvidenceKind.VISIT: "visits:record_visit",
            EvidenceKind.LOG: "visits:my_logs",
            EvidenceKind.LOGS_REVIEWED: "visits:review_queue",
        },
        pages={"visit": "visits:visit_page", "log": "visits:log_page"},
    )


def no_logs_waiting(
    *, actor: Actor, kind: str, staff_ids: Sequence[int], until: datetime
) -> Collection[int]:  # the system's
    """Reviewers for whom no log waits: they owe no reading that day."""
    return none_waiting(staff_ids, until) if kind == EvidenceKind.LOGS_REVIEWED else ()
