"""What is decided about customers, as pure functions."""

from kejing.domain.customers.rules.names import (
    MAX_INITIALS,
    SURNAMES,
    found_by,
    initials,
    search_text,
    sort_key,
)

__all__ = [
    "MAX_INITIALS",
    "SURNAMES",
    "found_by",
    "initials",
    "search_text",
    "sort_key",
]
