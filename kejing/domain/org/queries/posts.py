"""Who is in a post on a day."""

from dataclasses import dataclass
from datetime import date

from kejing.domain.org.models import Appointment
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.sql import in_force


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


def seats() -> list[Seat]:
    """Every account with a post in force today, by staff number."""
    rows = (
        Appointment.objects.filter(in_force(clock.today()), staff__user__is_active=True)
        .order_by("staff__number")
        .values_list(
            "staff__user__username", "staff__name", "staff__name_en", "position__role__label_zh",
            "position__role__label_en", "position__unit__name", "position__unit__name_en",
            "position__unit__time_zone",
        )
    )  # fmt: skip
    return [Seat(*row) for row in rows]
