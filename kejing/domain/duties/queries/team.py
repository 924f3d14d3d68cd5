"""What the people of a team owe, and how units do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Q, QuerySet

from kejing.domain.duties import access
from kejing.domain.duties.models import DutyTask
from kejing.domain.duties.queries.calendar import in_force
from kejing.domain.duties.queries.tasks import MyDuties, by_due
from kejing.domain.duties.rules import Record, period_of
from kejing.domain.duties.vocabulary import TEAM, TaskState
from kejing.domain.org.public import is_in_team, staff_names, team, unit_names
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui.formats import local

MOST_PEOPLE, MOST_UNITS = 500, 200
_CHILDREN = """
select u.id, u.name, u.name_en, array_agg(c.descendant_id)
from org_unit u
join org_unitclosure c on c.ancestor_id = u.id
    and c.valid_from <= %(day)s and (c.valid_to is null or c.valid_to > %(day)s)
where u.parent_id is not distinct from %(unit)s and (%(all)s or u.id = any (%(seen)s::bigint[]))
group by u.id order by u.code limit %(most)s
"""


@dataclass(frozen=True, slots=True)
class PersonRow:
    staff_id: int
    name: str
    unit: str
    record: Record


@dataclass(frozen=True, slots=True)
class TeamDuties:
    """People of the reader's scope, or of one unit, with this month's duties; who has most overdue first."""

    month: Month
    unit_id: int | None
    unit: str
    people: tuple[PersonRow, ...]

    @property
    def record(self) -> Record:
        return sum((row.record for row in self.people), Record())


@dataclass(frozen=True, slots=True)
class PersonDuties:
    staff_id: int
    name: str
    month: Month
    record: Record
    tasks: MyDuties


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with all below it. `id` None: the people directly in the unit above."""

    id: int
    name: str
    record: Record
    is_leaf: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """The week's duties up to now, by the units one level below `unit_id` (None: the top)."""

    since: date
    unit_id: int | None
    unit: str
    units: tuple[UnitRow, ...]


def counted(tasks: QuerySet[DutyTask], by: str) -> dict[int, Record]:
    """The records of tasks by a key. One query."""
    now = clock.now()
    rows = (
        tasks.values(by)
        .annotate(
            open=Count("pk", Q(state=TaskState.OPEN, due_at__gte=now)),
            overdue=Count("pk", Q(state=TaskState.OPEN, due_at__lt=now)),
            done=Count("pk", Q(state=TaskState.DONE)),
            late=Count("pk", Q(state=TaskState.LATE)),
            excused=Count("pk", Q(state=TaskState.EXCUSED)),
        )
        .order_by(by)
    )
    return {
        row[by]: Record(row["open"], row["overdue"], row["done"], row["late"], row["excused"]) for row in rows
    }


def due_in(tasks: QuerySet[DutyTask], month: Month) -> QuerySet[DutyTask]:
    return tasks.filter(due_at__gte=clock.at(month.start, 0), due_at__lt=clock.at(month.end, 0))


def team_duties(*, actor: Actor, unit_id: int | None = None) -> TeamDuties:
    """Raises Forbidden (403) without the right to the team, NotVisible (404) for a unit out of scope."""
    tasks, month = access.team(actor), Month.of(clock.today())
    units: dict[int, str] = {}
    if unit_id is None:
        roles = {version.role for version in in_force(clock.today())}
        members = team(actor, clock.today(), roles, MOST_PEOPLE)
        names = {member.staff_id: local(member.name, member.name_en) for member in members}
        units = {member.staff_id: local(member.unit, member.unit_en) for member in members}
        records = counted(due_in(tasks.filter(staff_id__in=names), month), "staff_id")
        unit = ""
    else:
        unit = _unit_in_scope(actor, unit_id)
        records = counted(due_in(tasks.filter(unit_id=unit_id), month), "staff_id")
        records = dict(list(records.items())[:MOST_PEOPLE])
        names = staff_names(records)
    rows = [
        PersonRow(staff, name, units.get(staff, unit), records.get(staff, Record())) for staff, name in names.items()
    ]  # fmt: skip
    rows.sort(key=lambda row: (-row.record.overdue, -row.record.late, row.name))
    return TeamDuties(month, unit_id, unit, tuple(rows))


def person_duties(*, actor: Actor, staff_id: int) -> PersonDuties:
    """One person's tasks. Raises Forbidden (403) without the right to the team, NotVisible (404) out of scope."""
    actor.require(TEAM)
    require_in_sight(actor, staff_id)
    month = Month.of(clock.today())
    tasks = access.visible(actor).filter(staff_id=staff_id)
    return PersonDuties(
        staff_id=staff_id,
        name=staff_names([staff_id])[staff_id],
        month=month,
        record=counted(due_in(tasks, month), "staff_id").get(staff_id, Record()),
        tasks=by_due(tasks, actor),
    )


def require_in_sight(actor: Actor, staff_id: int) -> None:
    """Oneself, or somebody of the team in a post today. Raises NotVisible (404)."""
    if staff_id == actor.staff_id or (actor.may(TEAM) and is_in_team(actor, staff_id, clock.today())):
        return
    raise NotVisible


def coverage(*, actor: Actor, unit_id: int | None = None) -> Coverage:
    """How far units did this week what was due by now. Three queries, one level at a time.

    Raises Forbidden (403) without the right to the team, NotVisible (404) for a unit out of scope.
    """
    tasks = access.team(actor)
    since, now = period_of("week", clock.today())[0], clock.now()
    unit_id = unit_id or (None if actor.people.sees_all else actor.unit_id)
    unit = _unit_in_scope(actor, unit_id) if unit_id else ""
    records = counted(tasks.filter(due_at__gte=clock.at(since, 0), due_at__lt=now), "unit_id")
    rows = [_unit_row(child, records) for child in _children(actor, unit_id)]
    if unit_id and (direct := records.get(unit_id)) is not None:
        rows.insert(0, UnitRow(unit_id, unit, direct, is_leaf=True))
    return Coverage(since, unit_id, unit, tuple(rows))


def _children(actor: Actor, unit_id: int | None) -> list[tuple[int, str, str, list[int]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            _CHILDREN,
            {
                "day": clock.today(),
                "unit": unit_id,
                "all": actor.people.sees_all,
                "seen": list(actor.people.units),
                "most": MOST_UNITS,
            },
        )
        return list(cursor.fetchall())


def _unit_row(child: tuple[int, str, str, Iterable[int]], records: dict[int, Record]) -> UnitRow:
    pk, name, name_en, below = child
    inside = list(below)
    record = sum((records[unit] for unit in inside if unit in records), Record())
    return UnitRow(pk, local(name, name_en), record, is_leaf=len(inside) == 1)


def _unit_in_scope(actor: Actor, unit_id: int) -> str:
    if not actor.people.sees_all and unit_id not in (*actor.people.units, actor.unit_id):
        raise NotVisible
    names = unit_names([unit_id]).get(unit_id)
    if names is None:
        raise NotVisible
    return local(*names)
