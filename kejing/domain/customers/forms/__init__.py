"""Parsing what is entered about customers."""

from kejing.domain.customers.forms.assignment import AssignForm
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

__all__ = [
    "AssignForm",
    "CollaboratorForm",
    "ConfidentialForm",
    "HeldForm",
    "LockForm",
    "PackForm",
    "TransferForm",
    "UnlockForm",
    "day_of",
    "id_of",
]
