"""The day's tasks, made for everybody at once: a fixed number of statements, however many people there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from kejing.domain.duties.actions.traces import settle_open
from kejing.domain.duties.models import DutyTask, DutyVersion
from kejing.domain.duties.queries.calendar import in_force, rhythm_of
from kejing.domain.duties.rules import CATCH_UP, DAY, Span, spans
from kejing.domain.duties.vocabulary import ABSENCES, CLEARING, IDLE, MANAGE, Every, Excuse, TaskState
from kejing.foundation.kernel import clock, sections
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.workdays import workdays

LOOKED_BACK = timedelta(days=31)
"""How far back an absence reported afterwards excuses."""

# Who is in a post of the role on the day that counts. Somebody in two such posts owes it once, for the older one.
_INSERT = """
insert into duties_dutytask
    (duty_id, version_id, staff_id, appointment_id, holder_id, unit_id, starts_on, ends_on, due_at)
select distinct on (a.staff_id, s.duty_id, s.starts_on)
    s.duty_id, s.version_id, a.staff_id, a.id, h.id, p.unit_id, s.starts_on, s.ends_on, s.due_at
from unnest(%s::bigint[], %s::bigint[], %s::text[], %s::date[], %s::date[], %s::timestamptz[], %s::date[])
    as s(duty_id, version_id, role, starts_on, ends_on, due_at, on_day)
join org_position p on p.role_id = s.role
join org_appointment a on a.position_id = p.id
    and a.valid_from <= s.on_day and (a.valid_to is null or a.valid_to > s.on_day)
left join org_holder h on h.appointment_id = a.id
order by a.staff_id, s.duty_id, s.starts_on, a.valid_from, a.id
on conflict do nothing
"""
# A newcomer's superior owes it: whoever is today in the post that hers reports to. Due on a working day.
_INSERT_IN_POST = """
insert into duties_dutytask
    (duty_id, version_id, staff_id, appointment_id, holder_id, unit_id, about_id, starts_on, ends_on, due_at)
select r.duty_id, r.version_id, b.staff_id, b.id, h.id, q.unit_id, a.staff_id, m.starts_on, m.ends_on,
       (w.day + r.due_time) at time zone %(zone)s
from unnest(%(duties)s::bigint[], %(versions)s::bigint[], %(roles)s::text[], %(since)s::date[], %(times)s::time[],
            %(begin)s::int[], %(end)s::int[]) as r(duty_id, version_id, role, since, due_time, from_month, to_month)
join org_position p on p.role_id = r.role
join org_appointment a on a.position_id = p.id and (a.valid_to is null or a.valid_to > %(today)s)
    and a.valid_from > %(today)s - interval '13 months'
cross join lateral (select (a.valid_from + r.from_month * interval '1 month')::date as starts_on,
                           (a.valid_from + r.to_month * interval '1 month')::date as ends_on) m
join org_position q on q.id = p.reports_to_id
join org_appointment b on b.position_id = q.id
    and b.valid_from <= %(today)s and (b.valid_to is null or b.valid_to > %(today)s)
left join org_holder h on h.appointment_id = b.id
cross join lateral (select max(d) as day from unnest(%(days)s::date[]) d where d >= m.starts_on and d < m.ends_on) w
where m.starts_on <= %(today)s and m.ends_on > %(today)s and w.day >= r.since
on conflict do nothing
"""
# The appointment ended before the duty was due, and nobody put the person into another post of the same role.
_LEFT = """
update duties_dutytask t set state = 'excused', excuse = 'left'
from org_appointment a join org_position p on p.id = a.position_id
where t.state = 'open' and a.id = t.appointment_id and a.valid_to <= %(today)s
  and a.valid_to <= (t.due_at at time zone %(zone)s)::date
  and not exists (select 1 from org_appointment b join org_position q on q.id = b.position_id
      where b.staff_id = t.staff_id and q.role_id = p.role_id and b.valid_to is null)
"""
# Absent on every working day of the period. Months that are closed stay as they were judged.
_ABSENT = """
update duties_dutytask t set state = 'excused', excuse = 'absence'
where t.state = 'open' and t.ends_on > %(since)s and t.starts_on <= %(today)s
  and t.staff_id = any (%(staff)s::bigint[])
  and not exists (select 1 from unnest(%(days)s::date[]) d where d >= t.starts_on and d < t.ends_on
      and not exists (select 1
          from unnest(%(staff)s::bigint[], %(from)s::date[], %(to)s::date[]) as x(staff_id, first, after)
          where x.staff_id = t.staff_id and x.first <= d and d < x.after))
  and not exists (select 1 from metrics_period m where m.state <> 'open'
      and m.month = date_trunc('month', t.due_at at time zone %(zone)s)::date)
