"""What this module announces."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TargetSet:
    """A target was set or changed. `staff_id` is whose it is, None for a unit's or the organisation's."""

    target_id: int
    staff_id: int | None
    unit_id: int | None
    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class TargetCascaded:
    """A target was broken down; `staff_ids` are the people whose targets it made or changed."""

    target_id: int
    staff_ids: tuple[int, ...]
    begins: date
    ends: date
