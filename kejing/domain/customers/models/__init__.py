"""Customers, who holds them over time, and what they hold."""

from kejing.domain.customers.models.contacts import Contact, ContactPosition
from kejing.domain.customers.models.customers import Customer, ProfileField
from kejing.domain.customers.models.duplicates import (
    DuplicateCandidate,
    DuplicatePair,
    DuplicateQuestion,
    DuplicateSettings,
    Merge,
)
from kejing.domain.customers.models.holdings import Holding, HoldingParty, Product
from kejing.domain.customers.models.ownership import Ownership

__all__ = [
    "Contact",
    "ContactPosition",
    "Customer",
    "DuplicateCandidate",
    "DuplicatePair",
    "DuplicateQuestion",
    "DuplicateSettings",
    "Holding",
    "HoldingParty",
    "Merge",
    "Ownership",
    "Product",
    "ProfileField",
]
