"""What is decided about customers, as pure functions."""

from kejing.domain.customers.rules.duplicates import (
    CERTAIN,
    THRESHOLD,
    Agreement,
    Field,
    Level,
    Verdict,
    compare,
)
from kejing.domain.customers.rules.identity import Identity, core_name, phone_digits
from kejing.domain.customers.rules.names import (
    MAX_INITIALS,
    SURNAMES,
    asked,
    fold,
    initials,
    search_text,
    sort_key,
)

__all__ = [
    "CERTAIN",
    "MAX_INITIALS",
    "SURNAMES",
    "THRESHOLD",
    "Agreement",
    "Field",
    "Identity",
    "Level",
    "Verdict",
    "asked",
    "compare",
    "core_name",
    "fold",
    "initials",
    "phone_digits",
    "search_text",
    "sort_key",
]
