"""Close a month: under its lock, snapshot, compute, keep; and compute a closed month again from its snapshot.

Called inside the action of `performance` that closes; that action's transaction holds the lock from
`begin_close` to its commit, so that exactly one close runs and no entry slips in.
"""

import shutil
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import connection

from kejing.engines.metrics import child, registry
from kejing.engines.metrics.models import Metric, Period
from kejing.engines.metrics.publishing import (
    Figures,
    publish,
    published_metrics,
    published_values,
    read_values,
)
from kejing.engines.metrics.run import job as jobs
from kejing.engines.metrics.vocabulary import MetricsRefusal, PeriodState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import scope
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.periods import Month
from kejing.foundation.kernel.workdays import workdays

_ALWAYS = "holder"
_CLOSE_LOCK = 0x6B6A_636C


@dataclass(frozen=True, slots=True)
class Calculation:
    """What a close computed. `seconds`: snapshot, each metric, and writing back."""

    month: Month
    snapshot_hash: str
    values: int
    evidence: int
    rows: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ValueDifference:
    """A published value that the kept snapshot does not give again; None where one side has no value."""

    metric: str
    subject_kind: str
    subject_id: int
    published: tuple[Decimal, Decimal | None] | None
    computed: tuple[Decimal, Decimal | None] | None


def begin_close(*, actor: Actor, month: Month) -> None:
    """Take the month alone until the transaction ends: entries into it are refused from here on.

    Raises Refused when the month has not ended, is closed, or is being closed by somebody else.
    """
    if clock.today() < month.end:
        raise Refused(MetricsRefusal.NOT_ENDED, month=month)
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_try_advisory_xact_lock(%s, %s)", [_CLOSE_LOCK, month.year * 12 + month.month]
        )
        if cursor.fetchone() != (True,):
            raise Refused(MetricsRefusal.BEING_CLOSED, month=month)
    period = Period.objects.select_for_update().filter(month=month.start).first()
    if period is None:
        with connection.cursor() as cursor:
            cursor.execute("select kj_open_period(%s)", [month.start])
        period = Period.objects.select_for_update().get(month=month.start)
    if period.state == PeriodState.CLOSED:
        raise Refused(MetricsRefusal.ALREADY_CLOSED, month=month)
    period.state = PeriodState.CLOSING
    period.save(update_fields=["state"])


def calculate(*, actor: Actor, month: Month, metrics: Iterable[str] = ()) -> Calculation:
    """Compute the newest version of each metric (or of those named) for a month in `begin_close`'s hands.

    Runs under the actor's scope, which has to be all: call it as the system. Raises Refused naming the metric
    that fails.
    """
    if not actor.sees_all:
        raise RuntimeError("a close is computed as the system")
    period = _closing(month)
    texts = _newest(metrics)
    folder = child.snapshot_root() / str(month) / f"new-{uuid.uuid4().hex}"
    _clear(folder.parent)
    out = folder.parent / f"out-{folder.name}"
    try:
        answer = _checked(child.run(_job(month, texts, folder, out)), month)
        kept = folder.parent / answer.sha256
        folder.rename(kept)
        seconds = publish(period, texts, out)
    finally:
        shutil.rmtree(out, ignore_errors=True)
    period.snapshot_hash = answer.sha256
    period.save(update_fields=["snapshot_hash"])
    times = {"snapshot": answer.export_seconds, **answer.metric_seconds, "publish": seconds}
    return Calculation(month, answer.sha256, answer.values, answer.evidence, answer.rows, times)


def finish_close(*, actor: Actor, month: Month) -> None:
    """Close the month for ever, in the transaction of `begin_close`."""
    period = _closing(month)
    period.state = PeriodState.CLOSED
    period.closed_at = clock.system_now()
    period.closed_by = actor.name
    period.save(update_fields=["state", "closed_at", "closed_by"])


