"""Figures of work in the field, set-wise for a whole team: three statements, whatever the number of people."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils.timezone import get_current_timezone_name

from kejing.domain.org.public import is_in_team, staff_names, team
from kejing.domain.visits import access
from kejing.domain.visits.queries.duty import rhythm
from kejing.domain.visits.queries.fieldwork import fieldwork
from kejing.domain.visits.rules import FieldFigures, Fieldwork, Share
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.periods import Month
from kejing.foundation.kernel.workdays import workdays

RUN_LOOKS_BACK = timedelta(days=92)
"""How far back visits in a row without finding and next step are followed."""

_VISITS = """
with mine as (
    select v.id, v.staff_id, v.state, v.day, v.planned_for, v.planned_at, v.happened_at, v.arrived_at, v.channel,
           v.reached, v.minutes,
           v.arrived_at is not null or exists (select 1 from visits_photo p where p.visit_id = v.id)
               or exists (select 1 from visits_finding f where f.visit_id = v.id) as evidenced
    from visits_visit v
    where v.staff_id = any (%(staff)s) and v.day >= %(start)s and v.day < %(end)s
), timed as (
    select id, extract(epoch from planned_at - lag(planned_at) over w) / 60 as before,
           extract(epoch from lead(planned_at) over w - planned_at) / 60 as after
    from mine where planned_at is not null and planned_for is not null and state <> 'cancelled'
    window w as (partition by staff_id, planned_for order by planned_at, id)
)
select m.staff_id,
       count(*) filter (where m.state = 'done') as held,
       count(*) filter (where m.state = 'done' and m.reached <> 'none') as goals,
       count(*) filter (where m.state = 'done' and m.reached = 'yes') as reached,
       count(distinct m.day) filter (
           where m.state = 'done' and m.channel = 'visit' and m.evidenced and m.day = any (%(workdays)s)) as present,
       count(*) filter (where m.state = 'done' and m.channel = 'visit') as visits,
       count(*) filter (where m.state = 'done' and m.channel = 'visit' and m.evidenced) as evidenced,
       count(m.minutes) filter (where m.state = 'done' and m.channel = 'visit') as measured,
       count(*) filter (where m.state = 'done' and m.channel = 'visit' and m.minutes < %(short)s) as short,
       count(*) filter (where m.state = 'done' and m.planned_for is not null) as planned,
       count(*) filter (where m.planned_for is not null and (m.planned_for < %(today)s or m.state = 'done')) as due,
       count(*) filter (where m.state = 'done' and m.planned_for = m.day) as on_day,
       count(*) filter (where m.state = 'done' and m.planned_for = m.day and m.planned_at is not null) as timed_starts,
       count(*) filter (where m.state = 'done' and m.planned_for = m.day and m.planned_at is not null
           and (m.happened_at at time zone %(zone)s)::time
               <= m.planned_at + make_interval(mins => %(late)s)) as punctual,
       count(t.id) as timed,
       count(t.id) filter (where coalesce(t.before, 1440) >= %(length)s and coalesce(t.after, 1440) >= %(length)s)
           as clear
from mine m left join timed t on t.id = m.id
group by m.staff_id
"""
_FINDINGS = """
select f.found_by_id as staff_id, count(*) as found,
       count(*) filter (where (f.recorded_at at time zone %(zone)s)::date <= f.day + 1) as in_time,
       count(*) filter (where f.solved_on is not null or f.first_due_on < %(today)s) as due,
       count(*) filter (where f.solved_on is not null) as solved,
       count(*) filter (where f.first_route = 'rectify' and (f.solved_on is not null or f.first_due_on < %(today)s))
           as to_rectify,
       count(*) filter (where f.first_route = 'rectify' and f.solved_on <= f.first_due_on) as rectified,
       count(*) filter (where f.first_route = 'fixed') as fixed,
       count(*) filter (where f.first_route = 'rectify') as rectify,
       count(*) filter (where f.first_route = 'escalate') as escalated
from visits_finding f
where f.found_by_id = any (%(staff)s) and f.day >= %(start)s and f.day < %(end)s
group by f.found_by_id
"""
_OTHERS = """
with contact as (
    select v.id, v.staff_id, v.happened_at,
           v.next_step = '' and not exists (select 1 from visits_finding f where f.visit_id = v.id) as shallow
    from visits_visit v
    where v.staff_id = any (%(staff)s) and v.state = 'done' and v.channel = 'visit'
      and v.day >= %(run_from)s and v.day <= %(today)s
), good as (
    select staff_id, max(happened_at) as last from contact where not shallow group by staff_id
), run as (
    select c.staff_id, count(*) as n from contact c left join good g on g.staff_id = c.staff_id
    where g.last is null or c.happened_at > g.last group by c.staff_id
), list as (
    select v.staff_id, count(*) as filled, sum(a.kept) as kept, sum(a.whole) as whole
    from visits_checklistanswer a join visits_visit v on v.id = a.visit_id
    where v.staff_id = any (%(staff)s) and v.day >= %(start)s and v.day < %(end)s group by v.staff_id
)
select coalesce(run.staff_id, list.staff_id) as staff_id, coalesce(run.n, 0) as shallow,
       coalesce(list.filled, 0) as filled, coalesce(list.kept, 0) as kept, coalesce(list.whole, 0) as whole
