"""What this module announces."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SignalRaised:
    """Somebody warned of a risk of a customer."""

    signal_id: int
    customer_id: int
    level: str
    on: date
