"""What one person owes, and one task with everything about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from kejing.domain.duties import access
from kejing.domain.duties.models import DutyTask, Trace
from kejing.domain.duties.queries.calendar import count_text, evidence_text, label_of, role_names, rule_text
from kejing.domain.duties.rules import balance, period_of
from kejing.domain.duties.vocabulary import DO, EVIDENCE, EvidenceKind, Excuse, TaskState
from kejing.foundation.kernel import clock, sections
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui.formats import local

MOST_OPEN, MOST_SETTLED, MOST_TRACES = 200, 40, 20
LOOKED_BACK = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What a module above says of its evidence: kind -> route of the screen that does it; subject -> route of one."""

    screens: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task for lists. `do_url`: the screen that settles it, "" for none; `reminded`: its reminder is running."""

    id: int
    label: str
    item: str
    state: TaskState
    staff_id: int
    staff: str
    about: str
    starts_on: date
    ends_on: date
    due_at: datetime
    done_at: datetime | None
    got: int
    least: int
    most: int | None
    evidence: str
    excuse: str
    do_url: str
    remind_on: date

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)

    @property
    def is_open(self) -> bool:
        return self.state == TaskState.OPEN

    @property
    def overdue(self) -> bool:
        return self.is_open and self.due_at < clock.now()

    @property
    def reminded(self) -> bool:
        return self.is_open and self.remind_on <= clock.today() < localtime(self.due_at).date()

    @property
    def counted(self) -> bool:
        return self.least > 1 or self.most is not None

    @property
    def wanted(self) -> str:
        return count_text(self.least, self.most)

    @property
    def balance(self) -> str:
        """Under, within or over what is asked for, as of now (A4.51)."""
        return balance(self.got, self.least, self.most)

    @property
    def days_late(self) -> int:
        """Calendar days past the due day, of a task done late or not done by now."""
        end = self.done_at or clock.now()
        late = self.state == TaskState.LATE or self.overdue
        return max(0, (localtime(end).date() - localtime(self.due_at).date()).days) if late else 0


@dataclass(frozen=True, slots=True)
class MyDuties:
    """One person's tasks by when they are due. The open ones are the first 200."""

    overdue: tuple[TaskRow, ...]
    today: tuple[TaskRow, ...]
    week: tuple[TaskRow, ...]
    later: tuple[TaskRow, ...]
    settled: tuple[TaskRow, ...]

    @property
    def open(self) -> int:
        return len(self.overdue) + len(self.today) + len(self.week) + len(self.later)


@dataclass(frozen=True, slots=True)
class TraceRow:
    """A piece of evidence of a task."""

    at: datetime
    on: date
    count: int
    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A task, its rule in words, its evidence."""

    row: TaskRow
    duty_id: int
    number: int
    rule: str
    evidence: str
    unit: str
    role: str
    traces: tuple[TraceRow, ...]
    note: str
    reference: str
    excuse_text: str
    excused_by: str
    is_own: bool
    may_settle: bool
    may_excuse: bool


def my_duties(*, actor: Actor) -> MyDuties:
    """What the reader owes, and what she settled within a month. Raises Forbidden (403) for a role without duties."""
    return by_due(access.own(actor), actor)


def by_due(tasks: QuerySet[DutyTask], actor: Actor) -> MyDuties:
    """One person's tasks, grouped. Two queries."""
    now, where = clock.now(), whereabouts(actor)
    tomorrow = clock.at(clock.today() + timedelta(days=1), 0)
    next_week = clock.at(period_of("week", clock.today())[1], 0)
    rows = _with_names(tasks)
    open_rows = [
        task_row(t, actor, where) for t in rows.filter(state=TaskState.OPEN).order_by("due_at", "id")[:MOST_OPEN]
    ]  # fmt: skip
    settled = rows.filter(due_at__gte=now - LOOKED_BACK).exclude(state=TaskState.OPEN)
    return MyDuties(
        overdue=tuple(row for row in open_rows if row.due_at < now),
        today=tuple(row for row in open_rows if now <= row.due_at < tomorrow),
        week=tuple(row for row in open_rows if max(now, tomorrow) <= row.due_at < next_week),
        later=tuple(row for row in open_rows if row.due_at >= max(tomorrow, next_week)),
        settled=tuple(task_row(t, actor, where) for t in settled.order_by("-due_at", "-id")[:MOST_SETTLED]),
    )


