"""What chance is asked with: teams as they are at this moment. As the system alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kejing.domain.checks.models import SpotCheck
from kejing.domain.checks.rules.policy import Policy
from kejing.domain.checks.rules.spot import Team, round_start, week_of
from kejing.domain.org.public import Member, team
from kejing.domain.visits.public import rhythm
from kejing.foundation.kernel import clock, sections
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.workdays import workdays

ABSENCES = "checks.absences"
"""The document whose sections say who is away: provider(actor=, day=) -> staff ids or None."""


@dataclass(frozen=True, slots=True)
class UnitTeam:
    """A unit's people who may be called, by staff id, and what the draw knows of them."""

    unit_id: int
    members: dict[int, Member]
    team: Team


def teams(*, actor: Actor, policy: Policy) -> list[UnitTeam]:
    """Every unit with account managers. Three queries and those of the absences, whatever their number."""
    today = clock.today()
    by_unit: dict[int, dict[int, Member]] = defaultdict(dict)
    for person in team(actor, today, most=None):
        by_unit[person.unit_id][person.staff_id] = person
    away = {staff for found in sections.collect(ABSENCES, actor=actor, day=today).values() for staff in found}
    checks = _checks_of_round(today, policy.spot.weeks)
    return [
        UnitTeam(unit, people, _team(people, away, checks, week_of(today)))
        for unit, people in by_unit.items()
    ]


def week_days(day: date) -> list[date]:
    """Its week's working days."""
    monday = week_of(day)
    return workdays(monday, monday + timedelta(days=7), rhythm().overrides)


def _checks_of_round(today: date, weeks: int) -> list[SpotCheck]:
    """Done, or still to be made; those nobody made in time count for nothing."""
    rows = SpotCheck.objects.filter(week__gte=round_start(today, weeks)).order_by("drawn_at", "id")
    return [row for row in rows if row.done_at or row.due_at > clock.now()]


def _team(people: dict[int, Member], away: Iterable[int], checks: list[SpotCheck], this_week: date) -> Team:
    mine = [row for row in checks if row.staff_id in people]
    first_week: dict[int, date] = {}
    for row in mine:
        first_week.setdefault(row.staff_id, row.week)
    waiting = {row.staff_id for row in mine if row.done_at is None}
    return Team(
        present=tuple(sorted(set(people) - set(away) - waiting)),
        unchecked=frozenset(people) - frozenset(first_week),
        week_done=sum(row.week == this_week for row in mine),
        week_new=sum(week == this_week for week in first_week.values()),
    )
