"""Which meetings are due, overdue, missed; visible upward. Items A4.53, A4.55."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.meetings import access
from kejing.domain.meetings.queries.kinds import KindCard, kinds
from kejing.domain.meetings.rules import Period, periods, standing, stretch
from kejing.domain.meetings.vocabulary import RUN, Cadence, DueState, MeetingState
from kejing.domain.org.public import team, unit_names
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.workdays import workdays
from kejing.foundation.ui import formats
from kejing.foundation.ui.explanation import Criterion, Explanation, Fact, Rule
from kejing.foundation.ui.formats import local

MOST_SHOWN = 12
LATE = (DueState.OVERDUE, DueState.MISSED)
Found = Mapping[tuple[int, int], Sequence[tuple[int, date, str]]]
"""(kind, unit) → meetings there: id, day, state; ascending by day."""


@dataclass(frozen=True, slots=True)
class DueMeeting:
    """What a unit owes for a period. `meeting_id`: the one held or called for it; `led`: the reader's own to lead."""

    kind: KindCard
    unit_id: int
    unit: str
    period: Period
    state: DueState
    days_late: int
    meeting_id: int | None
    held_on: date | None
    led: bool

    @property
    def is_late(self) -> bool:
        return self.state in LATE

    @property
    def why(self) -> str:
        return reverse("meetings:explain_due", args=[self.kind.code, self.unit_id, self.period.start])


@dataclass(frozen=True, slots=True)
class DueMeetings:
    """Those that are late, the latest first, then those ahead; `more` beyond what is shown."""

    rows: tuple[DueMeeting, ...]
    late: int
    more: int


def sees_due(actor: Actor) -> bool:
    return actor.sees_all or bool(actor.units)


def due_meetings(*, actor: Actor, most: int = MOST_SHOWN) -> DueMeetings:
    """What the units in scope owe: late ones and those still to be held. Nothing for who leads nobody.

    Five queries, whatever the units.
    """
    rows = (
        [row for row in all_due(actor) if row.state is DueState.AHEAD or row.is_late]
        if sees_due(actor)
        else []
    )
    rows.sort(
        key=lambda row: (not row.is_late, row.state is DueState.MISSED, -row.days_late, row.period.due_on)
    )
    return DueMeetings(tuple(rows[:most]), sum(row.is_late for row in rows), max(len(rows) - most, 0))


def all_due(actor: Actor) -> list[DueMeeting]:
    """Every period of every kind of every unit in scope whose role leads it, as far back as the kind says."""
    today = clock.today()
    with_cadence = [kind for kind in kinds() if kind.rules.cadence != Cadence.NONE]
    units = _units(actor, with_cadence, today)
    if not units:
        return []
    known = clock.calendar_overrides()
    wanted = {kind.id: _periods(kind, today, known) for kind in with_cadence}
    first = min((one.start for spans in wanted.values() for one in spans), default=today)
    found = _found(actor, {unit for unit, _kind in units}, first)
    names = unit_names({unit for unit, _kind in units})
    return [
        _row(actor, kind, unit, local(*names[unit]), period, found, today)
        for kind in with_cadence
        for unit in sorted({unit for unit, code in units if code == kind.code})
        for period in wanted[kind.id]
    ]


def _units(actor: Actor, with_cadence: Iterable[KindCard], today: date) -> set[tuple[int, str]]:
    """(unit, kind) of units in scope in which somebody's role leads the kind."""
    roles = {role for kind in with_cadence for role in kind.rules.led_by}
    leading: dict[int, set[str]] = defaultdict(set)
    for member in team(actor, today, roles):
        leading[member.unit_id].add(member.role)
    return {
        (unit, kind.code)
        for kind in with_cadence
        for unit, there in leading.items()
        if there & set(kind.rules.led_by) and (actor.sees_all or unit in actor.units)
    }


def _periods(kind: KindCard, today: date, known: Mapping[date, bool]) -> list[Period]:
    first, last = stretch(kind.rules.cadence, kind.since, today)
    return periods(kind.rules, kind.since, today, workdays(first, last, known))


def _found(actor: Actor, units: Iterable[int], first: date) -> Found:
    rows = (
        access.visible(actor).filter(unit_id__in=units, day__gte=first).exclude(state=MeetingState.CANCELLED)
    )
    found: dict[tuple[int, int], list[tuple[int, date, str]]] = defaultdict(list)
    for kind, unit, pk, day, state in rows.order_by("day", "id").values_list(
        "kind_id", "unit_id", "id", "day", "state"
    ):
        found[kind, unit].append((pk, day, state))
    return found


def _row(
    actor: Actor, kind: KindCard, unit_id: int, unit: str, period: Period, found: Found, today: date
) -> DueMeeting:
    there = [row for row in found.get((kind.id, unit_id), ()) if period.start <= row[1] < period.end]
    signed = next((row for row in there if row[2] == MeetingState.SIGNED), None)
    meeting = signed or next(iter(there), None)
    state, late = standing(period, signed[1] if signed else None, today)
    led = unit_id == actor.unit_id and actor.may(RUN) and actor.role in kind.rules.led_by
    return DueMeeting(
        kind, unit_id, unit, period, DueState(state), late,
        meeting_id=meeting[0] if meeting else None, held_on=signed[1] if signed else None, led=led,
    )  # fmt: skip


def due_period(kind: KindCard, day: date) -> Period | None:
    """The period in which a day lies, with the day by which its meeting is due; None where none is owed."""
    if kind.rules.cadence == Cadence.NONE:
        return None
    first, last = stretch(kind.rules.cadence, day, day)
    if first < kind.since:
        return None
    return next(
        iter(periods(kind.rules, first, first, workdays(first, last, clock.calendar_overrides()))), None
    )


def explain_due(*, actor: Actor, kind: str, unit_id: int, start: date) -> Explanation:
    """Why a meeting counts as held late, overdue or missed. Raises NotVisible (404) where none is owed."""
    name = unit_names([unit_id]).get(unit_id)
    card = next((one for one in kinds() if one.code == kind), None)
    if name is None or card is None or not (actor.sees_all or unit_id in actor.units):
        raise NotVisible
    period = due_period(card, start)
    if period is None or period.start != start:
        raise NotVisible
    found = _found(actor, [unit_id], period.start)
    return _explained(_row(actor, card, unit_id, local(*name), period, found, clock.today()))


def _explained(row: DueMeeting) -> Explanation:
    rules = row.kind.rules
    n = rules.by_workday
    words = (
        _("working day %(n)s of its period") if n > 0 else _("working day %(n)s from the end of its period")
    )
    page = reverse("meetings:meeting_page", args=[row.meeting_id]) if row.meeting_id else ""
    return Explanation(
        title=f"{row.kind.label} · {row.unit}",
        score=str(row.state.label),
        conclusion=formats.days(row.days_late) if row.days_late else formats.day(row.period.due_on),
        detail=_("days after the day by which it was due") if row.days_late else "",
        rule=Rule(row.kind.label, "v1", row.kind.since),
        criteria=(
            Criterion(_("How often"), str(Cadence(rules.cadence).label)),
            Criterion(_("Period"), f"{formats.iso(row.period.start)} – {formats.iso(row.period.last)}"),
            Criterion(_("Due by"), formats.iso(row.period.due_on), threshold=words % {"n": abs(n)}),
        ),
        facts=(Fact(row.kind.label, on=row.held_on, url=page),) if page else (),
        missing=() if row.held_on else (_("No signed minutes of a meeting in this period."),),
    )
