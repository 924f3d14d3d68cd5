"""What this module announces."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MeetingHeld:
    """The minutes of a meeting were signed. `on_time` is None for a kind that is not due by a day."""

    meeting_id: int
    kind: str
    unit_id: int
    leader_id: int
    day: date
    on_time: bool | None


@dataclass(frozen=True, slots=True)
class ActionAgreed:
    """Somebody (staff) is to do something by a day."""

    action_id: int
    meeting_id: int
    owner_id: int
    due_on: date


@dataclass(frozen=True, slots=True)
class ActionSettled:
    """An action was done (`state` done) or dropped."""

    action_id: int
    meeting_id: int
    owner_id: int
    state: str
    on: date
