"""Reading the organisation: who an account is, who is in a team, what a unit is called."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F, Q
from django.utils.translation import get_language

from kejing.domain.org.models import Appointment, Holder, Unit, UnitClosure
from kejing.domain.org.queries.units import UnitRow, unit_tree
from kejing.domain.org.queries.waiting import PlannedMove, planned_moves
from kejing.domain.org.vocabulary import MANAGE, HolderKind
from kejing.foundation.identity.public import Role
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor, Reach
from kejing.foundation.kernel.errors import Forbidden
from kejing.foundation.kernel.permissions import catalogue

ON_A_BOARD = 500
SHORTEST = 2
SNAPSHOT_VIEWS: dict[str, str] = {
    "holder": """
        select h.id as holder_id, a.staff_id, h.unit_id, coalesce(a.valid_from, date '0001-01-01') as valid_from,
               a.valid_to
        from org_holder h left join org_appointment a on a.id = h.appointment_id
    """,
}
"""View → SELECT, to be registered with the metrics engine."""

_ENTER = (
    "select business_day, frozen, staff_id, name, name_en, number, appointment_id, holder_id, unit_id, unit_name,"
    " unit_name_en, role, role_zh, role_en, sees_all, units, holders, shared, permissions,"
    " people_all, people_units, people_holders, r.fields, r.limits"
    " from kj_enter(%s, %s, %s, %s) left join (select code, fields, limits from identity_role) r on r.code = role"
)


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


@dataclass(frozen=True, slots=True)
class UnitCard:
    id: int
    code: str
    name: str
    name_en: str
    kind: str


@dataclass(frozen=True, slots=True)
class HolderCard:
    id: int
    name: str
    name_en: str
    is_pool: bool
    unit_id: int
    staff_id: int | None


@dataclass(frozen=True, slots=True)
class Seat:
    """An account in a post, for lists of all staff."""

    username: str
    name: str
    name_en: str
    role: str
    role_en: str
    unit: str
    unit_en: str
    time_zone: str


def resolve_actor(user_id: int, appointment_id: int | None) -> Actor:
    """Resolve the actor and set the transaction's scope, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, [user_id, appointment_id, clock.frozen_day(), clock.real_day()])
        row = cursor.fetchone()
        names = [column.name for column in cursor.description or ()]
    assert row is not None
    found = dict(zip(names, row, strict=True))
    clock.use_business_day(found["business_day"] if found["frozen"] else None)
    return Actor(
        user_id=user_id,
        name=_name(found) or f"user {user_id}",
        role=found["role"] or "",
        permissions=frozenset(found["permissions"]),
        staff_id=found["staff_id"],
        appointment_id=found["appointment_id"],
        holder_id=found["holder_id"],
        unit_id=found["unit_id"],
        units=tuple(found["units"]),
        holders=tuple(found["holders"]),
        shared=tuple(found["shared"]),
        sees_all=found["sees_all"],
        people=Reach(tuple(found["people_units"]), tuple(found["people_holders"]), found["people_all"]),
        labels=_labels(found),
        fields=_parsed(found["fields"]),
        limits=_parsed(found["limits"]),
    )


def _parsed(kept: Any) -> Any:
    """A json column as the driver gives it to a plain cursor."""
    return json.loads(kept) if isinstance(kept, str) else kept or {}


def _name(found: dict[str, Any]) -> str:
    chinese = (get_language() or "").startswith("zh")
    return str((found["name"] if chinese else found["name_en"]) or found["name"] or "")


def _labels(found: dict[str, Any]) -> dict[str, str]:
    """Unit and role in the reader's language, for the frame of every page."""
    chinese = (get_language() or "").startswith("zh")
    unit, role = ("unit_name", "role_zh") if chinese else ("unit_name_en", "role_en")
    return {"unit": found[unit] or "", "role": found[role] or "", "number": found["number"] or ""}


def team(
    actor: Actor, on: date, roles: Iterable[str] = ("account_manager",), most: int | None = ON_A_BOARD
) -> list[Member]:
    """The people in the actor's sight on a day, by staff number: her reports, her unit's, or everybody's.

    Pages show `most` of them; a close asks for all (None).
    """
    rows = (
        Appointment.objects.filter(_in_force(on), _in_team(actor), position__role_id__in=list(roles))
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


def _in_force(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gt=on))


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
    return Appointment.objects.filter(_in_force(on), _in_team(actor), staff_id=staff_id).exists()


