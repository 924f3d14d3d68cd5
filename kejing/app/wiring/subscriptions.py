"""Who listens to what, in two columns: in the same transaction, and after its commit."""

from kejing.domain.customers.public import CustomersAssigned
from kejing.domain.performance.public import MonthClosed
from kejing.domain.segments import public as segments
from kejing.domain.visits.public import VisitCorrected, VisitRecorded, follow_customers
from kejing.foundation.kernel import events

SUBSCRIPTIONS: list[tuple[type, list[events.Handler], list[events.Handler]]] = [
    # Open plans go to whoever has the customers now.
    (CustomersAssigned, [follow_customers], []),
    # Contacts count at once; membership of segments is worked out anew by the worker after a close.
    (VisitRecorded, [segments.follow_visit], []),
    (VisitCorrected, [segments.follow_visit], []),
    (MonthClosed, [segments.follow_close], []),
    # ANCHOR targets
    # ANCHOR duties
    # ANCHOR plans
    # ANCHOR visits (issue 4)
    # ANCHOR checks
    # ANCHOR notices
    # ANCHOR meetings
]


def connect() -> None:
    for event, same_transaction, after_commit in SUBSCRIPTIONS:
        for handler in same_transaction:
            events.subscribe(event, handler)
        for handler in after_commit:
            events.subscribe(event, handler, after_commit=True)
