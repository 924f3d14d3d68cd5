"""A target as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from kejing.domain.targets import rules
from kejing.domain.targets.models import Attainment, Measure, Target
from kejing.domain.targets.queries.actuals import Wanted, count_reached
from kejing.domain.targets.rules import Parts, Span
from kejing.domain.targets.vocabulary import Folding, Level, MeasureUnit, PeriodKind, Reconcile
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui import formats
from kejing.foundation.ui.formats import local

AMOUNTS = "customers.holding_amount"
"""Who does not see the amounts of a customer's holdings does not see what she brought either."""


@dataclass(frozen=True, slots=True)
class MeasureCard:
    """What a target is set for. `by_product`: whether it is counted by product too."""

    code: str
    label: str
    unit: MeasureUnit
    places: int
    reconcile: Reconcile
    adds_up_over_time: bool
    by_product: bool

    def shown(self, value: Decimal | None) -> str:
        """A figure of this measure as people write it."""
        if self.unit == MeasureUnit.MONEY:
            return formats.money(value)
        return formats.NOTHING if value is None else formats.exact(value, self.places)


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target with what was reached of it; `actual` None: nothing measures it, or not for this reader."""

    id: int
    measure: MeasureCard
    span: Span
    level: Level
    subject: int
    name: str
    number: str
    product: str
    product_code: str
    base: Decimal
    floor: Decimal | None
    stretch: Decimal | None
    themes: tuple[str, ...]
    unit_id: int | None
    staff_id: int | None
    customer_id: int | None
    above_id: int | None
    version: int
    actual: Decimal | None = None
    counted_at: datetime | None = None
    parts: Parts | None = None

    @property
    def kind_label(self) -> str:
        return str(PeriodKind(self.span.kind).label)

    @property
    def period(self) -> str:
        return period_text(self.span)

    @property
    def base_text(self) -> str:
        return self.measure.shown(self.base)

    @property
    def floor_text(self) -> str:
        return self.measure.shown(self.floor)

    @property
    def stretch_text(self) -> str:
        return self.measure.shown(self.stretch)

    @property
    def actual_text(self) -> str:
        return self.measure.shown(self.actual)

    @property
    def attainment_text(self) -> str:
        return formats.percent(self.attainment)

    @property
    def tone(self) -> str:
        """Of the bar: below the floor at the end is bad, behind the time is a warning."""
        if self.floor_met is False and self.span.ends <= clock.today():
            return "bad"
        return "warn" if self.is_behind else "good" if (self.attainment or 0) >= 1 else ""

    @property
    def attainment(self) -> Decimal | None:
        return rules.attainment(self.actual, self.base)

    @property
    def floor_met(self) -> bool | None:
        return rules.floor_met(self.actual, self.floor)

    @property
    def percent(self) -> float | None:
        """For the bar: the attainment, at most 100."""
        found = self.attainment
        return None if found is None else float(max(Decimal(0), min(found * 100, Decimal(100))))

    @property
    def floor_mark(self) -> float | None:
        """Where the floor stands on the bar."""
        return float(self.floor / self.base * 100) if self.floor is not None and self.base else None

    @property
    def is_behind(self) -> bool:
        """Less of the target is reached than of its time is over."""
        found = self.attainment
        return found is not None and found < rules.share_of_time(self.span, clock.today())

    @property
    def title(self) -> str:
        return " · ".join(part for part in (self.name, self.measure.label, self.product) if part)


def period_text(span: Span) -> str:
    """`Q1 1998`, `January 1998`, `12 Jan – 18 Jan`, as the reader's language writes it."""
    year = span.begins.year
    if span.kind == "year":
        return _("%(year)s (year)") % {"year": year}
    if span.kind == "half":
        return _("%(year)s, half-year %(n)s") % {"year": year, "n": 1 if span.begins.month == 1 else 2}
    if span.kind == "quarter":
        return _("%(year)s, quarter %(n)s") % {"year": year, "n": (span.begins.month + 2) // 3}
    if span.kind == "month":
        return formats.month(span.begins)
    if span.kind == "week":
        return f"{formats.month_day(span.begins)} – {formats.month_day(span.last_day)}"
    return formats.long_day(span.begins)


def card(measure: Measure) -> MeasureCard:
    return MeasureCard(
        measure.code, local(measure.label_zh, measure.label_en), MeasureUnit(measure.unit), measure.places,
        Reconcile(measure.reconcile), measure.folding == Folding.SUM, measure.fact_of == "holding",
    )  # fmt: skip


def row_of(target: Target) -> TargetRow:
    """Wants measure, unit, staff, customer and product beside the row."""
    name, number = _whose(target)
    product = target.product
    return TargetRow(
        id=target.pk, measure=card(target.measure), span=Span(target.kind, target.begins, target.ends),
        level=Level(target.level), subject=target.subject, name=name, number=number,
        product=local(product.label_zh, product.label_en) if product else "",
        product_code=product.code if product else "",
        base=target.base, floor=target.floor, stretch=target.stretch, themes=tuple(target.themes),
        unit_id=target.unit_id, staff_id=target.staff_id, customer_id=target.customer_id,
        above_id=target.above_id, version=target.version,
    )  # fmt: skip


def _whose(target: Target) -> tuple[str, str]:
    if target.level == Level.CUSTOMER and target.customer:
        return target.customer.name, target.customer.number
    if target.level == Level.STAFF and target.staff:
        return local(target.staff.name, target.staff.name_en or target.staff.name), target.staff.number
    if target.level == Level.UNIT and target.unit:
        return local(target.unit.name, target.unit.name_en), target.unit.code
    return str(Level.ORGANISATION.label), ""


def wanted_of(target: Target) -> Wanted:
    return Wanted(
        target.pk, target.measure, target.level, target.subject, target.product_id, target.begins, target.ends
    )


def hides_amount(actor: Actor, target: Target) -> bool:
    money = target.measure.unit == MeasureUnit.MONEY
    return target.level == Level.CUSTOMER and money and not actor.field(AMOUNTS).seen


def live(actor: Actor, targets: Sequence[Target]) -> list[TargetRow]:
    """Rows with what was reached up to this moment: for people and customers, whose facts an index leads to."""
    reached = count_reached([wanted_of(each) for each in targets if _has_begun(each)])
    now = clock.now()
    return [
        replace(
            row_of(each),
            actual=None if hides_amount(actor, each) else reached.get(each.pk),
            counted_at=now,
        )
        for each in targets
    ]


def kept(actor: Actor, targets: Sequence[Target]) -> list[TargetRow]:
    """Rows with what the worker last counted: one query, however much lies below them."""
    found = {row.target_id: row for row in Attainment.objects.filter(target_id__in=[t.pk for t in targets])}
    rows = []
    for each in targets:
        known = found.get(each.pk)
        seen = known is not None and not hides_amount(actor, each)
        rows.append(
            replace(row_of(each), actual=known.actual, counted_at=known.counted_at)
            if known is not None and seen
            else row_of(each)
        )
    return rows


def with_actuals(actor: Actor, targets: Sequence[Target]) -> list[TargetRow]:
    """People's and customers' up to this moment, units' as last counted; in the order given."""
    small = [each for each in targets if each.level in {Level.STAFF, Level.CUSTOMER}]
    large = [each for each in targets if each.level not in {Level.STAFF, Level.CUSTOMER}]
    by_id = {row.id: row for row in (*live(actor, small), *(kept(actor, large) if large else ()))}
    return [by_id[each.pk] for each in targets]


def _has_begun(target: Target) -> bool:
    return target.begins <= clock.today()
