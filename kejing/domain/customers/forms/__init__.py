"""Parsing what is entered about customers."""

from kejing.domain.customers.forms.assignment import AssignForm

__all__ = [
    "AssignForm",
]
