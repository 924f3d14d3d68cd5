"""Breaking a target down: into what, who is there, what each had and reached last time, what is proposed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from kejing.domain.targets import access, rules
from kejing.domain.targets.models import Target
from kejing.domain.targets.queries.actuals import Wanted, count_reached
from kejing.domain.targets.queries.rows import TargetRow, card, hides_amount, row_of
from kejing.domain.targets.rules import Span, span_of
from kejing.domain.targets.vocabulary import Folding, Level, PeriodKind, Split, TargetRefusal, Way
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.ui import formats
from kejing.foundation.ui.formats import local

MOST = 300
_UNITS = """
select id, code, name, name_en from org_unit where parent_id is not distinct from %(unit)s order by code limit %(most)s
"""
_PEOPLE = """
select h.id, s.id, s.number, s.name, s.name_en
from org_holder h
join org_appointment a on a.id = h.appointment_id and a.valid_from <= %(day)s
    and (a.valid_to is null or %(day)s < a.valid_to)
join org_staff s on s.id = a.staff_id
join org_position p on p.id = a.position_id
join identity_role r on r.code = p.role_id
where h.unit_id = %(unit)s and (r.scope = 'own' or exists (
    select 1 from targets_target t where t.above_id = %(target)s and t.holder_id = h.id and t.level = 'staff'))
order by s.number limit %(most)s
"""
_CUSTOMERS = """
select id, number, name, unit_id from customers_customer
where holder_id = %(holder)s and merged_into_id is null order by sort_key, id limit %(most)s
"""
PRODUCTS = "select id, code, label_zh, label_en from customers_product order by line, code limit %(most)s"


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody or something a part is for: `key` is the number people know it by."""

    key: str
    name: str
    level: str
    span: Span
    unit_id: int | None = None
    staff_id: int | None = None
    holder_id: int | None = None
    customer_id: int | None = None
    product_id: int | None = None

    @property
    def subject(self) -> int:
        by = {Level.UNIT: self.unit_id, Level.STAFF: self.staff_id, Level.CUSTOMER: self.customer_id}
        return by.get(Level(self.level)) or 0


@dataclass(frozen=True, slots=True)
class PartRow:
    """One line of the form. `reached`: what was reached in the period before; `present`: the target it has."""

    place: Place
    reached_text: str
    present: rules.Figures | None
    proposed: Decimal | None


@dataclass(frozen=True, slots=True)
class Division:
    target: TargetRow
    version: int
    way: Way
    kind: str
    split: Split
    rows: list[PartRow]
    ways: list[tuple[Way, str]]
    """(way, kind of period or "") this target can be broken down in."""

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """(query, label, chosen) of the ways."""
        return [
            (
                f"way={way}" + (f"&kind={kind}" if kind else ""),
                str(PeriodKind(kind).label) if kind else str(way.label),
                (way, kind) == (self.way, self.kind),
            )
            for way, kind in self.ways
        ]

    @property
    def splits(self) -> list[tuple[str, str, bool]]:
        chosen = f"way={self.way}" + (f"&kind={self.kind}" if self.kind else "")
        return [(f"{chosen}&by={split}", str(split.label), split == self.split) for split in Split]


def division(*, actor: Actor, target_id: int, way: str = "", kind: str = "", split: str = "") -> Division:
    """The form of a division with what is proposed; parts that are there stand as they are unless a way to
    propose was chosen. Raises NotVisible (404), NotYours (403), Refused for a way this target has not.
    """
    target = access.get_visible(actor, target_id)
    if not access.may_divide(actor, target):
        raise access.NotYours(TargetRefusal.NOT_YOURS)
    ways = ways_of(actor, target)
    chosen = _chosen(ways, way, kind)
    places = places_of(target, *chosen)
    present = present_parts(target, places)
    by = Split(split) if split in Split.values else Split.HAND if present else Split.EVEN
    return Division(
        row_of(target), target.version, *chosen, by, _rows(actor, target, places, present, by), ways
    )  # fmt: skip


def _chosen(ways: list[tuple[Way, str]], way: str, kind: str) -> tuple[Way, str]:
    if not way and ways:
        return ways[0]
    found = [each for each in ways if each[0] == way and each[1] == kind]
    if not found:
        raise Refused(TargetRefusal.NOT_THIS_WAY, field="way")
    return found[0]


def ways_of(actor: Actor, target: Target) -> list[tuple[Way, str]]:
    """A customer has no subject below; what is counted by no product has no products; a day has no shorter period.
    Of one's own, months and longer periods are set from above.
    """
    own = target.staff_id is not None and target.staff_id == actor.staff_id
    ways: list[tuple[Way, str]] = []
    if target.level != Level.CUSTOMER:
        ways.append((Way.SUBJECT, ""))
    if target.product_id is None and target.measure.fact_of == "holding":
        ways.append((Way.PRODUCT, ""))
    if target.measure.folding != Folding.LAST:
        kinds = [kind for kind in rules.shorter(target.kind) if not own or kind in access.OWN_KINDS]
        ways.extend((Way.TIME, kind) for kind in kinds)
    return ways


