"""How the modules above tell `duties` what was done, and where it is done. Not a part with a list of its own:
`subscriptions` and `sections` name these.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from kejing.domain.checks.public import InspectionDone, SpotCheckDone
from kejing.domain.duties import public as duties
from kejing.domain.duties.public import EvidenceKind, Whereabouts
from kejing.domain.meetings.public import MeetingHeld
from kejing.domain.org.public import absences_between
from kejing.domain.plans.public import PlansBound, PlanSubmitted
from kejing.domain.targets.public import TargetCascaded
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

WEEK = timedelta(days=7)


def _actor() -> Actor:
    """Who did what is announced: events come inside her action."""
    actor = current_actor()
    assert actor is not None
    return actor


def visit_held(event: VisitRecorded) -> None:
    _trace(event.staff_id, EvidenceKind.VISIT, "visit", event.visit_id, event.on)


def log_submitted(event: LogSubmitted) -> None:
    _trace(event.staff_id, EvidenceKind.LOG, "log", event.log_id, event.day)


def log_reviewed(event: LogReviewed) -> None:
    """The reviewer's duty is done up to the most urgent log that still waits for her."""
    actor = _actor()
    duties.cleared(
        actor=actor, staff_id=event.reviewer_id, kind=EvidenceKind.LOGS_REVIEWED, at=clock.now(),
        waiting_due=waiting_reviews(actor).next_due_at,
    )  # fmt: skip


def plan_submitted(event: PlanSubmitted) -> None:
    _trace(event.staff_id, f"plan.submitted:{event.kind}", "plan", event.plan_id, event.start)


def plans_bound(event: PlansBound) -> None:
    _trace(event.staff_id, EvidenceKind.PLAN_BOUND, "binder", event.binder_id, event.month)


def targets_set(event: TargetCascaded) -> None:
    """Whoever broke a week's target down to people has set their week."""
    actor = _actor()
    if actor.staff_id and event.staff_ids and event.ends - event.begins == WEEK:
        _trace(actor.staff_id, EvidenceKind.TARGETS_WEEK, "target", event.target_id, event.begins)


def meeting_held(event: MeetingHeld) -> None:
    _trace(event.leader_id, f"meeting.held:{event.kind}", "meeting", event.meeting_id, event.day)


def spot_checked(event: SpotCheckDone) -> None:
    _trace(event.checker_id, EvidenceKind.SPOT_CHECK, "spot_check", event.spot_check_id, clock.today())


def inspected(event: InspectionDone) -> None:
    kind = EvidenceKind.SURPRISE if event.surprise else EvidenceKind.INSPECTION
    _trace(event.inspector_id, kind, "inspection", event.inspection_id, event.on)


def _trace(staff_id: int, kind: str, subject: str, subject_id: int, on: date) -> None:
    """A kind that no duty asks for settles none."""
    duties.trace(
        actor=_actor(), staff_id=staff_id, kind=kind, subject=subject, subject_id=subject_id, at=clock.now(), on=on
    )  # fmt: skip


def away(*, actor: Actor, start: date, end: date) -> list[tuple[int, date, date]]:  # asked by the system
    return absences_between(start, end)


def work_evidence(*, actor: Actor) -> Whereabouts:  # the same for everybody
    """Where plans, targets, meetings and checks are made, and where one is shown."""
    kinds = [kind.value for kind in EvidenceKind]
    screens = {
        **{kind: "plans:my_plans" for kind in kinds if kind.startswith("plan.submitted:")},
        **{kind: "meetings:meeting_list" for kind in kinds if kind.startswith("meeting.held:")},
        EvidenceKind.PLAN_BOUND: "plans:binder_list",
        EvidenceKind.TARGETS_WEEK: "targets:target_tree",
        EvidenceKind.SPOT_CHECK: "checks:spot_list",
        EvidenceKind.INSPECTION: "checks:inspection_list",
        EvidenceKind.SURPRISE: "checks:inspection_list",
    }
    pages = {
        "plan": "plans:plan_page", "binder": "plans:binder_page", "target": "targets:target_page",
        "meeting": "meetings:meeting_page", "spot_check": "checks:spot_page",
        "inspection": "checks:inspection_page",
    }  # fmt: skip
    return Whereabouts(screens=screens, pages=pages)


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
