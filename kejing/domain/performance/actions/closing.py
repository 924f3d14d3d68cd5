"""Close a month: facts and activity become values, points and ranks, published as a whole or not at all."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal
from functools import partial
from time import monotonic

from django.utils.translation import gettext_lazy as _

from kejing.domain.org.public import Member, team
from kejing.domain.performance import rules
from kejing.domain.performance.actions.course import followed, tell, waiting
from kejing.domain.performance.events import MonthClosed
from kejing.domain.performance.models import CloseRun, PointLine, PolicyVersion, Standing
from kejing.domain.performance.vocabulary import (
    CLOSE,
    POINTS,
    PerformanceRefusal,
    PolicyState,
    RunKind,
    RunState,
    Step,
)
from kejing.engines.metrics import public as metrics
from kejing.engines.metrics.public import PeriodState, ValueCard
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action, write_line
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_actor, as_system
from kejing.foundation.kernel.errors import KernelRefusal, Refused
from kejing.foundation.kernel.events import publish
from kejing.foundation.kernel.jobs import enqueue
from kejing.foundation.kernel.periods import Month

JOB = "performance.close_month"
_BATCH = 2_000


@action("performance.request_close", label=_("Ask for a close"), permission=CLOSE, subject="month")
def request_close(*, actor: Actor, month: str, idempotency_key: str | None = None) -> str:
    """Have the worker close a month (as 1997-12); it goes on when the page is left. Returns the month.

    Raises Refused for a month that has not ended or is closed already.
    """
    wanted = parse(month)
    check_closable(wanted)
    if waiting(rules.close_key(wanted)):
        enqueue(JOB, month=str(wanted), user_id=actor.user_id, appointment_id=actor.appointment_id)
    return str(wanted)


@action("performance.close_month", label=_("Close a month"), permission=CLOSE, subject="close")
def close_month(*, actor: Actor, month: str, idempotency_key: str | None = None) -> int:
    """Close a month now and return the run's id. Of two closes at once exactly one runs.

    A failure leaves the month open and nothing published. Raises Refused when the month has not ended, is
    closed or being closed, when no points policy was in force, or when a metric fails.
    """
    wanted = parse(month)
    check_closable(wanted)
    with as_system(f"close of {wanted} for {actor.name}") as system:
        metrics.begin_close(actor=system, month=wanted)
        version = policy_in_force(wanted)
        run = _started(wanted, actor.name)
        tell(Step.METRICS)
        calculation = metrics.calculate(actor=system, month=wanted)
        tell(Step.POINTS)
        run.counts = _give_points(system, wanted, version, run) | {
            "values": calculation.values,
            "evidence": calculation.evidence,
            "rows": calculation.rows,
            "seconds": calculation.seconds,
        }
        metrics.finish_close(actor=actor, month=wanted)
        run.state, run.ended_at, run.snapshot_hash = (
            RunState.DONE,
            clock.system_now(),
            calculation.snapshot_hash,
        )
        run.save()
    publish(MonthClosed(str(wanted), run.pk, run.counts["people"]))
    return run.pk


def run_close(month: str, *, user_id: int | None = None, appointment_id: int | None = None) -> int:
    """Close a month as its asker (None: as the system), with its course shown and a failure kept.

    Call it outside any transaction. Raises what `close_month` raises.
    """
    wanted = parse(month)
    enter: Callable[[], AbstractContextManager[Actor]] = (
        partial(as_system, f"close of {wanted}")
        if user_id is None
        else partial(as_actor, user_id, appointment_id)
    )
    with enter():
        check_closable(wanted)
    with followed(rules.close_key(wanted)):
        try:
            with enter() as actor:
                return close_month(actor=actor, month=str(wanted))
        except Exception as error:
            _note_failure(wanted, error)
            raise


def close(month: str) -> int:
    """Close a month as the system: for the command line, demos and the clock. See `run_close`."""
    return run_close(month)


def parse(month: str) -> Month:
    """Raises Refused for a text that is no month."""
    try:
        return Month.parse(month)
    except ValueError as error:
        raise Refused(KernelRefusal.NOT_A_MONTH, field="month", text=month) from error


def check_closable(month: Month) -> None:
    """A clear text before the lock's own answer. Raises Refused."""
    if clock.today() < month.end:
        raise Refused(PerformanceRefusal.NOT_ENDED, field="month", month=month, day=month.end)
    if metrics.period_state(month).state == PeriodState.CLOSED:
        raise Refused(PerformanceRefusal.ALREADY_CLOSED, field="month", month=month)


