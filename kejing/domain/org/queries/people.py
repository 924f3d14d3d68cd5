"""People as others name them: in pickers, in reasons, in lists of decisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from kejing.domain.org.models import Holder, Staff, Unit
from kejing.domain.org.queries.units import units_within
from kejing.domain.org.vocabulary import HolderKind
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.sql import in_force
from kejing.foundation.ui.formats import local

FOUND = 10


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person in a post today: by the holder and the appointment she is there."""

    holder_id: int
    appointment_id: int
    staff_id: int
    number: str
    name: str
    name_en: str
    unit_id: int
    unit: str
    unit_en: str


def find_people(*, actor: Actor, text: str, units: Iterable[int] | None = None) -> list[PersonCard]:
    """People in posts today by a piece of the name or the start of the number; for somebody in a post herself.

    `units` narrows to these units. The names of colleagues are no secret of a unit.
    """
    wanted = text.replace("\0", "").strip()[:40]
    if actor.appointment_id is None or not wanted:
        return []
    rows = _in_post(clock.today()).filter(
        Q(appointment__staff__name__icontains=wanted)
        | Q(appointment__staff__name_en__icontains=wanted)
        | Q(appointment__staff__number__istartswith=wanted)
    )
    if units is not None:
        rows = rows.filter(appointment__position__unit_id__in=list(units))
    return [_card(row) for row in rows.order_by("appointment__staff__number")[:FOUND]]


def people(holder_ids: Iterable[int]) -> dict[int, PersonCard]:
    """Those of the holders who are people in a post today, by holder."""
    return {row.pk: _card(row) for row in _in_post(clock.today()).filter(pk__in=set(holder_ids))}


def staff_names(ids: Iterable[int | None]) -> dict[int, str]:
    """Names by staff id in the reader's language."""
    rows = Staff.objects.filter(pk__in={pk for pk in ids if pk}).values_list("id", "name", "name_en")
    return {pk: local(name, name_en) for pk, name, name_en in rows}


def units_around(unit_id: int, on: date) -> list[int]:
    """The units below the one above: a branch's region. A unit without one above has itself and those below."""
    parent = Unit.objects.filter(pk=unit_id).values_list("parent_id", flat=True).first()
    return units_within(parent or unit_id, on)


def _in_post(on: date) -> QuerySet[Holder]:
    rows = Holder.objects.filter(in_force(on, "appointment__"), kind=HolderKind.PERSON)
    return rows.select_related("appointment__staff", "appointment__position__unit")


def _card(row: Holder) -> PersonCard:
    appointment = row.appointment
    assert appointment is not None  # a person's
    staff, unit = appointment.staff, appointment.position.unit
    return PersonCard(
        row.pk,
        appointment.pk,
        staff.pk,
        staff.number,
        staff.name,
        staff.name_en,
        unit.pk,
        unit.name,
        unit.name_en,
    )


def pools_of(unit_ids: Iterable[int]) -> dict[int, int]:
    """The pool (公海) of each unit, by unit."""
    rows = Holder.objects.filter(unit_id__in=set(unit_ids), kind=HolderKind.POOL)
    return dict(rows.values_list("unit_id", "id"))


def find_pools(*, text: str, units: Iterable[int] | None = None) -> list[tuple[int, str, str]]:
    """(holder, name, unit's name) of pools by a piece of their name, of these units."""
    wanted = text.replace("\0", "").strip()[:40]
    rows = Holder.objects.filter(
        Q(name__icontains=wanted) | Q(name_en__icontains=wanted), kind=HolderKind.POOL
    )
    if units is not None:
        rows = rows.filter(unit_id__in=list(units))
    return [
        (
            row.pk,
            local(row.name, row.name_en),
            local(row.unit.name, row.unit.name_en),
        )
        for row in rows.select_related("unit").order_by("unit__code")[:FOUND]
        if wanted
    ]
