"""The evidence for a talk with a customer: what was found, seen and done, over time and beside others. Item A7.54."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from kejing.domain.customers.public import CustomerCard, customer_card, members_of
from kejing.domain.visits import access
from kejing.domain.visits.models import Finding, Photo, Visit
from kejing.domain.visits.queries.etiquette import etiquette_of
from kejing.domain.visits.queries.findings import FindingRow, finding_rows
from kejing.domain.visits.queries.photos import PhotoRow
from kejing.domain.visits.rules import Share
from kejing.domain.visits.vocabulary import RECORD, VisitState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui import formats

MONTHS = 6
MOST = 40


@dataclass(frozen=True, slots=True)
class MonthOfFindings:
    month: Month
    visits: int
    found: int
    solved: int


@dataclass(frozen=True, slots=True)
class EvidenceSheet:
    """The last months of a customer. `here` and `around`: findings per visit with her and in her whole unit."""

    customer: CustomerCard
    findings: tuple[FindingRow, ...]
    photos: tuple[PhotoRow, ...]
    trend: tuple[MonthOfFindings, ...]
    here: Share
    around: Share
    since: date

    @property
    def here_rate(self) -> str:
        return _rate(self.here)

    @property
    def around_rate(self) -> str:
        return _rate(self.around)


@dataclass(frozen=True, slots=True)
class FindingPanel:
    """The panel of the customer's page: what is open there, and how she likes to be met."""

    customer_id: int
    findings: tuple[FindingRow, ...]
    etiquette: str
    may_note: bool


def evidence_sheet(*, actor: Actor, customer_id: int) -> EvidenceSheet:
    """A fixed number of queries. Raises NotVisible (404)."""
    customer = customer_card(actor=actor, customer_id=customer_id)
    months = [Month.of(clock.today()).plus(-back) for back in reversed(range(MONTHS))]
    since, members = months[0].start, members_of(customer_id)
    rows = Finding.objects.filter(customer_id__in=members, day__gte=since)
    held = Visit.objects.filter(customer_id__in=members, state=VisitState.DONE, day__gte=since)
    shown = rows.select_related("staff", "found_by", "superior").order_by("solved_on", "-day", "-id")[:MOST]
    photos = Photo.objects.filter(visit__in=held).order_by("-id")[:MOST]
    trend = _trend(months, rows, held)
    unit = {"unit_id": customer.unit_id, "day__gte": since}
    return EvidenceSheet(
        customer=customer,
        findings=tuple(finding_rows(actor, shown)),
        photos=tuple(
            PhotoRow(*row) for row in photos.values_list("id", "visit_id", "finding_id", "width", "height")
        ),
        trend=trend,
        here=Share(sum(one.found for one in trend), sum(one.visits for one in trend)),
        around=Share(
            access.findings_in_scope(actor).filter(**unit).count(),
            access.in_scope(actor).filter(state=VisitState.DONE, **unit).count(),
        ),
        since=since,
    )


def _trend(
    months: Sequence[Month], rows: QuerySet[Finding], held: QuerySet[Visit]
) -> tuple[MonthOfFindings, ...]:
    found = _by_month(rows)
    solved = _by_month(rows.filter(~Q(solved_on=None)))
    visits = _by_month(held)
    return tuple(
        MonthOfFindings(one, visits.get(one.start, 0), found.get(one.start, 0), solved.get(one.start, 0))
        for one in months
    )


def _by_month(rows: QuerySet[Any]) -> dict[date, int]:
    counted = rows.order_by().annotate(month=TruncMonth("day")).values_list("month").annotate(n=Count("pk"))
    return dict(counted)


def _rate(share: Share) -> str:
    return formats.NOTHING if share.ratio is None else f"{float(share.ratio):.2f}"


def finding_panel(*, actor: Actor, customer_id: int) -> FindingPanel:
    """Raises NotVisible (404)."""
    customer = customer_card(actor=actor, customer_id=customer_id)
    rows = Finding.objects.filter(customer_id__in=members_of(customer_id), solved_on=None)
    shown = finding_rows(
        actor, rows.select_related("staff", "found_by", "superior").order_by("due_on", "id")[:6]
    )
    may_note = actor.may(RECORD) and access.acts_for(actor, customer)
    return FindingPanel(customer_id, tuple(shown), etiquette_of([customer_id]).get(customer_id, ""), may_note)