def _with_names(tasks: QuerySet[DutyTask]) -> QuerySet[DutyTask]:
    return tasks.select_related("version", "staff", "about")


def due_soon(actor: Actor) -> tuple[int, int]:
    """For the badge: how many are due today or reminded of, and how many of them are overdue. One query."""
    if not actor.may(DO):
        return 0, 0
    found = reminders(access.own(actor))
    return len(found), sum(due_at < clock.now() for due_at in found)


def reminders(tasks: QuerySet[DutyTask]) -> list[datetime]:
    """When open tasks are due that are overdue, due today, or within their days of reminder."""
    today = clock.today()
    rows = tasks.filter(state=TaskState.OPEN, due_at__lt=clock.now() + timedelta(days=62))
    due = rows.order_by("due_at").values_list("due_at", "version__remind_days")[:MOST_OPEN]
    return [at for at, days in due if localtime(at).date() - timedelta(days=days) <= today]


def settling(*, actor: Actor, task_id: int, excusing: bool = False) -> TaskPage:
    """The task before it is settled or excused: 403 for who may not. Raises NotVisible (404) out of sight."""
    (access.get_excusable if excusing else access.get_own)(actor, task_id)
    return task_page(actor=actor, task_id=task_id)


def task_page(*, actor: Actor, task_id: int) -> TaskPage:
    """One task. Raises NotVisible (404)."""
    task, where, names = access.get_visible(actor, task_id), whereabouts(actor), role_names()
    row, version = task_row(task, actor, where), task.version
    traces = Trace.objects.filter(
        staff_id=task.staff_id, kind=version.evidence, on__gte=task.starts_on, on__lt=task.ends_on
    ).order_by("at", "id")[:MOST_TRACES]
    return TaskPage(
        row=row,
        duty_id=task.duty_id,
        number=version.number,
        rule=rule_text(version, names),
        evidence=evidence_text(version),
        unit=local(task.unit.name, task.unit.name_en),
        role=names.get(version.role, version.role),
        traces=tuple(_trace_row(trace, where) for trace in traces),
        note=task.note,
        reference=task.reference,
        excuse_text=task.excuse_text,
        excused_by=local(task.excused_by.name, task.excused_by.name_en) if task.excused_by else "",
        is_own=task.staff_id == actor.staff_id,
        may_settle=row.is_open and task.staff_id == actor.staff_id and version.evidence == EvidenceKind.NOTE,
        may_excuse=row.is_open and access.may_excuse(actor, task),
    )


def whereabouts(actor: Actor) -> Whereabouts:
    found: Iterable[Whereabouts] = sections.collect(EVIDENCE, actor=actor).values()
    screens: dict[str, str] = {EvidenceKind.NOTE: "duties:settle_task"}
    pages: dict[str, str] = {}
    for said in found:
        screens.update(said.screens)
        pages.update(said.pages)
    return Whereabouts(screens, pages)


def task_row(task: DutyTask, actor: Actor, where: Whereabouts) -> TaskRow:
    version, about = task.version, task.about
    return TaskRow(
        id=task.pk,
        label=label_of(version),
        item=version.item,
        state=TaskState(task.state),
        staff_id=task.staff_id,
        staff=local(task.staff.name, task.staff.name_en),
        about=local(about.name, about.name_en) if about else "",
        starts_on=task.starts_on,
        ends_on=task.ends_on,
        due_at=task.due_at,
        done_at=task.done_at,
        got=task.got,
        least=version.least,
        most=version.most,
        evidence=str(EvidenceKind(version.evidence).label),
        excuse=str(Excuse(task.excuse).label),
        do_url=_do_url(task, where) if task.staff_id == actor.staff_id else "",
        remind_on=localtime(task.due_at).date() - timedelta(days=version.remind_days),
    )


def _do_url(task: DutyTask, where: Whereabouts) -> str:
    route = where.screens.get(task.version.evidence)
    if route is None or task.state != TaskState.OPEN:
        return ""
    return reverse(route, args=[task.pk] if route.startswith("duties:") else [])


def _trace_row(trace: Trace, where: Whereabouts) -> TraceRow:
    route = where.pages.get(trace.subject)
    return TraceRow(
        at=trace.at,
        on=trace.on,
        count=trace.count,
        kind=str(EvidenceKind(trace.kind).label),
        url=reverse(route, args=[trace.subject_id]) if route else "",
    )
