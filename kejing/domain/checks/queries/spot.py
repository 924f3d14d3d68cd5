"""Spot checks for those who make them, for those above, and for the people themselves."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from kejing.domain.checks import access
from kejing.domain.checks.models import SpotCheck
from kejing.domain.checks.queries.names import unit_names
from kejing.domain.checks.queries.policy import policy
from kejing.domain.checks.rules.policy import SpotPolicy
from kejing.domain.checks.rules.spot import round_start, week_of
from kejing.domain.checks.vocabulary import INSPECT, SPOT, DrawKind, SpotResult
from kejing.domain.org.public import staff_names, team
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.paging import Page, page
from kejing.foundation.ui import formats
from kejing.foundation.ui.explanation import Criterion, Explanation, Fact, Rule
from kejing.foundation.ui.formats import local

PAGE_SIZE = 30
WEEKS = 12
"""How many weeks the coverage looks back, this one included."""


@dataclass(frozen=True, slots=True)
class SpotRow:
    """A check. Its `state` is done, waits, or lapsed: nobody made it in time."""

    id: int
    staff_id: int
    staff: str
    unit: str
    drawn_at: datetime
    due_at: datetime
    kind: DrawKind
    candidates: int
    result: SpotResult | None
    whereabouts: str
    remark: str
    checker: str
    done_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        return self.done_at is None and self.due_at >= clock.now()

    @property
    def is_lapsed(self) -> bool:
        return self.done_at is None and self.due_at < clock.now()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Q8 of one unit: weeks with enough checks of weeks, people checked in this round of people."""

    unit_id: int
    unit: str
    weeks_met: int
    weeks: int
    checked: int
    people: int


@dataclass(frozen=True, slots=True)
class SpotList:
    """`waiting` are to be called now, for those who may call."""

    waiting: tuple[SpotRow, ...]
    page: Page[SpotRow]
    coverage: tuple[Coverage, ...]
    policy: SpotPolicy


def spot_list(*, actor: Actor, cursor: str | None = None) -> SpotList:
    """Raises Forbidden (403) for whoever neither calls nor inspects."""
    _check_reader(actor)
    in_force = policy().spot
    past = (
        access.visible_spots(actor).exclude(access.own(actor)).exclude(done_at=None, due_at__gte=clock.now())
    )
    found = page(past, ("-drawn_at", "-id"), cursor, PAGE_SIZE)
    waiting = _waiting(actor)
    rows = spot_rows([*waiting, *found.rows])
    return SpotList(
        waiting=tuple(rows[: len(waiting)]),
        page=Page(rows[len(waiting) :], found.next, found.previous),
        coverage=coverage(actor, in_force),
        policy=in_force,
    )


def waiting_spots(*, actor: Actor) -> list[SpotRow]:
    """Whom the actor is to call now; for panels and badges."""
    return spot_rows(_waiting(actor)) if actor.may(SPOT) else []


def spots_to_make(actor: Actor) -> int:
    """For the badge of the navigation: one query, none without the right to call."""
    return len(_waiting(actor)) if actor.may(SPOT) else 0


def spot_page(*, actor: Actor, spot_check_id: int) -> tuple[SpotRow, bool]:
    """A check, and whether the actor may record its result now. Raises NotVisible (404)."""
    row = access.one(access.visible_spots(actor), spot_check_id)
    shown = spot_rows([row])[0]
    return shown, shown.is_waiting and row.staff_id != actor.staff_id and actor.may(SPOT)


def own_spots(actor: Actor) -> list[SpotRow]:
    """The checks a person had, once they are done."""
    mine = access.visible_spots(actor).filter(access.own(actor), done_at__isnull=False)
    return spot_rows(list(mine.order_by("-drawn_at")[:PAGE_SIZE]))


