"""HTTP ↔ one query or one action each."""

from kejing.domain.customers.views.customers import (
    assign_customer,
    balance_panel,
    customer_list,
    customer_page,
    pick_customer,
)

__all__ = [
    "assign_customer",
    "balance_panel",
    "customer_list",
    "customer_page",
    "pick_customer",
]
