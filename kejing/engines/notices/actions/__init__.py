"""Changing what is read, what is chosen, where notices go."""

from kejing.engines.notices.actions.endpoints import (
    add_endpoint,
    change_endpoint,
    renew_secret,
    retry_delivery,
    try_endpoint,
)
from kejing.engines.notices.actions.inbox import choose, mark_all_read, mark_read

__all__ = [
    "add_endpoint",
    "change_endpoint",
    "choose",
    "mark_all_read",
    "mark_read",
    "renew_secret",
    "retry_delivery",
    "try_endpoint",
]