def spot_rows(rows: list[SpotCheck]) -> list[SpotRow]:
    """Two queries for the names."""
    names = staff_names([pk for row in rows for pk in (row.staff_id, row.checker_id)])
    units = unit_names({row.unit_id for row in rows})
    return [
        SpotRow(
            row.pk, row.staff_id, names.get(row.staff_id, ""), units.get(row.unit_id, ""), row.drawn_at, row.due_at,
            DrawKind(row.kind), row.candidates, SpotResult(row.result) if row.result else None, row.whereabouts,
            row.remark, names.get(row.checker_id or 0, ""), row.done_at,
        )
        for row in rows
    ]  # fmt: skip


def coverage(actor: Actor, in_force: SpotPolicy) -> tuple[Coverage, ...]:
    """Of the units with account managers in the actor's sight. Three queries."""
    today = clock.today()
    people: dict[int, set[int]] = defaultdict(set)
    names: dict[int, str] = {}
    for member in team(actor, today):
        people[member.unit_id].add(member.staff_id)
        names[member.unit_id] = local(member.unit, member.unit_en)
    since = week_of(today) - timedelta(weeks=WEEKS - 1)
    done: dict[int, list[tuple[int, date]]] = defaultdict(list)
    rows = access.visible_spots(actor).filter(unit_id__in=people, week__gte=since, done_at__isnull=False)
    for unit_id, staff_id, week in rows.order_by("id").values_list("unit_id", "staff_id", "week"):
        done[unit_id].append((staff_id, week))
    began = round_start(today, in_force.weeks)
    return tuple(
        _coverage(unit_id, names[unit_id], members, done[unit_id], in_force.per_week, began)
        for unit_id, members in people.items()
    )


def explain_coverage(*, actor: Actor, unit_id: int) -> Explanation:
    """Why a unit's coverage is what it is: its weeks and how many checks each had.

    Raises as `spot_list`, and NotVisible (404) for a unit without account managers in sight.
    """
    _check_reader(actor)
    in_force = policy()
    found = next((row for row in coverage(actor, in_force.spot) if row.unit_id == unit_id), None)
    if found is None:
        raise NotVisible
    rows = access.visible_spots(actor).filter(unit_id=unit_id, done_at__isnull=False).order_by("-drawn_at")
    return Explanation(
        title=_("Coverage of spot checks"),
        score=f"{found.weeks_met}/{found.weeks}",
        conclusion=_("Weeks with enough checks, of those since the first"),
        detail=found.unit,
        rule=Rule(
            _("At least %(n)s checks a week for each team, each person once in %(weeks)s weeks")
            % {"n": in_force.spot.per_week, "weeks": in_force.spot.weeks},
            f"v{in_force.number}",
            round_start(clock.today(), in_force.spot.weeks),
            computed_at=clock.now(),
        ),
        criteria=(
            Criterion(
                _("Weeks with enough checks"), formats.number(found.weeks_met), formats.number(found.weeks)
            ),
            Criterion(
                _("People checked in this round"), formats.number(found.checked), formats.number(found.people)
            ),
        ),
        facts=tuple(Fact(label=formats.iso(row.week), quantity="1", on=row.done_at) for row in rows[:60]),
    )


def _check_reader(actor: Actor) -> None:
    if not actor.may(INSPECT):
        actor.require(SPOT)


def _coverage(
    unit_id: int, unit: str, members: set[int], done: list[tuple[int, date]], per_week: int, began: date
) -> Coverage:
    """Weeks count from the first that had a check."""
    by_week: dict[date, int] = defaultdict(int)
    for _staff, week in done:
        by_week[week] += 1
    first, this_week = min(by_week, default=None), week_of(clock.today())
    weeks = 0 if first is None else (this_week - first).days // 7 + 1
    return Coverage(
        unit_id=unit_id,
        unit=unit,
        weeks_met=sum(n >= per_week for n in by_week.values()),
        weeks=weeks,
        checked=len({staff for staff, week in done if week >= began and staff in members}),
        people=len(members),
    )


def _waiting(actor: Actor) -> list[SpotCheck]:
    rows = access.callable_spots(actor).filter(
        week__gte=week_of(clock.today()) - timedelta(days=7), done_at=None, due_at__gte=clock.now()
    )
    return list(rows.order_by("due_at", "id")[:PAGE_SIZE])
