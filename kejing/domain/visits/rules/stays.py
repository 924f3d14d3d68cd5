"""Being at a customer: how long it took, and where it was, not too exactly."""

from datetime import datetime, timedelta
from decimal import Decimal

KILOMETRE = Decimal("0.01")
"""A hundredth of a degree is about a kilometre."""


def coarse(latitude: Decimal, longitude: Decimal) -> tuple[Decimal, Decimal] | None:
    """A place to about a kilometre, which is all that is kept; None for what is no place on earth."""
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    return latitude.quantize(KILOMETRE), longitude.quantize(KILOMETRE)


def departure(
    arrived_at: datetime, left_at: datetime | None, now: datetime, minutes: int | None, *, same_day: bool
) -> datetime | None:
    """When a visit ended: at its check-out, else now. Of an earlier day only the person knows: None without minutes."""
    if left_at is not None:
        return left_at
    if same_day:
        return now
    return None if minutes is None else min(now, arrived_at + timedelta(minutes=minutes))


def minutes_between(arrived_at: datetime, left_at: datetime) -> int:
    """Whole minutes, begun ones count."""
    return -(-int((left_at - arrived_at).total_seconds()) // 60)