"""


@dataclass(frozen=True, slots=True)
class Generated:
    """How many tasks came, and how many were found to be nobody's."""

    created: int
    excused: int


@action("duties.generate_duties", label=_("Make the day's duties"), permission=MANAGE, subject="duty")
def generate_duties(*, actor: Actor) -> Generated:
    """Everybody's tasks of today, from the calendar in force. Safe to repeat: one task a duty, person and period.

    Whoever starts it sees nobody's tasks by that: the system makes them.
    """
    today, different = clock.today(), clock.calendar_overrides()
    versions = in_force(today)
    with as_system("duties"):
        created = _made(_periods(versions, today, different)) + _made_in_post(versions, today, different)
        settle_open()
        excused = _run(_LEFT, {"today": today, "zone": settings.TIME_ZONE})
        excused += _excuse_absent(today, different) + _excuse_idle(today)
    return Generated(created, excused)


def _periods(
    versions: Sequence[DutyVersion], today: date, different: dict[date, bool]
) -> list[tuple[DutyVersion, Span]]:
    return [
        (version, span)
        for version in versions
        if version.every != Every.IN_POST and version.valid_from
        for span in spans(rhythm_of(version), today, version.valid_from, different)
    ]


def _made(periods: list[tuple[DutyVersion, Span]]) -> int:
    rows = [(v.duty_id, v.pk, v.role, s.start, s.end, _moment(s.due_on, v), s.in_post_on) for v, s in periods]
    return _run(_INSERT, [list(column) for column in zip(*rows, strict=True)]) if rows else 0


def _made_in_post(versions: Sequence[DutyVersion], today: date, different: dict[date, bool]) -> int:
    rows = [
        (v.duty_id, v.pk, v.role, v.valid_from, v.due_time, begin, end)
        for v in versions
        if v.every == Every.IN_POST
        for begin, end in zip([0, *v.months], v.months, strict=False)
    ]
    if not rows:
        return 0
    names = ("duties", "versions", "roles", "since", "times", "begin", "end")
    found = dict(zip(names, ([*column] for column in zip(*rows, strict=True)), strict=True))
    days = workdays(today - timedelta(days=370), today + timedelta(days=370), different)
    return _run(_INSERT_IN_POST, {**found, "today": today, "days": days, "zone": settings.TIME_ZONE})


def _excuse_absent(today: date, different: dict[date, bool]) -> int:
    since = today - LOOKED_BACK
    with as_system("duties") as system:
        found = sections.collect(ABSENCES, actor=system, start=since, end=today + DAY)
    rows = [row for section in found.values() for row in section]
    if not rows:
        return 0
    staff, first, after = ([*column] for column in zip(*rows, strict=True))
    # A period that goes on is judged to its end: the days ahead count as worked unless the absence holds them.
    days = workdays(since - timedelta(days=366), today + timedelta(days=366), different)
    told = {"staff": staff, "from": first, "to": after, "days": days}
    return _run(_ABSENT, {**told, "since": since, "today": today, "zone": settings.TIME_ZONE})


def _excuse_idle(today: date) -> int:
    """Where a duty is to leave nothing waiting, and nothing waits. The provider knows; see `vocabulary.IDLE`."""
    waiting = DutyTask.objects.filter(
        state=TaskState.OPEN, version__evidence__in=CLEARING, starts_on=today, ends_on__gt=today - CATCH_UP
    )
    rows = list(waiting.values_list("pk", "staff_id", "version__evidence", "due_at"))
    idle: list[int] = []
    for kind, due_at in sorted({(kind, due_at) for _pk, _staff, kind, due_at in rows}):
        people = {staff: pk for pk, staff, one, at in rows if (one, at) == (kind, due_at)}
        with as_system("duties") as system:
            found = sections.collect(IDLE, actor=system, kind=kind, staff_ids=list(people), until=due_at)
        idle += [people[staff] for section in found.values() for staff in section]
    return DutyTask.objects.filter(pk__in=idle).update(state=TaskState.EXCUSED, excuse=Excuse.NOTHING)


def _moment(day: date, version: DutyVersion) -> datetime:
    return clock.at(day, version.due_time.hour, version.due_time.minute)


def _run(sql: str, parameters: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)
