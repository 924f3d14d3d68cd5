"""What is decided about customers, as pure functions."""

from kejing.domain.customers.rules.files import KINDS, kind_of, safe_name
from kejing.domain.customers.rules.groups import Place, in_order
from kejing.domain.customers.rules.identity import (
    identity_fits,
    is_credit_code,
    is_identity_card,
    normal_identity,
)
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
from kejing.domain.customers.rules.profile import (
    Asked,
    Completeness,
    completeness,
    day_of,
    is_empty,
    is_old,
    stored,
)

__all__ = [
    "KINDS",
    "MAX_INITIALS",
    "SURNAMES",
    "Asked",
    "Completeness",
    "Fault",
    "HeldCustomer",
    "Locked",
    "Mover",
    "Place",
    "Policy",
    "Target",
    "claimable_from",
    "completeness",
    "day_of",
    "faults",
    "identity_fits",
    "in_order",
    "initials",
    "is_credit_code",
    "is_empty",
    "is_identity_card",
    "is_old",
    "kind_of",
    "normal_identity",
    "over_capacity",
    "plus_months",
    "recycling_due",
    "rotated",
    "rotation_due",
    "safe_name",
    "search_text",
    "sort_key",
    "stored",
]
