"""What this module announces."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CustomerAssigned:
    """A customer went to another holder on a day."""

    customer_id: int
    from_holder_id: int
    to_holder_id: int
    on: date
