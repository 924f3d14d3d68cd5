"""Who listens to what, in two columns: in the same transaction, and after its commit."""

from kejing.domain.performance.public import MonthClosed
from kejing.domain.segments import public as segments
from kejing.domain.visits.public import VisitCorrected, VisitRecorded
from kejing.foundation.kernel import events

SUBSCRIPTIONS: list[tuple[type, list[events.Handler], list[events.Handler]]] = [
    # Segments and service standards: contacts at once, membership after a close by the worker
    (VisitRecorded, [segments.follow_visit], []),
    (VisitCorrected, [segments.follow_visit], []),
    (MonthClosed, [segments.follow_close], []),
]


def connect() -> None:
    for event, same_transaction, after_commit in SUBSCRIPTIONS:
        for handler in same_transaction:
            events.subscribe(event, handler)
        for handler in after_commit:
            events.subscribe(event, handler, after_commit=True)
