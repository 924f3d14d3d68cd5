"""Inspections: the list, who was not inspected for long, one of them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Max

from kejing.domain.checks import access
from kejing.domain.checks.models import Inspection, InspectionSample, InspectionScore
from kejing.domain.checks.queries.names import unit_names
from kejing.domain.checks.queries.policy import policy
from kejing.domain.checks.rules.policy import Criterion
from kejing.domain.checks.vocabulary import INSPECT, InspectionKind, InspectionState
from kejing.domain.org.public import staff_names, team
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.paging import Page, page
from kejing.foundation.ui.formats import local

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class InspectionRow:
    id: int
    staff_id: int
    staff: str
    unit: str
    inspector_id: int
    inspector: str
    kind: InspectionKind
    state: InspectionState
    start: date
    end: date
    planned_on: date
    done_at: datetime | None
    score: Decimal | None
    comment: str
    reply: str
    replied_at: datetime | None
    version: int

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """When a person's handbook was last inspected. `is_due`: never, or longer ago than the policy allows."""

    staff_id: int
    staff: str
    unit: str
    last_on: date | None
    is_due: bool


@dataclass(frozen=True, slots=True)
class InspectionList:
    page: Page[InspectionRow]
    coverage: tuple[CoverageRow, ...]
    every_days: int


@dataclass(frozen=True, slots=True)
class SampleRow:
    day: date
    log_id: int | None
    visit_id: int | None


@dataclass(frozen=True, slots=True)
class ScoreRow:
    code: str
    name: str
    points: int
    best: int


@dataclass(frozen=True, slots=True)
class InspectionPage:
    """`criteria` are to be scored, by the inspector alone, while it is open."""

    row: InspectionRow
    sample: tuple[SampleRow, ...]
    scores: tuple[ScoreRow, ...]
    criteria: tuple[Criterion, ...]
    is_own: bool
    is_inspector: bool

    @property
    def may_open(self) -> bool:
        return self.is_inspector and self.row.state == InspectionState.PLANNED

    @property
    def may_score(self) -> bool:
        return self.is_inspector and self.row.state == InspectionState.OPEN

    @property
    def may_reply(self) -> bool:
        return self.is_own and self.row.state == InspectionState.DONE and not self.row.reply


def inspection_list(*, actor: Actor, cursor: str | None = None) -> InspectionList:
    """Raises Forbidden (403) without the right to inspect."""
    actor.require(INSPECT)
    rows = access.visible_inspections(actor).exclude(access.own(actor))
    found = page(rows, ("-planned_on", "-id"), cursor, PAGE_SIZE)
    every = policy().inspection.every_days
    return InspectionList(
        Page(inspection_rows(found.rows), found.next, found.previous), _coverage(actor, every), every
    )


def _coverage(actor: Actor, every_days: int) -> tuple[CoverageRow, ...]:
    """Everybody whose handbook the actor may inspect, the longest ago first. Two queries."""
    last = dict(
        access.visible_inspections(actor)
        .filter(state=InspectionState.DONE)
        .values_list("staff_id")
        .annotate(last=Max("planned_on"))
    )
    since = clock.today() - timedelta(days=every_days)
    rows = [
        CoverageRow(
            m.staff_id, local(m.name, m.name_en), local(m.unit, m.unit_en), last.get(m.staff_id),
            m.staff_id not in last or last[m.staff_id] < since,
        )
        for m in team(actor, clock.today(), access.CHECKED)
        if m.staff_id != actor.staff_id
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: row.last_on or date.min))


def inspection_page(*, actor: Actor, inspection_id: int) -> InspectionPage:
    """Raises NotVisible (404)."""
    row = access.one(access.visible_inspections(actor), inspection_id)
    sample = InspectionSample.objects.filter(inspection=row).order_by("day", "id")
    scores = InspectionScore.objects.filter(inspection=row).order_by("id")
    return InspectionPage(
        row=inspection_rows([row])[0],
        sample=tuple(SampleRow(one.day, one.log_id, one.visit_id) for one in sample),
        scores=tuple(ScoreRow(s.code, local(s.name, s.name_en), s.points, s.best) for s in scores),
        criteria=policy().inspection.criteria,
        is_own=row.staff_id == actor.staff_id,
        is_inspector=row.inspector_id == actor.staff_id and actor.may(INSPECT),
    )


def own_inspections(actor: Actor) -> list[InspectionRow]:
    mine = access.visible_inspections(actor).filter(access.own(actor))
    return inspection_rows(list(mine.order_by("-planned_on", "-id")[:PAGE_SIZE]))


def inspection_rows(rows: list[Inspection]) -> list[InspectionRow]:
    """Two queries for the names."""
    names = staff_names([pk for row in rows for pk in (row.staff_id, row.inspector_id)])
    units = unit_names({row.unit_id for row in rows})
    return [
        InspectionRow(
            row.pk, row.staff_id, names.get(row.staff_id, ""), units.get(row.unit_id, ""), row.inspector_id,
            names.get(row.inspector_id, ""), InspectionKind(row.kind), InspectionState(row.state), row.start, row.end,
            row.planned_on, row.done_at, row.score, row.comment, row.reply, row.replied_at, row.version,
        )
        for row in rows
    ]  # fmt: skip
