"""What the modules of the working day give one another: drafts, figures, who is away. `sections` names these."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from kejing.domain.meetings.public import meetings_of_day
from kejing.domain.org.public import absences_between, absences_of
from kejing.domain.plans.public import DraftItem
from kejing.domain.targets.public import Source, Span, targets_of
from kejing.domain.visits.public import DraftHours, LogDraft
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui import formats

DAY = timedelta(days=1)
VISITS_HELD = Source(
    "visits_held",
    "select id as ref, day, staff_id, unit_id, customer_id, 1::numeric as value from visits_visit where state = 'done'",
)


def visits_held(*, actor: Actor) -> Source:  # the same for everybody; it runs under her walls
    return VISITS_HELD


def target_proposals(
    *, actor: Actor, span: str, start: date, end: date, staff_id: int, **_about: Any
) -> list[DraftItem] | None:
    """For a plan: what its writer has to reach in exactly its period, still open or not. Items A4.38, A3.17."""
    found = targets_of(actor=actor, span=Span(span, start, end), staff_id=staff_id)
    return [
        DraftItem(
            key=f"target-{row.id}",
            text=_("Reach %(figure)s: %(measure)s")
            % {"figure": formats.number(row.base), "measure": row.measure.label},
            theme=next(iter(row.themes), ""),
            due_on=end - DAY,
        )
        for row in found
        if (row.span.begins, row.span.ends) == (start, end)
    ] or None


def log_meetings(*, actor: Actor, day: date) -> LogDraft | None:
    """For a log: the meetings its writer attended, as hours with colleagues."""
    if actor.staff_id is None:
        return None
    attended = meetings_of_day(actor=actor, staff_id=actor.staff_id, day=day)
    lines = tuple(_("%(meeting)s, %(n)s min") % {"meeting": row.title, "n": row.minutes} for row in attended)
    hours = DraftHours("internal", sum(row.minutes for row in attended), len(attended))
    return LogDraft(results=lines, hours=(hours,)) if attended else None


def away_today(*, actor: Actor, day: date) -> Collection[int]:  # asked by the system
    """Whom no spot check is drawn for."""
    return {staff_id for staff_id, _first, _after in absences_between(day, day + DAY)}


def absent_from_meeting(*, actor: Actor, staff_ids: list[int], day: date) -> Mapping[int, str]:
    """Who is excused from a meeting, and until when: never why."""
    found = absences_of(staff_ids, day, day + DAY)
    return {
        staff_id: _("away until %(day)s") % {"day": formats.iso(rows[-1].last_day)}
        for staff_id, rows in found.items()
        if not rows[-1].half
    }