def recompute(*, actor: Actor, month: Month) -> list[ValueDifference]:
    """Compute a closed month again, with the metric versions of then, from its kept snapshot.

    Returns what differs from the published values: nothing, unless somebody altered them. Raises Refused when
    the month is not closed, or when its snapshot is missing or not the published one.
    """
    period = Period.objects.filter(month=month.start, state=PeriodState.CLOSED).first()
    if period is None:
        raise Refused(MetricsRefusal.NOT_CLOSED, month=month)
    folder = child.snapshot_root() / str(month) / period.snapshot_hash
    if not folder.is_dir():
        raise Refused(MetricsRefusal.NO_SNAPSHOT, month=month)
    texts = list(Metric.objects.filter(pk__in=published_metrics(period)).order_by("code"))
    out = child.snapshot_root() / str(month) / f"out-{uuid.uuid4().hex}"
    try:
        _checked(child.run(_job(month, texts, folder, out, expected_hash=period.snapshot_hash)), month)
        return _differences(texts, published_values(period), read_values(out))
    finally:
        shutil.rmtree(out, ignore_errors=True)


def _differences(texts: list[Metric], published: Figures, computed: Figures) -> list[ValueDifference]:
    kinds = {text.code: text.subject_kind for text in texts}
    return [
        ValueDifference(metric, kinds[metric], subject, published.get((metric, subject)), found)
        for metric, subject in sorted(published.keys() | computed.keys())
        if published.get((metric, subject)) != (found := computed.get((metric, subject)))
    ]


def _closing(month: Month) -> Period:
    """The month's row, locked. Raises RuntimeError when `begin_close` was not called in this transaction."""
    period = Period.objects.select_for_update().filter(month=month.start, state=PeriodState.CLOSING).first()
    if period is None:
        raise RuntimeError("begin_close comes first")
    return period


def _newest(codes: Iterable[str]) -> list[Metric]:
    rows = Metric.objects.order_by("code", "-version").distinct("code")
    wanted = set(codes)
    return [row for row in rows if not wanted or row.code in wanted]


def _job(month: Month, texts: list[Metric], folder: Path, out: Path, expected_hash: str = "") -> jobs.Job:
    """The child's job. With an `expected_hash` the snapshot is there already and has to be that one."""
    fresh = not expected_hash
    return jobs.Job(
        folder=str(folder),
        out=str(out),
        start=month.start.isoformat(),
        end=month.end.isoformat(),
        metrics=tuple(
            jobs.Metric(t.code, t.version, t.subject_kind, t.ratio, tuple(t.inputs), t.sql) for t in texts
        ),
        views=_views(month, texts) if fresh else (),
        workdays=_workdays(month) if fresh else (),
        context=scope() | {"TimeZone": settings.TIME_ZONE} if fresh else {},
        expected_hash=expected_hash,
    )


def _views(month: Month, texts: list[Metric]) -> tuple[jobs.View, ...]:
    """The views that the metrics read. Raises Refused naming a metric that reads one nobody registered."""
    wanted = {_ALWAYS: "", **{name: text.code for text in texts for name in text.inputs}}
    for name in sorted(wanted.keys() - registry.views()):
        raise Refused(MetricsRefusal.METRIC_FAILED, metric=wanted[name], why=f"no view {name}")
    return tuple(jobs.View(name, registry.view_sql(name, month.start, month.end)) for name in sorted(wanted))


def _workdays(month: Month) -> tuple[str, ...]:
    overrides = clock.calendar_overrides()
    return tuple(day.isoformat() for day in workdays(month.start, month.end, overrides))


def _checked(answer: jobs.Answer, month: Month) -> jobs.Answer:
    if answer.other_snapshot:
        raise Refused(MetricsRefusal.SNAPSHOT_DAMAGED, month=month)
    if answer.error:
        raise Refused(MetricsRefusal.METRIC_FAILED, metric=answer.metric, why=answer.error)
    return answer


def _clear(folder: Path) -> None:
    """Leave nothing of earlier closes of this month that failed; the lock is ours."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
