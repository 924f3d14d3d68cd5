"""Sections of composed documents (reports, meeting packs, plan drafts): document → providers, in order."""

from collections.abc import Callable
from typing import Any

from kejing.domain.relations.public import HOURS_TO_ANSWER
from kejing.domain.segments.public import hours_to_answer
from kejing.domain.visits import public as visits
from kejing.foundation.kernel import sections

SECTIONS: list[tuple[str, str, Callable[..., Any]]] = [
    # The preview of a transfer: what goes along with the customers
    ("customers.transfer", "plans", visits.plans_along),
    (HOURS_TO_ANSWER, "segments", hours_to_answer),  # service standards
    # ANCHOR targets
    # ANCHOR duties
    # ANCHOR plans
    # ANCHOR visits (issue 4)
    # ANCHOR checks
    # ANCHOR meetings
]


def connect() -> None:
    for document, name, provider in SECTIONS:
        sections.register(document, name, provider)
