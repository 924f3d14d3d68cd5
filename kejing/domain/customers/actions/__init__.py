"""Changing customers."""

from kejing.domain.customers.actions.assignment import assign_customer, assign_customers
from kejing.domain.customers.actions.unmasking import unmask_field

__all__ = [
    "assign_customer",
    "assign_customers",
    "unmask_field",
]
