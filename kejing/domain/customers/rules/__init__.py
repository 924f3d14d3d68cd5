"""What is decided about customers, as pure functions."""

from kejing.domain.customers.rules.names import MAX_INITIALS, SURNAMES, initials, search_text, sort_key
from kejing.domain.customers.rules.ownership import (
    Fault,
    HeldCustomer,
    Locked,
    Mover,
    Policy,
    Target,
    claimable_from,
    faults,
    over_capacity,
    plus_months,
    recycling_due,
    rotated,
    rotation_due,
)

__all__ = [
    "MAX_INITIALS",
    "SURNAMES",
    "Fault",
    "HeldCustomer",
    "Locked",
    "Mover",
    "Policy",
    "Target",
    "claimable_from",
    "faults",
    "initials",
    "over_capacity",
    "plus_months",
    "recycling_due",
    "rotated",
    "rotation_due",
    "search_text",
    "sort_key",
]
