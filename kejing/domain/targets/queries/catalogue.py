"""What can be chosen: measures, themes, products, units and people."""

from dataclasses import dataclass

from django.db import connection

from kejing.domain.org.public import find_people, find_units
from kejing.domain.targets.models import Measure, Theme
from kejing.domain.targets.queries.rows import MeasureCard, card
from kejing.domain.targets.vocabulary import SET, SET_ALL, SPLIT, VIEW
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from kejing.foundation.ui.formats import local

FOUND = 10


@dataclass(frozen=True, slots=True)
class ThemeCard:
    """A strategic theme, as targets and plans refer to it by `code`."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Found:
    """A unit or a person for a picker."""

    id: int
    name: str
    detail: str


def measures() -> list[MeasureCard]:
    """What targets are set for, in the pack's order."""
    return [card(row) for row in Measure.objects.order_by("position", "id")]


def themes() -> list[ThemeCard]:
    """The strategic themes, in the pack's order (A3.17)."""
    rows = Theme.objects.order_by("position", "id")
    return [ThemeCard(row.code, local(row.label_zh, row.label_en)) for row in rows]


def products() -> list[tuple[str, str]]:
    """(code, label) of what customers can hold."""
    with connection.cursor() as cursor:
        cursor.execute("select code, label_zh, label_en from customers_product order by line, code")
        return [(code, local(zh, en)) for code, zh, en in cursor.fetchall()]


def find_target_units(*, actor: Actor, text: str) -> list[Found]:
    """Units the actor sets targets for, by a piece of name or code. Raises Forbidden (403)."""
    actor.require(VIEW)
    if actor.may(SET_ALL):
        with as_system("units for targets") as system:
            cards = find_units(system, text, FOUND)
    else:
        cards = find_units(actor, text, FOUND) if actor.may(SET) else []
    return [Found(row.id, local(row.name, row.name_en), row.code) for row in cards]


def find_target_people(*, actor: Actor, text: str) -> list[Found]:
    """People the actor sets targets for, by a piece of name or number. Raises Forbidden (403)."""
    actor.require(VIEW)
    units = None if actor.may(SET_ALL) else actor.units
    found = find_people(actor=actor, text=text, units=units) if actor.may(SET) or units is None else []
    return [
        Found(row.staff_id, local(row.name, row.name_en), f"{row.number} · {local(row.unit, row.unit_en)}")
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the form of a target offers."""

    measures: list[MeasureCard]
    themes: list[ThemeCard]
    products: list[tuple[str, str]]


def setting(*, actor: Actor) -> Setting:
    """Raises Forbidden (403) for who may set nobody's target."""
    actor.require(VIEW)
    if not (actor.may(SET) or actor.may(SET_ALL)):
        actor.require(SPLIT)
    return Setting(measures(), themes(), products())
