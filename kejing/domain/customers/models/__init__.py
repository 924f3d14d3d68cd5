"""Customers, who holds them over time, what they hold, and what is kept of them."""

from kejing.domain.customers.models.contacts import Contact, ContactPosition
from kejing.domain.customers.models.customers import Customer
from kejing.domain.customers.models.groups import GroupMember
from kejing.domain.customers.models.holdings import Holding, HoldingParty, Product
from kejing.domain.customers.models.notes import CustomerFile, CustomerTag, FileContent, Note, Tag
from kejing.domain.customers.models.ownership import Ownership
from kejing.domain.customers.models.profile import MasterSettings, ProfileField

__all__ = [
    "Contact",
    "ContactPosition",
    "Customer",
    "CustomerFile",
    "CustomerTag",
    "FileContent",
    "GroupMember",
    "Holding",
    "HoldingParty",
    "MasterSettings",
    "Note",
    "Ownership",
    "Product",
    "ProfileField",
    "Tag",
]
