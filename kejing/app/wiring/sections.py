"""Sections of composed documents (reports, meeting packs, plan drafts): document → providers, in order."""

from collections.abc import Callable
from typing import Any

from kejing.app.wiring import work
from kejing.app.wiring.duties import away, no_logs_waiting, visit_evidence, work_evidence
from kejing.domain.checks.public import ABSENCES as NOT_DRAWN
from kejing.domain.duties.public import ABSENCES, EVIDENCE, IDLE
from kejing.domain.meetings.public import ABSENT, FIGURES, work_figures
from kejing.domain.performance import public as performance
from kejing.domain.plans.public import DRAFT
from kejing.domain.relations import public as relations
from kejing.domain.relations.public import HOURS_TO_ANSWER, promise_proposals
from kejing.domain.relations.public import visit_brief as relations_brief
from kejing.domain.segments import public as segments
from kejing.domain.segments.public import contact_proposals, hours_to_answer
from kejing.domain.segments.public import visit_brief as segments_brief
from kejing.domain.targets.public import ACTUALS
from kejing.domain.visits import public as visits
from kejing.foundation.kernel import sections

SECTIONS: list[tuple[str, str, Callable[..., Any]]] = [
    # The preview of a transfer: what goes along with the customers
    ("customers.transfer", "plans", visits.plans_along),
    (HOURS_TO_ANSWER, "segments", hours_to_answer),  # service standards
    # Targets: what is reached of activities
    (ACTUALS, "visits", work.visits_held),
    # Duties: where evidence is made; for whom nothing waits; who is away
    (EVIDENCE, "visits", visit_evidence),
    (EVIDENCE, "work", work_evidence),
    (ABSENCES, "org", away),
    (IDLE, "visits", no_logs_waiting),
    # What a plan is drafted from; the name is kept with each action
    (DRAFT, "targets", work.target_proposals),
    (DRAFT, "visits", visits.visit_proposals),
    (DRAFT, "relations", promise_proposals),
    (DRAFT, "segments", contact_proposals),
    # What to know before the visits of a day
    (visits.BRIEF, "relations", relations_brief),
    (visits.BRIEF, "segments", segments_brief),
    # What a log is drafted from besides visits
    (visits.DRAFT, "meetings", work.log_meetings),
    # Who is away: not called by surprise, excused from meetings
    (NOT_DRAWN, "org", work.away_today),
    (ABSENT, "org", work.absent_from_meeting),
    # The figures of a meeting, each under its reader's walls
    (FIGURES, "visits", work_figures),
    (FIGURES, "performance", performance.meeting_figures),
    (FIGURES, "segments", segments.meeting_figures),
    (FIGURES, "relations", relations.meeting_figures),
]


def connect() -> None:
    for document, name, provider in SECTIONS:
        sections.register(document, name, provider)
