"""Parsing what is entered about customers."""

from kejing.domain.customers.forms.assignment import AssignForm
from kejing.domain.customers.forms.filters import CustomerFilterForm
from kejing.domain.customers.forms.unmasking import UnmaskForm

__all__ = [
    "AssignForm",
    "CustomerFilterForm",
    "UnmaskForm",
]
