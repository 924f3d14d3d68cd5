"""Who is in a post on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kejing.domain.org.models import Appointment
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.sql import in_force

BESIDE = ("staff__user", "position__role", "position__unit")


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


def is_in_post(staff_id: int, on: date) -> bool:
    return Appointment.objects.filter(in_force(on), staff_id=staff_id).exists()


def days_in_post(staff_id: int, days: Iterable[date]) -> set[date]:
    """Those of the days on which somebody was in a post. One query."""
    stretches = list(Appointment.objects.filter(staff_id=staff_id).values_list("valid_from", "valid_to"))
    return {
        day for day in days if any(first <= day and (last is None or day < last) for first, last in stretches)
    }


def seats() -> list[Seat]:
    """Every account with a post in force today, by staff number."""
    rows = Appointment.objects.filter(in_force(clock.today()), staff__user__is_active=True)
    return [seat_of(row) for row in rows.select_related(*BESIDE).order_by("staff__number")]


def seat_of(row: Appointment) -> Seat:
    """Of an appointment read with what stands beside it (`BESIDE`)."""
    staff, post = row.staff, row.position
    assert staff.user is not None  # only accounts are listed
    return Seat(
        staff.user.username, staff.name, staff.name_en, post.role.label_zh, post.role.label_en, post.unit.name,
        post.unit.name_en, post.unit.time_zone,
    )  # fmt: skip
