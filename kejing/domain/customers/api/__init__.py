"""JSON ↔ the same queries and actions as the pages. Each topic adds its routes to one router."""

from kejing.domain.customers.api import (
    collaboration,
    duplicates,
    locks,
    master,
    notes,
    ownership,
    pool,
    transfers,
)
from kejing.domain.customers.api.customers import CustomerFilter, customer_list, router

__all__ = [
    "CustomerFilter",
    "collaboration",
    "customer_list",
    "duplicates",
    "locks",
    "master",
    "notes",
    "ownership",
    "pool",
    "router",
    "transfers",
]
