"""Reading what closed months gave: metrics, values, evidence, the state of months."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from kejing.engines.metrics import access
from kejing.engines.metrics.models import Evidence, Metric, MetricValue, Period
from kejing.engines.metrics.vocabulary import PeriodState
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import KernelRefusal, Refused
from kejing.foundation.kernel.paging import Page, page
from kejing.foundation.kernel.periods import Month

PAGE_SIZE = 50
CAP = 1_000


@dataclass(frozen=True, slots=True)
class MetricCard:
    """A metric in one of its versions. `unit`: count, money, share or number."""

    id: int
    code: str
    version: int
    label_zh: str
    label_en: str
    unit: str
    ratio: bool
    more_is_better: bool
    quantity_code: str
    sql: str


@dataclass(frozen=True, slots=True)
class ValueCard:
    """A published value. `value` None: not applicable, its denominator is 0."""

    id: int
    month: Month
    metric: MetricCard
    subject_kind: str
    subject_id: int
    staff_id: int | None
    holder_id: int | None
    unit_id: int | None
    numerator: Decimal
    denominator: Decimal | None
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """One thing that counted, as frozen at the close; `ref_kind` and `ref_id` say what it is."""

    id: int
    ref_kind: str
    ref_id: int
    on_day: date
    label: str
    numerator: Decimal
    denominator: Decimal | None


@dataclass(frozen=True, slots=True)
class PeriodCard:
    month: Month
    state: PeriodState
    closed_at: datetime | None = None
    closed_by: str = ""
    snapshot_hash: str = ""


def metric_catalogue() -> list[MetricCard]:
    """The newest version of every metric, by code."""
    return [_metric_card(row) for row in Metric.objects.order_by("code", "-version").distinct("code")]


def values(
    *,
    actor: Actor,
    month: Month,
    metrics: Iterable[str] = (),
    subject_kind: str = "staff",
    subject_ids: Iterable[int] | None = None,
) -> list[ValueCard]:
    """Published values of a closed month in the actor's scope, by metric and subject; none while it is open."""
    rows = access.visible_values(actor).filter(period__month=month.start, subject_kind=subject_kind)
    if codes := list(metrics):
        rows = rows.filter(metric__code__in=codes)
    if subject_ids is not None:
        rows = rows.filter(subject_id__in=list(subject_ids))
    return _value_cards(rows.order_by("metric__code", "subject_id"))


def history(
    *, actor: Actor, metric: str, subject_id: int, subject_kind: str = "staff", months: int = 12
) -> list[ValueCard]:
    """One metric of one subject over its last closed months, oldest first."""
    rows = access.visible_values(actor).filter(
        subject_kind=subject_kind, subject_id=subject_id, metric__code=metric
    )
    return _value_cards(rows.order_by("-period__month")[:months])[::-1]


def value_of(
    *, actor: Actor, month: Month, metric: str, subject_id: int, subject_kind: str = "staff"
) -> ValueCard:
    """One published value. Raises NotVisible (404) when there is none in the actor's scope."""
    return _value_card(access.get_value(actor, month, metric, subject_kind, subject_id))


def evidence(
    *,
    actor: Actor,
    month: Month,
    metric: str,
    subject_id: int,
    subject_kind: str = "staff",
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> Page[EvidenceCard]:
    """A page of what counted towards a value, newest first; nothing for who sees the person, not her customers.

    Raises NotVisible (404) as `value_of` does.
    """
    value = access.get_value(actor, month, metric, subject_kind, subject_id)
    rows = access.visible_evidence(actor, value)
    found = page(rows, ("-on_day", "-id"), cursor, min(limit, CAP))
    return Page([_evidence_card(row) for row in found.rows], found.next, found.previous)


def period_state(month: Month) -> PeriodCard:
    """The state of a month; a month nobody touched is open."""
    row = Period.objects.filter(month=month.start).first()
    return _period_card(row) if row else PeriodCard(month, PeriodState.OPEN)


def closed_months(limit: int = 24) -> list[PeriodCard]:
    """Closed months, newest first."""
    return [
        _period_card(row)
        for row in Period.objects.filter(state=PeriodState.CLOSED).order_by("-month")[:limit]
    ]


def require_open(*days: date) -> None:
    """Raise Refused when the month of a day is not open: a clear text before the database's own guard speaks."""
    months = {Month.of(day).start: day for day in days}
    closed = Period.objects.filter(month__in=months).exclude(state=PeriodState.OPEN).order_by("month").first()
    if closed is not None:
        raise Refused(KernelRefusal.PERIOD_CLOSED, day=months[closed.month].isoformat())


def _value_cards(rows: QuerySet[MetricValue]) -> list[ValueCard]:
    return [_value_card(row) for row in rows.select_related("period", "metric")]


def _value_card(row: MetricValue) -> ValueCard:
    return ValueCard(
        id=row.pk,
        month=Month.of(row.period.month),
        metric=_metric_card(row.metric),
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        staff_id=row.staff_id,
        holder_id=row.holder_id,
        unit_id=row.unit_id,
        numerator=row.numerator,
        denominator=row.denominator,
        value=row.value,
    )


def _metric_card(row: Metric) -> MetricCard:
    return MetricCard(
        id=row.pk,
        code=row.code,
        version=row.version,
        label_zh=row.label_zh,
        label_en=row.label_en,
        unit=row.unit,
        ratio=row.ratio,
        more_is_better=row.more_is_better,
        quantity_code=row.quantity_code,
        sql=row.sql,
    )


def _evidence_card(row: Evidence) -> EvidenceCard:
    return EvidenceCard(
        id=row.pk,
        ref_kind=row.ref_kind,
        ref_id=row.ref_id,
        on_day=row.on_day,
        label=row.label,
        numerator=row.numerator,
        denominator=row.denominator,
    )


def _period_card(row: Period) -> PeriodCard:
    return PeriodCard(
        month=Month.of(row.month),
        state=PeriodState(row.state),
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        snapshot_hash=row.snapshot_hash,
    )
