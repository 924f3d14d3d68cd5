"""Entries that are unusual enough to ask about: set-wise, over the visits, logs and reviews of some days.

Each gives, per person and matter, the entries behind it. Nothing here judges; `checks` asks and keeps the answers.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection

from kejing.foundation.kernel.actor import Actor

MOST = 2000
"""Matters raised in one night; more would be a rule set wrong."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A visit or a log behind a matter: `label` says what stands out, `on` is its day."""

    label: str
    on: date
    visit_id: int | None = None
    log_id: int | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """Something of one person to ask about. `key` names it, the same the next night."""

    staff_id: int
    key: str
    entries: tuple[Entry, ...]


_HELD = """
select v.id, v.staff_id, v.customer_id, v.day, v.happened_at, coalesce(v.minutes, 0) as minutes, v.channel, v.direction,
       v.result, v.observations, v.recorded_on
from visits_visit v where v.state = 'done' and v.day >= %(start)s and v.day < %(end)s
"""
_MOMENT = "to_char(happened_at at time zone %(zone)s, 'HH24:MI') || ' + ' || minutes || ' min'"
# The visit before, of the same person on the same day, wherever both were meetings face to face.
_NEXT = f"""
with held as ({_HELD}), met as (
    select *, happened_at + minutes * interval '1 minute' as ended,
           lag(id) over day_of as before_id, lag(customer_id) over day_of as before_customer,
           lag(happened_at + minutes * interval '1 minute') over day_of as before_ended,
           jsonb_build_object('visit', id, 'on', day, 'label', {_MOMENT}) as fact
    from held where channel = 'visit' and direction = 'outbound'
    window day_of as (partition by staff_id, day order by happened_at, id)
)
"""  # noqa: S608  # constants of this file
_MOMENT = "to_char(happened_at at time zone %(zone)s, 'HH24:MI') || ' + ' || minutes || ' min'"

OVERLAP = f"""{_NEXT}, pairs as (
    select m.staff_id, m.day, unnest(array[m.id, m.before_id]) as id
    from met m where m.before_ended > m.happened_at
)
select p.staff_id, p.day::text, jsonb_agg(distinct h.fact)
from pairs p join met h on h.id = p.id group by p.staff_id, p.day having count(*) / 2 >= %(least)s limit {MOST}
"""  # noqa: S608  # as above
GAPS = f"""{_NEXT}
select staff_id, day::text, jsonb_agg(fact order by happened_at)
from met where before_customer <> customer_id and before_ended <= happened_at
  and happened_at - before_ended < %(bound)s * interval '1 minute'
group by staff_id, day having count(*) >= %(least)s limit {MOST}
"""  # noqa: S608  # as above
CROWDED = f"""{_NEXT}
select staff_id, day::text, jsonb_agg(fact order by happened_at)
from met group by staff_id, day having count(*) >= %(least)s limit {MOST}
"""  # noqa: S608  # as above
# The same words but for spaces, signs and capitals, long enough to be no phrase.
COPIED = f"""
with held as ({_HELD}), said as (
    select id, staff_id, day, text, md5(text) as hash
    from held cross join lateral (
        select regexp_replace(
            lower(result || ' ' || observations), '[[:space:][:punct:]，。；：、！？]', '', 'g') as text
    ) words
    where length(text) >= %(bound)s
)
select staff_id, hash, jsonb_agg(jsonb_build_object('visit', id, 'on', day, 'label', left(text, 30)) order by day, id)
from said group by staff_id, hash having count(*) >= %(least)s limit {MOST}
"""  # noqa: S608  # as above
BACKDATED = f"""
with held as ({_HELD})
select staff_id, to_char(day, 'YYYY-MM'),
       jsonb_agg(
           jsonb_build_object('visit', id, 'on', day, 'label', '+' || (recorded_on - day) || ' d') order by day, id)
from held where recorded_on - day >= %(bound)s
group by staff_id, to_char(day, 'YYYY-MM') having count(*) >= %(least)s limit {MOST}
"""  # noqa: S608  # as above
SAME_MARKS = f"""
with marks as (
    select r.reviewer_id, r.mark, r.log_id, l.day
    from visits_review r join visits_log l on l.id = r.log_id
    where r.seq = 1 and l.day >= %(start)s and l.day < %(end)s
)
select reviewer_id, to_char(max(day), 'YYYY-MM'),
       jsonb_agg(jsonb_build_object('log', log_id, 'on', day, 'label', mark::text) order by day, log_id)
from marks group by reviewer_id having count(*) >= %(least)s and count(distinct mark) = 1 limit {MOST}
"""  # noqa: S608  # as above
PATTERNS: dict[str, str] = {
    "overlap": OVERLAP, "copied": COPIED, "backdated": BACKDATED, "crowded": CROWDED, "gaps": GAPS,
    "same_marks": SAME_MARKS,
}  # fmt: skip


def matters(*, actor: Actor, pattern: str, start: date, end: date, least: int, bound: int) -> list[Matter]:
    """What of `[start, end)` a pattern finds, from `least` entries on. `bound`: minutes, letters or days. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            PATTERNS[pattern],
            {"start": start, "end": end, "least": least, "bound": bound, "zone": settings.TIME_ZONE},
        )
        rows = cursor.fetchall()
    return [
        Matter(staff_id, key, tuple(_entry(row) for row in _read(facts))) for staff_id, key, facts in rows
    ]


def _read(facts: Any) -> list[dict[str, Any]]:
    rows = json.loads(facts) if isinstance(facts, str) else facts
    return sorted(rows, key=lambda row: (row["on"], row["label"], row.get("visit") or row.get("log")))


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(row["label"], date.fromisoformat(row["on"]), row.get("visit"), row.get("log"))
