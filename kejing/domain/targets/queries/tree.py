"""The target tree, a level at a time: each node with its parts, the difference, what was reached."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from kejing.domain.targets import access
from kejing.domain.targets.models import Measure, Target
from kejing.domain.targets.queries.catalogue import measures
from kejing.domain.targets.queries.pages import BESIDE
from kejing.domain.targets.queries.parts import parts_of
from kejing.domain.targets.queries.rows import MeasureCard, TargetRow, kept, period_text
from kejing.domain.targets.rules import PERIODS, Parts, Span, previous, span_of
from kejing.domain.targets.vocabulary import SET, SET_ALL, VIEW, Level, PeriodKind, TargetRefusal, Way
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.paging import Page, page

PAGE_SIZE = 50
BY_SIZE = ("-base", "-id")


@dataclass(frozen=True, slots=True)
class Node:
    """A target in the tree. `over_time`: how its shorter periods stand to it, where any are set."""

    row: TargetRow
    over_time: Parts | None

    @property
    def parts(self) -> Parts | None:
        return self.row.parts

    @property
    def total_text(self) -> str:
        return self.row.measure.shown(self.parts.total) if self.parts else ""

    @property
    def difference_text(self) -> str:
        if self.parts is None or not self.parts.is_off:
            return ""
        sign = "+" if self.parts.difference > 0 else ""
        return sign + self.row.measure.shown(self.parts.difference)

    @property
    def opens(self) -> bool:
        return self.parts is not None


@dataclass(frozen=True, slots=True)
class Tree:
    """The uppermost targets in sight of one measure in one period."""

    measures: list[MeasureCard]
    measure: MeasureCard | None
    span: Span
    nodes: Page[Node]
    may_set: bool

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [(kind, str(PeriodKind(kind).label)) for kind in PERIODS]

    @property
    def period(self) -> str:
        return period_text(self.span)

    @property
    def before(self) -> date:
        return previous(self.span).begins

    @property
    def after(self) -> date:
        return self.span.ends


def tree(
    *,
    actor: Actor,
    measure: str = "",
    kind: str = "month",
    day: date | None = None,
    cursor: str | None = None,
) -> Tree:
    """The upper end of the tree as the reader sees it. Raises Refused for an unknown measure or kind."""
    known = measures()
    if kind not in PERIODS:
        raise Refused(TargetRefusal.NOT_THIS_WAY, field="kind")
    span = span_of(kind, day or clock.today())
    chosen = _chosen(known, measure)
    may_set = actor.may(SET) or actor.may(SET_ALL)
    if chosen is None:
        actor.require(VIEW)
        return Tree(known, None, span, Page([], None, None), may_set)
    rows = access.visible(actor).filter(
        measure=Measure.objects.filter(code=chosen.code).values("pk")[:1], kind=kind, begins=span.begins
    )
    return Tree(known, chosen, span, _nodes(actor, _uppermost(actor, rows), cursor), may_set)


def _chosen(known: list[MeasureCard], code: str) -> MeasureCard | None:
    """The measure asked for, else the pack's first; None where there is none at all."""
    if not code:
        return known[0] if known else None
    found = next((card for card in known if card.code == code), None)
    if found is None:
        raise Refused(TargetRefusal.NO_SUCH_MEASURE, field="measure", code=code[:40])
    return found


def parts_page(*, actor: Actor, target_id: int, cursor: str | None = None) -> tuple[TargetRow, Page[Node]]:
    """The parts of a node by subject, a page of them. Raises NotVisible (404)."""
    target = access.get_visible(actor, target_id)
    rows = access.visible(actor).filter(above=target, product=target.product_id)
    return kept(actor, [target])[0], _nodes(actor, rows, cursor)


def _uppermost(actor: Actor, rows: QuerySet[Target]) -> QuerySet[Target]:
    """Where the reader's sight begins: at the top, at her own unit, at herself. The plain cases lead there by index."""
    if actor.sees_all or actor.may(SET_ALL):
        return rows.filter(above=None)
    if actor.unit_id in actor.units:
        own = rows.filter(level=Level.UNIT, subject=actor.unit_id, product=None)
        if own.exists():
            return own
    seen = access.visible(actor).filter(pk=OuterRef("above_id"))
    return rows.exclude(level=Level.CUSTOMER).filter(Q(above=None) | ~Exists(seen))


def _nodes(actor: Actor, rows: QuerySet[Target], cursor: str | None) -> Page[Node]:
    found = page(rows.select_related(*BESIDE), BY_SIZE, cursor, PAGE_SIZE)
    sums = parts_of(found.rows)
    nodes = [
        Node(
            replace(row, parts=sums.get(row.id, {}).get(Way.SUBJECT)),
            sums.get(row.id, {}).get(Way.TIME),
        )
        for row in kept(actor, found.rows)
    ]
    return Page(nodes, found.next, found.previous)
