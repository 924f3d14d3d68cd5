"""Units: what they are called, what lies below them, the tree as the administrator sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from kejing.domain.org.models import Unit, UnitClosure
from kejing.domain.org.vocabulary import MANAGE
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.sql import in_force

MOST = 500
_TREE = """
with recursive tree as (
    select u.*, 0 as depth, array[u.code::text] as path from org_unit u where u.parent_id is null
    union all
    select u.*, t.depth + 1, t.path || u.code::text from org_unit u join tree t on u.parent_id = t.id)
select id, code, name, name_en, kind, depth, time_zone, language from tree order by path limit %s
"""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit in the tree; the root has depth 0. `kind` is its level. Item A3.26."""

    id: int
    code: str
    name: str
    name_en: str
    kind: str
    depth: int
    time_zone: str
    language: str


@dataclass(frozen=True, slots=True)
class UnitCard:
    id: int
    code: str
    name: str
    name_en: str
    kind: str


def unit_tree() -> list[UnitRow]:
    """Every unit under its parent, by code; the first 500."""
    with connection.cursor() as cursor:
        cursor.execute(_TREE, [MOST])
        return [UnitRow(*row) for row in cursor.fetchall()]


def unit_place(*, actor: Actor, unit_id: int) -> Unit:
    """A unit, for whoever may say where it is. Raises Forbidden (403), NotVisible (404)."""
    actor.require(MANAGE)
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise NotVisible
    return unit


def unit_card(unit_id: int) -> UnitCard:
    unit = Unit.objects.get(pk=unit_id)
    return UnitCard(unit.pk, unit.code, unit.name, unit.name_en, unit.kind)


def units_within(unit_id: int, on: date) -> list[int]:
    """The unit and all below it on a day."""
    rows = UnitClosure.objects.filter(in_force(on), ancestor_id=unit_id)
    return list(rows.values_list("descendant_id", flat=True))


def unit_codes(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """(code, parent's code) of units by id; a root's parent is the empty text."""
    rows = Unit.objects.filter(pk__in=set(ids)).values_list("id", "code", "parent__code")
    return {pk: (code, parent or "") for pk, code, parent in rows}


def unit_names(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """(name, English name) of units by id."""
    return {row.pk: (row.name, row.name_en) for row in Unit.objects.filter(pk__in=set(ids))}


def find_units(actor: Actor, text: str, limit: int = 10) -> list[UnitCard]:
    """Units among those the actor sees customers of, by part of name or code; for pickers."""
    if "\0" in text:
        return []
    rows = Unit.objects.filter(
        Q(name__icontains=text) | Q(name_en__icontains=text) | Q(code__istartswith=text)
    )
    if not actor.sees_all:
        rows = rows.filter(pk__in=[*actor.units, *([actor.unit_id] if actor.unit_id else [])])
    return [UnitCard(u.pk, u.code, u.name, u.name_en, u.kind) for u in rows.order_by("name", "id")[:limit]]
