"""Who listens to what, in two columns: in the same transaction, and after its commit."""

from kejing.domain.customers.public import CustomersAssigned
from kejing.domain.visits.public import follow_customers
from kejing.foundation.kernel import events

SUBSCRIPTIONS: list[tuple[type, list[events.Handler], list[events.Handler]]] = [
    # ownership
    (CustomersAssigned, [follow_customers], []),
]


def connect() -> None:
    for event, same_transaction, after_commit in SUBSCRIPTIONS:
        for handler in same_transaction:
            events.subscribe(event, handler)
        for handler in after_commit:
            events.subscribe(event, handler, after_commit=True)
