"""Who listens to what, in two columns: in the same transaction, and after its commit."""

from kejing.app.wiring import duties, notices
from kejing.domain.checks.public import (
    CoachingRecorded,
    InspectionDone,
    QuestionRaised,
    SpotCheckDone,
    SpotCheckDrawn,
)
from kejing.domain.customers.public import CustomersAssigned, UnlockAsked
from kejing.domain.meetings.public import ActionAgreed, MeetingHeld
from kejing.domain.org.public import AbsenceAsked, AbsenceDecided, CoverArranged
from kejing.domain.performance.public import MonthClosed
from kejing.domain.plans.public import PlanDecided, PlansBound, PlanSubmitted
from kejing.domain.relations.public import SignalRaised
from kejing.domain.segments import public as segments
from kejing.domain.targets.public import TargetCascaded
from kejing.domain.visits.public import (
    FindingDue,
    FindingEscalated,
    LogReviewed,
    LogSubmitted,
    VisitCorrected,
    VisitRecorded,
    follow_customers,
    settle_plans,
)
from kejing.engines.interchange.public import ExportDecided
from kejing.foundation.kernel import events

SUBSCRIPTIONS: list[tuple[type, list[events.Handler], list[events.Handler]]] = [
    # Open plans go to whoever has the customers now.
    (CustomersAssigned, [follow_customers], []),
    # Contacts count at once; membership of segments is worked out anew by the worker after a close.
    (VisitRecorded, [segments.follow_visit], []),
    (VisitCorrected, [segments.follow_visit], []),
    (MonthClosed, [segments.follow_close], []),
    # Duties are done by their traces.
    (VisitRecorded, [duties.visit_held], []),
    (LogSubmitted, [duties.log_submitted], []),
    (LogReviewed, [duties.log_reviewed], []),
    (PlanSubmitted, [duties.plan_submitted], []),
    (PlansBound, [duties.plans_bound], []),
    (TargetCascaded, [duties.targets_set, notices.targets_set], []),
    (MeetingHeld, [duties.meeting_held], []),
    (SpotCheckDone, [duties.spot_checked], []),
    (InspectionDone, [duties.inspected, notices.inspected], []),
    # What a plan had in it was done.
    (VisitRecorded, [settle_plans, segments.settle_contacts], []),
    # What people are told of in their inbox, in the transaction of what happened; mails and calls go out after it.
    (LogReviewed, [notices.log_reviewed], []),
    (CustomersAssigned, [notices.customers_assigned], []),
    (UnlockAsked, [notices.unlock_asked], []),
    (ExportDecided, [notices.export_decided], []),
    (CoverArranged, [notices.cover_arranged], []),
    (AbsenceAsked, [notices.absence_asked], []),
    (AbsenceDecided, [notices.absence_decided], []),
    (SignalRaised, [notices.signal_raised], []),
    (PlanDecided, [notices.plan_decided], []),
    (SpotCheckDrawn, [notices.spot_check_drawn], []),
    (CoachingRecorded, [notices.coaching_recorded], []),
    (QuestionRaised, [notices.question_raised], []),
    (ActionAgreed, [notices.action_agreed], []),
    (FindingEscalated, [notices.finding_escalated], []),
    (FindingDue, [notices.finding_due], []),
]


def connect() -> None:
    for event, same_transaction, after_commit in SUBSCRIPTIONS:
        for handler in same_transaction:
            events.subscribe(event, handler)
        for handler in after_commit:
            events.subscribe(event, handler, after_commit=True)