def places_of(target: Target, way: Way, kind: str) -> list[Place]:
    """All that a target can be broken down into, by number. Raises Refused where there are too many for a form."""
    span = Span(target.kind, target.begins, target.ends)
    if way == Way.TIME:
        found = [
            _same(target, each.begins.isoformat(), formats.day(each.begins), each)
            for each in rules.spans_within(kind, span)
        ]
    elif way == Way.PRODUCT:
        found = [_same(target, code, local(zh, en), span, pk) for pk, code, zh, en in _read(PRODUCTS, {})]
    elif target.level == Level.STAFF:
        found = _customers(target, span)
    else:
        found = [*_units(target, span), *_people(target, span)]
    if len(found) > MOST:
        raise Refused(TargetRefusal.TOO_MANY, most=MOST)
    return found


def _same(target: Target, key: str, name: str, span: Span, product_id: int | None = None) -> Place:
    return Place(
        key, name, target.level, span, target.unit_id, target.staff_id, target.holder_id, target.customer_id,
        product_id if product_id is not None else target.product_id,
    )  # fmt: skip


def _read(text: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, params | {"most": MOST + 1})
        return list(cursor.fetchall())


def _units(target: Target, span: Span) -> list[Place]:
    """The units right below; of the organisation those at the top."""
    return [
        Place(code, local(zh, en), Level.UNIT, span, unit_id=pk, product_id=target.product_id)
        for pk, code, zh, en in _read(_UNITS, {"unit": target.unit_id})
    ]


def _people(target: Target, span: Span) -> list[Place]:
    """Whoever has customers of her own by her role in the unit, and whoever has such a target already."""
    params = {"unit": target.unit_id, "day": clock.today(), "target": target.pk}
    return [
        Place(
            number, local(zh, en or zh), Level.STAFF, span, unit_id=target.unit_id, staff_id=staff, holder_id=holder,
            product_id=target.product_id,
        )
        for holder, staff, number, zh, en in _read(_PEOPLE, params)
    ]  # fmt: skip


def _customers(target: Target, span: Span) -> list[Place]:
    """The person's customers that the reader sees."""
    return [
        Place(
            number, name, Level.CUSTOMER, span, unit_id=unit, staff_id=target.staff_id, holder_id=target.holder_id,
            customer_id=pk, product_id=target.product_id,
        )
        for pk, number, name, unit in _read(_CUSTOMERS, {"holder": target.holder_id})
    ]  # fmt: skip


def _rows(
    actor: Actor, target: Target, places: list[Place], present: dict[int, Target], split: Split
) -> list[PartRow]:
    hidden = bool(places) and places[0].level == Level.CUSTOMER and hides_amount(actor, _as_customer(target))
    reached = {} if hidden else _reached_before(target, places)
    weights = [reached.get(i) or Decimal(0) for i in range(len(places))]
    even = [Decimal(1)] * len(places)
    parts: list[Decimal | None] = [None] * len(places)
    if split != Split.HAND:
        places_after = target.measure.places
        parts = list(rules.divide(target.base, weights if split == Split.ACTUAL else even, places_after))
    shown = card(target.measure).shown
    return [
        PartRow(place, shown(reached.get(i)), _figures(present.get(i)), parts[i])
        for i, place in enumerate(places)
    ]


def _as_customer(target: Target) -> Target:
    return Target(measure=target.measure, level=Level.CUSTOMER)


def _reached_before(target: Target, places: list[Place]) -> dict[int, Decimal]:
    """What each reached in the period before; of a shorter period, in the same part of the longer one before."""
    wanted = []
    for i, place in enumerate(places):
        before = _before(target, place.span)
        wanted.append(
            Wanted(
                i, target.measure, place.level, place.subject, place.product_id, before.begins, before.ends
            )
        )
    return count_reached(wanted)


def _before(target: Target, span: Span) -> Span:
    if span.kind == target.kind:
        return rules.previous(span)
    shift = (
        target.begins.toordinal()
        - rules.previous(Span(target.kind, target.begins, target.ends)).begins.toordinal()
    )
    return span_of(span.kind, date.fromordinal(span.begins.toordinal() - shift))


def present_parts(target: Target, places: list[Place]) -> dict[int, Target]:
    """The targets that the places have already, by place."""
    if not places:
        return {}
    kind = places[0].span.kind
    rows = Target.objects.filter(
        measure=target.measure_id, level__in={p.level for p in places}, kind=kind,
        subject__in={p.subject for p in places}, begins__in={p.span.begins for p in places},
    )  # fmt: skip
    by = {(row.level, row.subject, row.product_id, row.begins): row for row in rows}
    return {
        i: by[key]
        for i, p in enumerate(places)
        if (key := (p.level, p.subject, p.product_id, p.span.begins)) in by
    }


def _figures(target: Target | None) -> rules.Figures | None:
    return rules.Figures(target.base, target.floor, target.stretch) if target else None