from run full join list on list.staff_id = run.staff_id
"""


@dataclass(frozen=True, slots=True)
class FieldBoard:
    """A team's month in the field, by staff number, and the policy it is judged by."""

    month: Month
    rows: tuple[tuple[str, FieldFigures], ...]
    policy: Fieldwork


@dataclass(frozen=True, slots=True)
class FieldPage:
    staff_id: int
    name: str
    month: Month
    figures: FieldFigures
    policy: Fieldwork


def field_board(*, actor: Actor, month: Month | None = None) -> FieldBoard:
    """Everybody in the reader's team. Raises Forbidden (403) for whoever leads none."""
    actor.require(access.TEAM)
    wanted = month or Month.of(clock.today())
    people = team(actor, clock.today())
    ids = [member.staff_id for member in people]
    policy, names = fieldwork(), staff_names(ids)
    found = field_figures(actor, ids, wanted, policy)
    return FieldBoard(wanted, tuple((names.get(pk, ""), found[pk]) for pk in ids), policy)


def field_page(*, actor: Actor, staff_id: int, month: Month | None = None) -> FieldPage:
    """One's own month, or that of somebody in the team. Raises Forbidden (403), NotVisible (404)."""
    check_judged(actor, staff_id)
    wanted, policy = month or Month.of(clock.today()), fieldwork()
    figures = field_figures(actor, [staff_id], wanted, policy)[staff_id]
    return FieldPage(staff_id, staff_names([staff_id]).get(staff_id, ""), wanted, figures, policy)


def check_judged(actor: Actor, staff_id: int) -> None:
    """Whose figures the actor reads: her own and her team's."""
    if staff_id == actor.staff_id:
        return
    actor.require(access.TEAM)
    if not is_in_team(actor, staff_id, clock.today()):
        raise NotVisible


def field_figures(
    actor: Actor, staff_ids: Collection[int], month: Month, policy: Fieldwork
) -> dict[int, FieldFigures]:
    """By person, everybody asked for. Three statements, and the settings."""
    today = clock.today()
    days = workdays(month.start, min(month.end, today + timedelta(days=1)), rhythm().overrides)
    asked = {
        "staff": list(staff_ids), "start": month.start, "end": month.end, "today": today, "workdays": days,
        "late": policy.late_minutes, "length": policy.plan_minutes, "run_from": today - RUN_LOOKS_BACK,
        "short": policy.shallow_minutes, "zone": get_current_timezone_name(),
    }  # fmt: skip
    with access.counting(actor):
        visits, findings, others = (_by_person(sql, asked) for sql in (_VISITS, _FINDINGS, _OTHERS))
    return {
        pk: _figures(pk, visits.get(pk, {}), findings.get(pk, {}), others.get(pk, {}), len(days))
        for pk in staff_ids
    }


def _by_person(sql: str, asked: Mapping[str, Any]) -> dict[int, dict[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, map(int, row), strict=True)) for row in cursor.fetchall()]
    return {row["staff_id"]: row for row in rows}


def _figures(
    staff_id: int,
    visits: Mapping[str, int],
    findings: Mapping[str, int],
    others: Mapping[str, int],
    days: int,
) -> FieldFigures:
    def share(of: Mapping[str, int], part: str, whole: str) -> Share:
        return Share(of.get(part, 0), of.get(whole, 0))

    return FieldFigures(
        staff_id=staff_id,
        held=visits.get("held", 0),
        filled=others.get("filled", 0),
        checklist=share(others, "kept", "whole"),
        goals=share(visits, "reached", "goals"),
        presence=Share(visits.get("present", 0), days),
        findings=Share(findings.get("found", 0), visits.get("held", 0)),
        in_time=share(findings, "in_time", "found"),
        solved=share(findings, "solved", "due"),
        rectified=share(findings, "rectified", "to_rectify"),
        fixed=share(findings, "fixed", "found"),
        rectify=share(findings, "rectify", "found"),
        escalated=share(findings, "escalated", "found"),
        kept_day=share(visits, "on_day", "due"),
        planned=share(visits, "planned", "held"),
        punctual=share(visits, "punctual", "timed_starts"),
        clear=share(visits, "clear", "timed"),
        short=share(visits, "short", "measured"),
        evidenced=share(visits, "evidenced", "visits"),
        shallow_run=others.get("shallow", 0),
    )
