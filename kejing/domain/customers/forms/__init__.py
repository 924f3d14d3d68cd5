"""Parsing what is entered about customers."""

from kejing.domain.customers.forms.assignment import AssignForm
from kejing.domain.customers.forms.duplicates import AskForm, DecideForm, MergeForm, UnmergeForm

__all__ = [
    "AskForm",
    "AssignForm",
    "DecideForm",
    "MergeForm",
    "UnmergeForm",
]