def policy_in_force(month: Month) -> PolicyVersion:
    """The points policy that judges the month. Raises Refused without one, or when it counts an unknown metric."""
    approved = PolicyVersion.objects.filter(policy__code=POINTS, state=PolicyState.APPROVED).order_by(
        "number"
    )
    found = rules.in_force(approved, month.start, lambda version: version.valid_from)
    if found is None:
        raise Refused(PerformanceRefusal.NO_POLICY, field="month", month=month)
    known = {card.code for card in metrics.metric_catalogue()}
    if unknown := [item.metric for item in _items(found) if item.metric not in known]:
        raise Refused(PerformanceRefusal.UNKNOWN_METRIC, version=found.number, metric=unknown[0])
    return found


def _items(version: PolicyVersion) -> list[rules.Item]:
    return [rules.item(row) for row in version.body["items"]]


def _started(month: Month, asked_by: str) -> CloseRun:
    start = {
        "state": RunState.RUNNING,
        "asked_by": asked_by,
        "started_at": clock.system_now(),
        "ended_at": None,
    }
    run, _new = CloseRun.objects.update_or_create(
        month=month.start,
        kind=RunKind.MONTH,
        defaults=start | {"counts": {}, "snapshot_hash": "", "error": ""},
    )
    return run


def _give_points(system: Actor, month: Month, version: PolicyVersion, run: CloseRun) -> dict[str, object]:
    """Write the ledger and the standings; returns how many people and lines, and the seconds it took."""
    began = monotonic()
    judged = {member.staff_id: member for member in _judged(system, month, version.body["roles"])}
    items = {item.metric: item for item in _items(version)}
    lines = [
        _line(month, value, items[value.metric.code], judged[value.staff_id], version, run)
        for subject_kind in ("staff", "holder")
        for value in metrics.values(actor=system, month=month, metrics=items, subject_kind=subject_kind)
        if value.staff_id in judged
    ]
    PointLine.objects.bulk_create(lines, batch_size=_BATCH)
    Standing.objects.bulk_create(_standings(month, lines, judged, run), batch_size=_BATCH)
    return {"people": len(judged), "lines": len(lines), "points_seconds": round(monotonic() - began, 3)}


def _judged(system: Actor, month: Month, roles: Iterable[str]) -> list[Member]:
    """Who is in a post with one of the roles on the month's last day."""
    return team(system, month.end - timedelta(days=1), roles, most=None)


def _line(
    month: Month, value: ValueCard, item: rules.Item, member: Member, version: PolicyVersion, run: CloseRun
) -> PointLine:
    return PointLine(
        month=month.start,
        staff_id=member.staff_id,
        holder_id=member.holder_id,
        unit_id=member.unit_id,
        metric=item.metric,
        metric_version=value.metric.version,
        value_id=value.id,
        quantity=value.value,
        rate=item.rate,
        points=rules.points(value.value, item.rate, item.floor, item.cap),
        policy_version=version,
        run=run,
    )


def _standings(
    month: Month, lines: Iterable[PointLine], judged: dict[int, Member], run: CloseRun
) -> list[Standing]:
    earned = rules.totals(judged, ((line.staff_id, line.points) for line in lines))
    overall = rules.ranks(earned)
    units: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for pk, member in judged.items():
        units[member.unit_id][pk] = earned[pk]
    within = {pk: place for unit in units.values() for pk, place in rules.ranks(unit).items()}
    return [
        Standing(
            month=month.start,
            staff_id=pk,
            holder_id=member.holder_id,
            unit_id=member.unit_id,
            points=earned[pk],
            rank=within[pk].rank,
            of=within[pk].of,
            rank_all=overall[pk].rank,
            of_all=overall[pk].of,
            run=run,
        )
        for pk, member in judged.items()
    ]


def _note_failure(month: Month, error: Exception) -> None:
    """Keep why it stopped, after everything else of it was undone. To lose against another close is no failure."""
    text = error.text if isinstance(error, Refused) else f"{type(error).__name__}: {error}"
    if getattr(error, "code", None) == metrics.MetricsRefusal.BEING_CLOSED:
        return
    with as_system(f"close of {month} stopped"):
        now = clock.system_now()
        run, _new = CloseRun.objects.select_for_update().get_or_create(
            month=month.start,
            kind=RunKind.MONTH,
            defaults={"state": RunState.FAILED, "asked_by": "", "started_at": now},
        )
        if metrics.period_state(month).state == PeriodState.CLOSED:
            return
        run.state, run.ended_at, run.error = RunState.FAILED, now, text
        run.save()
        write_line(
            action="performance.close_month",
            subject="close",
            subject_id=run.pk,
            detail={"month": str(month), "error": text},
            outcome="failed",
        )
