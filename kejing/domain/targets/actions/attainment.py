"""Counting what was reached of the targets that run, for the tree."""

from typing import Any

from django.db import connection

from kejing.domain.targets.models import Target
from kejing.domain.targets.queries.actuals import count_reached
from kejing.domain.targets.queries.rows import wanted_of
from kejing.domain.targets.rules import PERIODS
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system

# Only what differs is written; the moment says up to when each figure holds.
_WRITE = """
insert into targets_attainment (target_id, actual, counted_at)
select r.target_id, r.actual, %(now)s from unnest(%(ids)s::bigint[], %(actuals)s::numeric[]) as r(target_id, actual)
on conflict (target_id) do update set actual = excluded.actual, counted_at = excluded.counted_at
"""
# A period is counted while its last month is open, and once more after it ended.
_RUNNING = """
select distinct t.measure_id, t.kind, t.begins from targets_target t
where t.begins <= %(today)s and not exists (
    select 1 from metrics_period p where p.month = date_trunc('month', t.ends - 1) and p.state = 'closed'
    and p.closed_at < (select min(a.counted_at) from targets_attainment a where a.target_id = t.id))
order by 1, 2, 3
"""


def refresh() -> int:
    """What was reached of every target that runs, set-wise, a measure and a period at a time; returns how many."""
    counted = 0
    with as_system("what was reached of targets"):
        with connection.cursor() as cursor:
            cursor.execute(_RUNNING, {"today": clock.today()})
            periods = cursor.fetchall()
        for measure, kind, begins in periods:
            assert kind in PERIODS
            rows = Target.objects.filter(measure=measure, kind=kind, begins=begins).select_related("measure")
            counted += count_kept(list(rows))
    return counted


def count_kept(targets: list[Target]) -> int:
    """Count these and keep the figures."""
    begun = [each for each in targets if each.begins <= clock.today()]
    reached = count_reached([wanted_of(each) for each in begun])
    if reached:
        with as_system("what was reached of targets"), connection.cursor() as cursor:
            params: dict[str, Any] = {
                "ids": list(reached),
                "actuals": list(reached.values()),
                "now": clock.now(),
            }
            cursor.execute(_WRITE, params)
    return len(reached)
