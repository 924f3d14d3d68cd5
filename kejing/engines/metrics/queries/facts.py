"""Reading facts: of a subject, and as monthly figures."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from kejing.engines.metrics import access
from kejing.engines.metrics.models import Fact, FactKind
from kejing.engines.metrics.vocabulary import Measure
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.paging import Page, page
from kejing.foundation.kernel.periods import Month

PAGE_SIZE = 50
CAP = 1_000


def has_facts(subject_kind: str, subject_id: str) -> str:
    """SQL: do facts hang on the subject of this kind whose id `subject_id`, an expression, gives?"""
    return (
        f"exists (select 1 from metrics_fact f where f.subject_kind = '{subject_kind}'"  # noqa: S608  # names from code
        f" and f.subject_id = {subject_id})"
    )


@dataclass(frozen=True, slots=True)
class FactCard:
    """A fact as pages show it. `detail` holds the kind's further figures as decimals in text."""

    id: int
    kind: str
    label_zh: str
    label_en: str
    subject_id: int
    on_day: date
    amount: Decimal | None
    quantity: Decimal
    detail: dict[str, Any]
    reverses: int | None


@dataclass(frozen=True, slots=True)
class Point:
    """One month of one subject. A month without facts has no point."""

    subject_id: int
    month: Month
    value: Decimal


def facts_of(
    *,
    actor: Actor,
    subject_kind: str,
    subject_ids: Iterable[int],
    kinds: Iterable[str] = (),
    since: date | None = None,
    until: date | None = None,
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> Page[FactCard]:
    """A page of facts of subjects that the caller knows to be visible, newest first. `until` is exclusive."""
    rows = access.visible_facts(actor).filter(subject_kind=subject_kind, subject_id__in=list(subject_ids))
    rows = _between(rows, since, until)
    if wanted := list(kinds):
        rows = rows.filter(kind_id__in=FactKind.objects.filter(code__in=wanted).values("pk"))
    found = page(_with_kind(rows), ("-on_day", "-id"), cursor, min(limit, CAP))
    return Page([_fact_card(row) for row in found.rows], found.next, found.previous)


def facts_named(*, actor: Actor, refs: Collection[tuple[int, date]]) -> dict[int, FactCard]:
    """Facts by id, of those named by id and day that the actor sees. One query, in the months of the days."""
    if not refs:
        return {}
    rows = access.visible_facts(actor).filter(
        pk__in={ref for ref, _ in refs}, on_day__in={day for _, day in refs}
    )
    return {row.pk: _fact_card(row) for row in _with_kind(rows)}


def _with_kind(rows: QuerySet[Fact]) -> QuerySet[Fact]:
    kind = FactKind.objects.filter(pk=OuterRef("kind_id"))
    words = JSONObject(code="code", label_zh="label_zh", label_en="label_en")
    return rows.annotate(kind=Subquery(kind.values(words=words)))


def _between(rows: QuerySet[Fact], since: date | None, until: date | None) -> QuerySet[Fact]:
    rows = rows.filter(on_day__gte=since) if since else rows
    return rows.filter(on_day__lt=until) if until else rows


def monthly_series(
    *,
    actor: Actor,
    kind: str,
    subject_ids: Iterable[int],
    start: Month,
    end: Month,
    measure: Measure,
    figure: str = "amount",
) -> list[Point]:
    """Facts of one kind by subject and month, for the months from `start` up to `end` (exclusive).

    `figure` is amount, quantity, or a figure of the kind's detail such as balance. LAST takes the last fact of
    each month. Raises LookupError for an unknown kind or figure.
    """
    value = figure if figure in {"amount", "quantity"} else "(detail ->> %(figure)s)::numeric"
    text = _LAST if measure is Measure.LAST else _FOLDED
    folded = "count(*)" if measure is Measure.COUNT else f"sum({value})"
    params: dict[str, Any] = {
        "kind": kind,
        "subjects": list(subject_ids),
        "start": start.start,
        "end": end.start,
        "figure": figure,
    }
    with connection.cursor() as cursor:
        cursor.execute(text.format(value=value, folded=folded), params)
        rows = cursor.fetchall()
    points = [
        Point(subject, Month.of(month), Decimal(value)) for subject, month, value in rows if value is not None
    ]
    if not points:
        _check_figure(kind, figure)
    return points


def _check_figure(kind: str, figure: str) -> None:
    found = FactKind.objects.filter(code=kind).first()
    if found is None or figure not in {"amount", "quantity", *found.figures}:
        raise LookupError(f"no figure {figure!r} of facts {kind!r}")


_OF_SUBJECTS = (
    " from metrics_fact where kind_id = (select id from metrics_factkind where code = %(kind)s)"
    " and subject_kind = (select subject_kind from metrics_factkind where code = %(kind)s)"
    " and subject_id = any(%(subjects)s) and on_day >= %(start)s and on_day < %(end)s"
)
_FOLDED = (
    "select subject_id, date_trunc('month', on_day)::date as month, {folded}"
    + _OF_SUBJECTS
    + " group by 1, 2 order by 1, 2"
)
_LAST = (
    "select distinct on (subject_id, date_trunc('month', on_day))"
    " subject_id, date_trunc('month', on_day)::date as month, {value}"
    + _OF_SUBJECTS
    + " order by subject_id, date_trunc('month', on_day), on_day desc, id desc"
)


def _fact_card(row: Fact) -> FactCard:
    kind: dict[str, str] = row.kind  # type: ignore[attr-defined]  # annotated by facts_of
    return FactCard(
        id=row.pk,
        kind=kind["code"],
        label_zh=kind["label_zh"],
        label_en=kind["label_en"],
        subject_id=row.subject_id,
        on_day=row.on_day,
        amount=row.amount,
        quantity=row.quantity,
        detail=row.detail,
        reverses=row.reverses,
    )
