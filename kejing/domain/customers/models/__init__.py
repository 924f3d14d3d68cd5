"""Customers, who holds them over time, and what they hold."""

from kejing.domain.customers.models.contacts import Contact, ContactPosition
from kejing.domain.customers.models.customers import Customer, ProfileField
from kejing.domain.customers.models.holdings import Holding, HoldingParty, Product
from kejing.domain.customers.models.ownership import Ownership
from kejing.domain.customers.models.unmasking import Unmasking

__all__ = [
    "Contact",
    "ContactPosition",
    "Customer",
    "Holding",
    "HoldingParty",
    "Ownership",
    "Product",
    "ProfileField",
    "Unmasking",
]
