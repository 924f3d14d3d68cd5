"""Parsing what is entered about customers."""

from kejing.domain.customers.forms.assignment import AssignForm
from kejing.domain.customers.forms.filters import CustomerFilterForm
from kejing.domain.customers.forms.ownership import (
    CollaboratorForm,
    ConfidentialForm,
    HeldForm,
    LockForm,
    PackForm,
    TransferForm,
    UnlockForm,
    day_of,
    id_of,
)
from kejing.domain.customers.forms.unmasking import UnmaskForm

__all__ = [
    "AssignForm",
    "CollaboratorForm",
    "ConfidentialForm",
    "CustomerFilterForm",
    "HeldForm",
    "LockForm",
    "PackForm",
    "TransferForm",
    "UnlockForm",
    "UnmaskForm",
    "day_of",
    "id_of",
]
