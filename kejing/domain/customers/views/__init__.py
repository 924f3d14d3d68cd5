"""HTTP ↔ one query or one action each."""

from kejing.domain.customers.views.customers import (
    assign_customer,
    balance_panel,
    customer_list,
    customer_page,
    pick_customer,
    pick_holder,
    pick_unit,
)
from kejing.domain.customers.views.unmasking import details_panel, unmask_field, unmasking_list

__all__ = [
    "assign_customer",
    "balance_panel",
    "customer_list",
    "customer_page",
    "details_panel",
    "pick_customer",
    "pick_holder",
    "pick_unit",
    "unmask_field",
    "unmasking_list",
]
