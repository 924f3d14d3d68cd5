"""Evidence comes up from modules above, and settles what it is evidence of. Missing trace = not done (A4.37)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.timezone import localtime

from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system

# Nothing is kept of what no duty asks for.
_TRACE = """
insert into duties_trace (staff_id, kind, subject, subject_id, "on", at, count)
select %(staff)s, %(kind)s, %(subject)s, %(subject_id)s, %(on)s, %(at)s, %(count)s
where exists (select 1 from duties_dutyversion where evidence = %(kind)s and valid_from is not null)
on conflict do nothing
"""
_RETRACE = """
delete from duties_trace where kind = %(kind)s and subject = %(subject)s and subject_id = %(subject_id)s
returning staff_id, "on"
"""
# Whatever waited until now: all open tasks of the kind that begun and are due before what waits still.
_CLEARED = """
insert into duties_trace (staff_id, kind, subject, subject_id, "on", at, count)
select t.staff_id, v.evidence, 'duties.task', t.id, t.starts_on, %(at)s, 1
from duties_dutytask t join duties_dutyversion v on v.id = t.version_id
where t.staff_id = %(staff)s and t.state = 'open' and v.evidence = %(kind)s and t.starts_on <= %(today)s
  and (%(waiting)s::timestamptz is null or t.due_at < %(waiting)s)
on conflict do nothing
"""
# Each task by the traces of its period: how many came, and when the last of those it needs did.
_SETTLE = """
with come as (
    select t.id, v.least, x.at, x.id as trace_id, x.count,
           sum(x.count) over (partition by t.id order by x.at, x.id) as running
    from duties_dutytask t
    join duties_dutyversion v on v.id = t.version_id
    left join duties_trace x on x.staff_id = t.staff_id and x.kind = v.evidence
        and x."on" >= t.starts_on and x."on" < t.ends_on
    where {which}
), seen as (
    select id, coalesce(sum(count), 0) as got, min(at) filter (where running >= least) as done_at,
           (array_agg(trace_id order by at, trace_id) filter (where running >= least))[1] as proof_id
    from come group by id
)
update duties_dutytask t
set got = s.got, done_at = s.done_at, proof_id = s.proof_id,
    state = case when s.done_at is null then 'open' when s.done_at <= t.due_at then 'done' else 'late' end
from seen s
where t.id = s.id and (t.got, t.done_at, t.proof_id) is distinct from (s.got, s.done_at, s.proof_id)
"""
_OF_STAFF = _SETTLE.format(
    which="""t.state <> 'excused' and t.staff_id = %(staff)s and v.evidence = %(kind)s
      and t.starts_on <= %(last)s and t.ends_on > %(first)s"""
)
# Evidence that came before its task was made.
_OPEN = _SETTLE.format(
    which="""t.state = 'open' and t.got = 0 and exists (select 1 from duties_trace e
      where e.staff_id = t.staff_id and e.kind = v.evidence and e."on" >= t.starts_on and e."on" < t.ends_on)"""
)


def trace(
    *, actor: Actor, staff_id: int, kind: str, subject: str, subject_id: int, at: datetime, on: date | None = None,
    count: int = 1,
) -> None:  # fmt: skip
    """Something was done that duties ask for: settles the person's tasks whose period holds the day `on`.

    `on` is the day the evidence is for (a log's day, a plan's first day), by default the day of the moment `at`,
    which is compared with the due moment. The same subject counts once. Called inside the action that did it.
    """
    with _speaking_for(actor, staff_id), connection.cursor() as cursor:
        day = on or localtime(at).date()
        said: dict[str, Any] = {"kind": kind, "subject": subject, "subject_id": subject_id, "count": count}
        cursor.execute(_TRACE, {**said, "staff": staff_id, "on": day, "at": at})
        if cursor.rowcount:
            cursor.execute(_OF_STAFF, {"staff": staff_id, "kind": kind, "first": day, "last": day})


def retrace(*, actor: Actor, kind: str, subject: str, subject_id: int) -> None:
    """It was taken back: the tasks it settled are open again, unless other evidence is enough."""
    with as_system("duties"), connection.cursor() as cursor:
        cursor.execute(_RETRACE, {"kind": kind, "subject": subject, "subject_id": subject_id})
        for staff_id, day in cursor.fetchall():
            cursor.execute(_OF_STAFF, {"staff": staff_id, "kind": kind, "first": day, "last": day})


def cleared(*, actor: Actor, staff_id: int, kind: str, at: datetime, waiting_due: datetime | None) -> None:
    """Something that waited was dealt with. `waiting_due`: when the most urgent of what waits still is due, if any.

    Settles every task of the kind that is due before that, so "read every log of the day" is done when no log due by
    the day's end is left (A4.50).
    """
    with _speaking_for(actor, staff_id), connection.cursor() as cursor:
        today = clock.today()
        told: dict[str, Any] = {"staff": staff_id, "kind": kind, "at": at}
        cursor.execute(_CLEARED, {**told, "today": today, "waiting": waiting_due})
        if cursor.rowcount:
            cursor.execute(_OF_STAFF, {**told, "first": date.min, "last": today})


def settle_open() -> int:
    """What is evidenced already of tasks just made. As the system."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN)
        return int(cursor.rowcount)


@contextmanager
def _speaking_for(actor: Actor, staff_id: int) -> Iterator[None]:
    """The walls let a person write her own traces; what somebody else did for her, the system writes."""
    if actor.staff_id == staff_id:
        yield
        return
    with as_system("duties"):
        yield
