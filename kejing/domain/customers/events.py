"""What this module announces."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CustomersAssigned:
    """Customers, each with the holder they had, went to another one on a day; no `to_staff_id`: to a pool."""

    from_holders: Mapping[int, int]
    to_holder_id: int
    to_staff_id: int | None
    to_unit_id: int
    on: date


@dataclass(frozen=True, slots=True)
class UnlockAsked:
    """Somebody asked that a customer of a unit be unlocked; a second person there decides."""

    request_id: int
    customer_id: int
    unit_id: int
