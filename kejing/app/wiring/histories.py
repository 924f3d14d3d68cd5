"""Whose lines a thing's history is merged from: (subject, source, who gives its lines)."""

from kejing.domain.customers.public import ownership_happenings
from kejing.domain.relations.public import relation_happenings
from kejing.domain.visits.public import visit_happenings
from kejing.foundation.kernel import history

HISTORIES: list[tuple[str, str, history.Source]] = [
    ("customer", "ownership", ownership_happenings),
    ("customer", "relations", relation_happenings),
    ("customer", "visits", visit_happenings),
]


def connect() -> None:
    for subject, name, source in HISTORIES:
        history.register(subject, name, source)
