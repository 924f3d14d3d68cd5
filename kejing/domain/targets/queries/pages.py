"""One's own progress, a person's, and everything about one target."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from kejing.domain.org.public import staff_names
from kejing.domain.targets import access
from kejing.domain.targets.models import Explanation, Target, TargetChange
from kejing.domain.targets.queries.catalogue import Setting, setting, themes
from kejing.domain.targets.queries.parts import NO_PARTS, parts_of
from kejing.domain.targets.queries.rows import MeasureCard, TargetRow, card, period_text, row_of, with_actuals
from kejing.domain.targets.rules import PERIODS, Parts, Span
from kejing.domain.targets.vocabulary import VIEW, ChangeKind, Level, PeriodKind, TargetRefusal, Way
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible

MOST_OWN, MOST_PARTS, MOST_CHANGES, ON_A_PANEL = 120, 60, 50, 5
BESIDE = ("measure", "unit", "staff", "customer", "product")
RANK = Case(
    *(When(kind=kind, then=Value(place)) for place, kind in enumerate(PERIODS)), output_field=IntegerField()
)
WHOLE_FIRST = F("product").asc(nulls_first=True)


@dataclass(frozen=True, slots=True)
class Group:
    """The targets of one period."""

    span: Span
    rows: list[TargetRow]

    @property
    def label(self) -> str:
        return str(PeriodKind(self.span.kind).label)

    @property
    def period(self) -> str:
        return period_text(self.span)


@dataclass(frozen=True, slots=True)
class Progress:
    """A person's targets that run on a day, the longest period first."""

    staff_id: int
    name: str
    day: date
    groups: list[Group]
    is_own: bool


@dataclass(frozen=True, slots=True)
class Broken:
    """A target broken down in one way: its parts, and how they stand to the whole."""

    whole: TargetRow
    way: Way
    parts: Parts
    rows: list[TargetRow]
    explanation: str = ""
    explained_by: str = ""

    @property
    def label(self) -> str:
        return str(self.way.label)

    @property
    def total_text(self) -> str:
        return self.whole.measure.shown(self.parts.total)

    @property
    def difference_text(self) -> str:
        sign = "+" if self.parts.difference > 0 else ""
        return sign + self.whole.measure.shown(self.parts.difference)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a target's history."""

    version: int
    kind: ChangeKind
    base: Decimal
    floor: Decimal | None
    stretch: Decimal | None
    reason: str
    by: str
    at: datetime
    measure: MeasureCard

    @property
    def base_text(self) -> str:
        return self.measure.shown(self.base)

    @property
    def floor_text(self) -> str:
        return self.measure.shown(self.floor)

    @property
    def stretch_text(self) -> str:
        return self.measure.shown(self.stretch)


@dataclass(frozen=True, slots=True)
class TargetPage:
    row: TargetRow
    themes: list[str]
    whole: TargetRow | None
    ways: list[Broken]
    history: list[Change]
    may_change: bool
    may_divide: bool

    @property
    def mode(self) -> str:
        return str(self.row.measure.reconcile.label)


def own_progress(*, actor: Actor, day: date | None = None) -> Progress:
    """The reader's own targets and what she reached of them (A2.59). Raises NotVisible (404) without a post."""
    actor.require(VIEW)
    if actor.staff_id is None:
        raise NotVisible
    return progress_of(actor=actor, staff_id=actor.staff_id, day=day)


def progress_of(*, actor: Actor, staff_id: int, day: date | None = None) -> Progress:
    """A person's targets on a day, and what she reached. Raises NotVisible (404) for somebody out of sight."""
    on = day or clock.today()
    rows = running(access.visible(actor).filter(level=Level.STAFF, subject=staff_id), on)
    if staff_id != actor.staff_id and not rows and not _is_in_sight(actor, staff_id):
        raise NotVisible
    found = with_actuals(actor, rows)
    groups = [Group(span, list(each)) for span, each in groupby(found, key=lambda row: row.span)]
    name = staff_names([staff_id]).get(staff_id, "")
    return Progress(staff_id, name, on, groups, staff_id == actor.staff_id)


def _is_in_sight(actor: Actor, staff_id: int) -> bool:
    return access.visible(actor).filter(level=Level.STAFF, subject=staff_id).exists()


def running(rows: QuerySet[Target], day: date) -> list[Target]:
    """Those whose period holds the day, the longest first, then in the pack's order."""
    found = rows.filter(begins__lte=day, ends__gt=day).select_related(*BESIDE)
    return list(found.order_by(RANK, "measure__position", WHOLE_FIRST, "id")[:MOST_OWN])


def my_targets(*, actor: Actor) -> list[TargetRow]:
    """For a panel: the reader's targets of the month, or of the next period there is."""
    return panel_targets(actor=actor, staff_id=actor.staff_id) if actor.staff_id else []


def panel_targets(*, actor: Actor, staff_id: int) -> list[TargetRow]:
    """A person's targets of this month, else of the shortest longer period; whole ones, not by product."""
    rows = running(
        access.visible(actor).filter(level=Level.STAFF, subject=staff_id, product=None), clock.today()
    )
    kinds = {row.kind for row in rows}
    kind = next((k for k in ("month", "quarter", "half", "year", "week", "day") if k in kinds), None)
    return with_actuals(actor, [row for row in rows if row.kind == kind][:ON_A_PANEL])


