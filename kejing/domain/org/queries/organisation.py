"""The organisation as its administrator sees it."""

from dataclasses import dataclass

from django.db.models import Q

from kejing.domain.org.models import Appointment, Unit
from kejing.domain.org.queries.posts import BESIDE, Seat, seat_of
from kejing.domain.org.queries.units import UnitRow, unit_tree
from kejing.domain.org.queries.waiting import PlannedMove, planned_moves
from kejing.domain.org.vocabulary import MANAGE
from kejing.foundation.identity.public import Role
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page
from kejing.foundation.kernel.sql import in_force
from kejing.foundation.ui.formats import local

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the administrator sees first: how much there is, a page of the people, the units."""

    units: int
    tree: list[UnitRow]
    people: Page[Seat]
    count: Capped
    text: str
    """What the people were looked for by."""
    moves: list[PlannedMove]


@dataclass(frozen=True, slots=True)
class Choices:
    """Among what a new person's post is chosen."""

    roles: list[tuple[str, str]]
    units: list[tuple[str, str]]


def organisation(*, actor: Actor, text: str = "", cursor: str | None = None) -> Organisation:
    """Raises Forbidden without the right to change the organisation, Refused for a cursor of another list."""
    actor.require(MANAGE)
    people = Appointment.objects.filter(in_force(clock.today()), staff__user__is_active=True)
    if text:
        named = (
            Q(staff__name__icontains=text)
            | Q(staff__name_en__icontains=text)
            | Q(staff__number__icontains=text)
        )
        people = people.filter(named | Q(staff__user__username__icontains=text))
    rows = people.select_related(*BESIDE)
    found = page(rows, ("staff__number", "id"), cursor, PAGE_SIZE)
    return Organisation(
        units=Unit.objects.count(),
        tree=unit_tree(),
        people=Page([seat_of(row) for row in found.rows], found.next, found.previous),
        count=capped_count(people),
        text=text,
        moves=planned_moves(),
    )


def post_choices(*, actor: Actor) -> Choices:
    """Raises Forbidden without the right to change the organisation."""
    actor.require(MANAGE)
    units = Unit.objects.order_by("code").values_list("code", "name", "name_en")
    roles = Role.objects.order_by("id").values_list("code", "label_zh", "label_en")
    return Choices(
        roles=[(code, local(label_zh, label_en)) for code, label_zh, label_en in roles],
        units=[(code, f"{local(name, name_en)} ({code})") for code, name, name_en in units[:2_000]],
    )


def has_begun(*, actor: Actor) -> tuple[bool, bool]:
    """Whether there is a unit besides head office, and a person besides the first administrator.

    Raises Forbidden without the right to change the organisation.
    """
    actor.require(MANAGE)
    return Unit.objects.count() > 1, Appointment.objects.filter(in_force(clock.today()))[:2].count() > 1
