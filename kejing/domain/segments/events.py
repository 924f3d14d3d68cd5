"""What this module announces."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SegmentApplied:
    """A version of a set of segments came into force: how many customers entered and left its segments."""

    set_id: int
    version_id: int
    entered: int
    left: int
    on: date
