"""Parsing what is entered about customers."""

from kejing.domain.customers.forms.assignment import AssignForm
from kejing.domain.customers.forms.ownership import (
    CollaboratorForm,
    ConfidentialForm,
    GiveTerritoryForm,
    HeldForm,
    LockForm,
    PackForm,
    PlaceForm,
    TerritoryForm,
    TransferForm,
    UnlockForm,
    day_of,
    id_of,
)

__all__ = [
    "AssignForm",
    "CollaboratorForm",
    "ConfidentialForm",
    "GiveTerritoryForm",
    "HeldForm",
    "LockForm",
    "PackForm",
    "PlaceForm",
    "TerritoryForm",
    "TransferForm",
    "UnlockForm",
    "day_of",
    "id_of",
]