def target_page(*, actor: Actor, target_id: int) -> TargetPage:
    """Everything about one target. Raises NotVisible (404)."""
    target = access.get_visible(actor, target_id)
    (row,) = with_actuals(actor, [target])
    sums = parts_of([target]).get(target.pk, {})
    labels = {each.code: each.label for each in themes()}
    return TargetPage(
        row=replace(row, parts=sums.get(Way.SUBJECT)),
        themes=[labels.get(code, code) for code in target.themes],
        whole=_whole(actor, target),
        ways=_ways(actor, target, row, sums),
        history=_changes(target),
        may_change=access.may_change(actor, target),
        may_divide=access.may_divide(actor, target),
    )


def _whole(actor: Actor, target: Target) -> TargetRow | None:
    """The one it is a part of, where the reader sees it."""
    if target.above_id is None:
        return None
    found = access.visible(actor).filter(pk=target.above_id).select_related(*BESIDE).first()
    return row_of(found) if found else None


def _ways(actor: Actor, target: Target, row: TargetRow, sums: dict[Way, Parts]) -> list[Broken]:
    said = {
        said.way: said
        for said in Explanation.objects.filter(target=target).order_by("way", "-id").distinct("way")
    }
    below = list(_parts(access.visible(actor).filter(above=target)))
    lists: dict[Way, Sequence[Target]] = {
        Way.SUBJECT: [row for row in below if row.product_id == target.product_id],
        Way.PRODUCT: [row for row in below if row.product_id != target.product_id],
        Way.TIME: _shorter(actor, target),
    }
    rows = {each.id: each for each in with_actuals(actor, [t for part in lists.values() for t in part])}
    found = []
    for way, parts in lists.items():
        if not parts and way not in sums:
            continue
        known, about = sums.get(way, NO_PARTS), said.get(way)
        explained = about if about is not None and known.is_explained else None
        found.append(
            Broken(
                row, way, known, [rows[each.pk] for each in parts],
                explained.text if explained else "", explained.made_by_name if explained else "",
            )
        )  # fmt: skip
    return found


def _parts(rows: QuerySet[Target]) -> QuerySet[Target]:
    return rows.select_related(*BESIDE).order_by("-base", "-id")[:MOST_PARTS]


def _shorter(actor: Actor, target: Target) -> list[Target]:
    """The longest of the shorter periods that are set."""
    rows = access.visible(actor).filter(
        measure=target.measure_id, level=target.level, subject=target.subject, product=target.product_id,
        begins__gte=target.begins, begins__lt=target.ends, kind__in=PERIODS[PERIODS.index(target.kind) + 1 :],
    )  # fmt: skip
    found = list(rows.select_related(*BESIDE).order_by(RANK, "begins", "id")[:MOST_PARTS])
    return [row for row in found if row.kind == found[0].kind]


def _changes(target: Target) -> list[Change]:
    rows = TargetChange.objects.filter(target=target).order_by("-version")[:MOST_CHANGES]
    return [
        Change(row.version, ChangeKind(row.kind), row.base, row.floor, row.stretch, row.reason,
               row.made_by_name, row.made_at, card(target.measure))
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changing:
    """The form of a change: the target as it stands, and what can be chosen."""

    row: TargetRow
    setting: Setting


def changing(*, actor: Actor, target_id: int) -> Changing:
    """Raises NotVisible (404), NotYours (403)."""
    target = access.get_visible(actor, target_id)
    if not access.may_change(actor, target):
        raise access.NotYours(TargetRefusal.NOT_YOURS)
    return Changing(row_of(target), setting(actor=actor))


def dividing(*, actor: Actor, target_id: int, way: str) -> Broken:
    """The difference somebody is to explain. Raises NotVisible (404), NotYours (403)."""
    target = access.get_visible(actor, target_id)
    if not access.may_divide(actor, target):
        raise access.NotYours(TargetRefusal.NOT_YOURS)
    sums = parts_of([target]).get(target.pk, {})
    return Broken(row_of(target), Way(way), sums.get(Way(way), NO_PARTS), [])


def targets_of(
    *, actor: Actor, span: Span, staff_id: int | None = None, unit_id: int | None = None
) -> list[TargetRow]:
    """The targets of a person, or of a unit, that lie in a period or hold it, with what was reached: for plans,
    meetings and reports. The longest periods first; nothing for who may not see targets.
    """
    if not actor.may(VIEW):
        return []
    level, subject = (Level.STAFF, staff_id) if staff_id is not None else (Level.UNIT, unit_id)
    whose = access.visible(actor).filter(level=level, subject=subject)
    within = Q(begins__gte=span.begins, ends__lte=span.ends) | Q(begins__lte=span.begins, ends__gte=span.ends)
    rows = whose.filter(within).select_related(*BESIDE)
    return with_actuals(
        actor, list(rows.order_by(RANK, "begins", "measure__position", WHOLE_FIRST, "id")[:MOST_OWN])
    )
