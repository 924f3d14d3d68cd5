"""Changing customers."""

from kejing.domain.customers.actions.assignment import assign_customer, assign_customers

__all__ = [
    "assign_customer",
    "assign_customers",
]
