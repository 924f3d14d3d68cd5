"""Putting customers into segments, set by set: one statement finds, three change what differs."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from kejing.domain.segments.models import Segment, SegmentSet, SetVersion
from kejing.domain.segments.queries.evaluation import placed
from kejing.domain.segments.queries.fields import RuleField
from kejing.domain.segments.queries.rules import rules_of

SAMPLE = 30
"""Customers kept of a trial, to look at: those who would enter first, then those who would leave."""

_DROP = "drop table if exists kj_placed"
_PLACE = (
    "create temporary table kj_placed on commit drop as"
    " select p.customer_id, (%(segments)s::bigint[])[p.place] as segment_id, p.found from ({sql}) p"
    " where p.place is not null"
)
_INDEX = "create index on kj_placed (customer_id); analyze kj_placed"
# In one pass: who stays, who enters, who leaves.
_COUNT = """
select p.segment_id, m.segment_id, count(*)
from kj_placed p
full join (select customer_id, segment_id from segments_membership
           where set_id = %(set)s and valid_to is null) m on m.customer_id = p.customer_id
group by 1, 2
"""
_SAMPLE = """
(select p.customer_id, true from kj_placed p where not exists (
    select 1 from segments_membership m where m.set_id = %(set)s and m.valid_to is null
    and m.customer_id = p.customer_id and m.segment_id = p.segment_id) limit %(n)s)
union all
(select m.customer_id, false from segments_membership m where m.set_id = %(set)s and m.valid_to is null
 and not exists (select 1 from kj_placed p where p.customer_id = m.customer_id and p.segment_id = m.segment_id)
 limit %(n)s)
"""
_OTHERWISE = (
    " m.set_id = %(set)s and m.valid_to is null and not exists (select 1 from kj_placed p"
    " where p.customer_id = m.customer_id and p.segment_id = m.segment_id)"
)
# What began today and ends today never was; what ended today and goes on is taken up again.
_FORGET = f"delete from segments_membership m where m.valid_from >= %(day)s and{_OTHERWISE}"  # noqa: S608  # constants
_END = f"update segments_membership m set valid_to = %(day)s where{_OTHERWISE}"  # noqa: S608  # constants
_TAKE_UP = """
update segments_membership m set valid_to = null from kj_placed p
where m.set_id = %(set)s and m.valid_to = %(day)s and p.customer_id = m.customer_id and p.segment_id = m.segment_id
  and not exists (select 1 from segments_membership o where o.set_id = %(set)s and o.customer_id = m.customer_id
                  and o.valid_to is null)
"""
_ENTER = """
insert into segments_membership (set_id, segment_id, customer_id, by_id, valid_from, values)
select %(set)s, p.segment_id, p.customer_id, %(version)s, %(day)s, p.found from kj_placed p
where not exists (select 1 from segments_membership m where m.set_id = %(set)s and m.customer_id = p.customer_id
                  and m.valid_to is null)
"""


@dataclass(frozen=True, slots=True)
class Change:
    """What filling a set would do or did: by segment how many are in, enter and leave; a few of them."""

    counts: dict[str, tuple[int, int, int]]
    entering: list[int]
    leaving: list[int]

    @property
    def entered(self) -> int:
        return sum(enter for _n, enter, _leave in self.counts.values())

    @property
    def left(self) -> int:
        return sum(leave for _n, _enter, leave in self.counts.values())

    @property
    def trial(self) -> dict[str, Any]:
        return {
            "counts": {code: list(counts) for code, counts in self.counts.items()},
            "entering": self.entering,
            "leaving": self.leaving,
        }


@contextmanager
def over_everybody() -> Iterator[CursorWrapper]:
    """A cursor for statements over all customers: joined by hashing, whatever the statistics say.

    Right after a first classing they still say that nobody is classed, and a nested loop takes the square of
    the number of customers; the application may not analyse the tables itself.
    """
    with connection.cursor() as cursor:
        cursor.execute("select set_config('enable_nestloop', 'off', true)")
        yield cursor
        cursor.execute("select set_config('enable_nestloop', 'on', true)")


def find(fields: Mapping[str, RuleField], version: SetVersion, day: date) -> Change:
    """Work out who is where, and how that differs from now. Call as the system: it reads all customers."""
    segments = {row.code: row.pk for row in Segment.objects.filter(set_id=version.set_id)}
    rules = rules_of(version, fields)
    sql, params = placed(fields, rules, day, SegmentSet.objects.get(pk=version.set_id).unit_id)
    with over_everybody() as cursor:
        cursor.execute(_DROP)
        cursor.execute(_PLACE.format(sql=sql), {**params, "segments": [segments[code] for code in rules]})
        cursor.execute(_INDEX)
        cursor.execute(_COUNT, {"set": version.set_id})
        pairs = cursor.fetchall()
        cursor.execute(_SAMPLE, {"set": version.set_id, "n": SAMPLE})
        sample = cursor.fetchall()
    return Change(
        counts={code: _counts(pairs, pk) for code, pk in segments.items()},
        entering=[pk for pk, enters in sample if enters],
        leaving=[pk for pk, enters in sample if not enters],
    )


def _counts(pairs: list[tuple[int | None, int | None, int]], pk: int) -> tuple[int, int, int]:
    inside = sum(n for new, _old, n in pairs if new == pk)
    enter = sum(n for new, old, n in pairs if new == pk and old != pk)
    leave = sum(n for new, old, n in pairs if old == pk and new != pk)
    return inside, enter, leave


def write(version: SetVersion, day: date) -> None:
    """Change what `find` found to differ, and nothing else; run again the same day it changes nothing."""
    params: dict[str, Any] = {"set": version.set_id, "version": version.pk, "day": day}
    with over_everybody() as cursor:
        for text in (_FORGET, _END, _TAKE_UP, _ENTER):
            cursor.execute(text, params)
