"""Who is in a team: the people in somebody's sight."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kejing.domain.org.models import Appointment, Holder
from kejing.domain.org.vocabulary import HolderKind
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.sql import in_force

ON_A_BOARD = 500
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a post on a day."""

    staff_id: int
    user_id: int | None
    appointment_id: int
    holder_id: int | None
    number: str
    name: str
    name_en: str
    unit_id: int
    unit: str
    unit_en: str
    role: str


def team(
    actor: Actor, on: date, roles: Iterable[str] = ("account_manager",), most: int | None = ON_A_BOARD
) -> list[Member]:
    """The people in the actor's sight on a day, by staff number: her reports, her unit's, or everybody's.

    Pages show `most` of them; a close asks for all (None).
    """
    rows = (
        Appointment.objects.filter(in_force(on), _in_team(actor), position__role_id__in=list(roles))
        .order_by("staff__number")
        .values_list(
            "staff_id",
            "staff__user_id",
            "id",
            "position__unit_id",
            "position__role_id",
            "staff__number",
            "staff__name",
            "staff__name_en",
            "position__unit__name",
            "position__unit__name_en",
        )
    )
    found = list(rows[:most])
    holders = dict(
        Holder.objects.filter(appointment_id__in=[row[2] for row in found]).values_list(
            "appointment_id", "id"
        )
    )
    return [
        Member(
            staff_id=staff,
            user_id=user,
            appointment_id=appointment,
            holder_id=holders.get(appointment),
            number=number,
            name=name,
            name_en=name_en,
            unit_id=unit_id,
            unit=unit,
            unit_en=unit_en,
            role=str(role),
        )
        for staff, user, appointment, unit_id, role, number, name, name_en, unit, unit_en in found
    ]


def _in_team(actor: Actor) -> Q:
    people = actor.people
    if people.sees_all:
        return Q()
    in_scope = Q(position__unit_id__in=people.units)
    if people.holders:
        reports = Holder.objects.filter(id__in=people.holders, kind=HolderKind.PERSON).values(
            "appointment_id"
        )
        in_scope |= Q(id__in=reports)
    return in_scope


def is_in_team(actor: Actor, staff_id: int, on: date) -> bool:
    return Appointment.objects.filter(in_force(on), _in_team(actor), staff_id=staff_id).exists()


def staff_in_team(actor: Actor, on: date) -> list[int]:
    """Ids of the people in scope, whatever their role."""
    return list(Appointment.objects.filter(in_force(on), _in_team(actor)).values_list("staff_id", flat=True))


def find_in_team(actor: Actor, text: str, on: date, limit: int = 5) -> list[Member]:
    """People in the actor's scope whose name or number has the text in it; fewer than two characters find nobody."""
    if len(text) < SHORTEST:
        return []
    named = (
        Q(staff__name__icontains=text) | Q(staff__name_en__icontains=text) | Q(staff__number__icontains=text)
    )
    found = Appointment.objects.filter(in_force(on), _in_team(actor), named).order_by("staff__number")[:limit]
    return [
        Member(
            staff_id=row.staff_id,
            user_id=row.staff.user_id,
            appointment_id=row.pk,
            holder_id=None,
            number=row.staff.number,
            name=row.staff.name,
            name_en=row.staff.name_en,
            unit_id=row.position.unit_id,
            unit=row.position.unit.name,
            unit_en=row.position.unit.name_en,
            role=str(row.position.role_id),
        )
        for row in found.select_related("staff", "position__unit")
    ]
