"""Who holds customers: people in posts, and pools of units."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from kejing.domain.org.models import Appointment, Holder
from kejing.domain.org.vocabulary import HolderKind
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.sql import in_force

SNAPSHOT_VIEWS: dict[str, str] = {
    "holder": """
        select h.id as holder_id, a.staff_id, h.unit_id, coalesce(a.valid_from, date '0001-01-01') as valid_from,
               a.valid_to
        from org_holder h left join org_appointment a on a.id = h.appointment_id
    """,
}
"""View → SELECT, to be registered with the metrics engine."""


@dataclass(frozen=True, slots=True)
class HolderCard:
    id: int
    name: str
    name_en: str
    is_pool: bool
    unit_id: int
    staff_id: int | None


def holder_cards(ids: Iterable[int]) -> dict[int, HolderCard]:
    rows = Holder.objects.filter(id__in=set(ids)).annotate(staff=F("appointment__staff_id"))
    return {
        row.pk: HolderCard(row.pk, row.name, row.name_en, row.kind == HolderKind.POOL, row.unit_id, row.staff)
        for row in rows
    }


def holder_by_number(number: str, on: date) -> HolderCard | None:
    """The holder that a member of staff is on a day, by staff number."""
    found = Holder.objects.filter(
        appointment__in=Appointment.objects.filter(in_force(on), staff__number=number)
    ).values_list("id", flat=True)
    return next(iter(holder_cards(found).values()), None)


def holders_of_unit(unit_id: int, on: date) -> list[HolderCard]:
    """Who may hold the unit's customers on a day: its people in force and its pool."""
    appointed = Appointment.objects.filter(in_force(on), position__unit_id=unit_id).values("id")
    rows = Holder.objects.filter(Q(unit_id=unit_id, kind=HolderKind.POOL) | Q(appointment_id__in=appointed))
    return list(holder_cards(rows.values_list("id", flat=True)).values())


def find_holders(actor: Actor, text: str, limit: int = 10) -> list[HolderCard]:
    """Holders whose customers the actor sees, by part of the name; for pickers."""
    if "\0" in text:
        return []
    rows = Holder.objects.filter(Q(name__icontains=text) | Q(name_en__icontains=text))
    if not actor.sees_all:
        rows = rows.filter(Q(pk__in=actor.holders) | Q(unit_id__in=actor.units))
    return list(holder_cards(rows.order_by("name", "id").values_list("pk", flat=True)[:limit]).values())


def pool_of_unit(unit_id: int) -> HolderCard | None:
    """The unit's pool, where it has one."""
    rows = Holder.objects.filter(unit_id=unit_id, kind=HolderKind.POOL).values_list("id", flat=True)
    return next(iter(holder_cards(rows).values()), None)
