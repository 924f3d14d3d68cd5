"""Whose lines a thing's history is merged from: (subject, source, who gives its lines)."""

from kejing.domain.customers.public import OWNERSHIP_HAPPENINGS
from kejing.domain.relations.public import RELATION_HAPPENINGS
from kejing.domain.visits.public import VISIT_HAPPENINGS
from kejing.foundation.kernel import history

HISTORIES: list[tuple[str, str, history.Source]] = [
    ("customer", "ownership", OWNERSHIP_HAPPENINGS),
    ("customer", "relations", RELATION_HAPPENINGS),
    ("customer", "visits", VISIT_HAPPENINGS),
]


def connect() -> None:
    for subject, name, source in HISTORIES:
        history.register(subject, name, source)
