"""The tree of units as the administrator sees it."""

from dataclasses import dataclass

from django.db import connection

from kejing.domain.org.models import Unit
from kejing.domain.org.vocabulary import MANAGE
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden, NotVisible
from kejing.foundation.kernel.permissions import catalogue

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


def unit_tree() -> list[UnitRow]:
    """Every unit under its parent, by code; the first 500."""
    with connection.cursor() as cursor:
        cursor.execute(_TREE, [MOST])
        return [UnitRow(*row) for row in cursor.fetchall()]


def unit_place(*, actor: Actor, unit_id: int) -> Unit:
    """A unit, for whoever may say where it is. Raises Forbidden (403), NotVisible (404)."""
    if not actor.may(MANAGE):
        raise Forbidden(catalogue()[MANAGE])
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise NotVisible
    return unit