def staff_in_team(actor: Actor, on: date) -> list[int]:
    """Ids of the people in scope, whatever their role."""
    return list(Appointment.objects.filter(_in_force(on), _in_team(actor)).values_list("staff_id", flat=True))


def find_in_team(actor: Actor, text: str, on: date, limit: int = 5) -> list[Member]:
    """People in the actor's scope whose name or number has the text in it; fewer than two characters find nobody."""
    if len(text) < SHORTEST:
        return []
    named = (
        Q(staff__name__icontains=text) | Q(staff__name_en__icontains=text) | Q(staff__number__icontains=text)
    )
    found = Appointment.objects.filter(_in_force(on), _in_team(actor), named).order_by("staff__number")[
        :limit
    ]
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


def unit_card(unit_id: int) -> UnitCard:
    unit = Unit.objects.get(pk=unit_id)
    return UnitCard(unit.pk, unit.code, unit.name, unit.name_en, unit.kind)


def units_within(unit_id: int, on: date) -> list[int]:
    """The unit and all below it on a day."""
    rows = UnitClosure.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=on), ancestor_id=unit_id, valid_from__lte=on
    )
    return list(rows.values_list("descendant_id", flat=True))


def holder_cards(ids: Iterable[int]) -> dict[int, HolderCard]:
    rows = Holder.objects.filter(id__in=set(ids)).annotate(staff=F("appointment__staff_id"))
    return {
        row.pk: HolderCard(row.pk, row.name, row.name_en, row.kind == HolderKind.POOL, row.unit_id, row.staff)
        for row in rows
    }


def unit_codes(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """(code, parent's code) of units by id; a root's parent is the empty text."""
    rows = Unit.objects.filter(pk__in=set(ids)).values_list("id", "code", "parent__code")
    return {pk: (code, parent or "") for pk, code, parent in rows}


def unit_names(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """(name, English name) of units by id."""
    return {row.pk: (row.name, row.name_en) for row in Unit.objects.filter(pk__in=set(ids))}


def holder_by_number(number: str, on: date) -> HolderCard | None:
    """The holder that a member of staff is on a day, by staff number."""
    found = Holder.objects.filter(
        appointment__in=Appointment.objects.filter(_in_force(on), staff__number=number)
    ).values_list("id", flat=True)
    return next(iter(holder_cards(found).values()), None)


def holders_of_unit(unit_id: int, on: date) -> list[HolderCard]:
    """Who may hold the unit's customers on a day: its people in force and its pool."""
    in_force = Appointment.objects.filter(_in_force(on), position__unit_id=unit_id).values("id")
    rows = Holder.objects.filter(Q(unit_id=unit_id, kind=HolderKind.POOL) | Q(appointment_id__in=in_force))
    return list(holder_cards(rows.values_list("id", flat=True)).values())


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


def is_in_post(staff_id: int, on: date) -> bool:
    return Appointment.objects.filter(_in_force(on), staff_id=staff_id).exists()


def seats() -> list[Seat]:
    """Every account with a post in force today, by staff number."""
    rows = (
        Appointment.objects.filter(_in_force(clock.today()), staff__user__is_active=True)
        .order_by("staff__number")
        .values_list(
            "staff__user__username", "staff__name", "staff__name_en", "position__role__label_zh",
            "position__role__label_en", "position__unit__name", "position__unit__name_en",
            "position__unit__time_zone",
        )
    )  # fmt: skip
    return [Seat(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the administrator sees first: how much there is, and the people."""

    units: int
    tree: list[UnitRow]
    people: list[Seat]
    moves: list[PlannedMove]
    roles: list[tuple[str, str]]
    unit_choices: list[tuple[str, str]]


def organisation(*, actor: Actor) -> Organisation:
    """Raises Forbidden without the right to change the organisation."""
    if not actor.may(MANAGE):
        raise Forbidden(catalogue()[MANAGE])
    zh = (get_language() or "").startswith("zh")
    units = Unit.objects.order_by("code").values_list("code", "name", "name_en")
    roles = Role.objects.order_by("id").values_list("code", "label_zh", "label_en")
    return Organisation(
        units=Unit.objects.count(),
        tree=unit_tree(),
        people=seats(),
        moves=planned_moves(),
        roles=[(code, label_zh if zh else label_en) for code, label_zh, label_en in roles],
        unit_choices=[(code, f"{name if zh else name_en} ({code})") for code, name, name_en in units[:2_000]],
    )
