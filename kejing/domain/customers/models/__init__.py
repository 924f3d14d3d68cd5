"""Customers, who holds them over time, and what they hold."""

from kejing.domain.customers.models.collaboration import Collaboration
from kejing.domain.customers.models.contacts import Contact, ContactPosition
from kejing.domain.customers.models.customers import Customer
from kejing.domain.customers.models.duplicates import (
    DuplicateCandidate,
    DuplicatePair,
    DuplicateQuestion,
    DuplicateSettings,
    Merge,
)
from kejing.domain.customers.models.groups import GroupMember
from kejing.domain.customers.models.holdings import Holding, HoldingParty, Product
from kejing.domain.customers.models.locks import HoldingOwnership, Lock, UnlockRequest
from kejing.domain.customers.models.notes import CustomerFile, CustomerTag, FileContent, Note, Tag
from kejing.domain.customers.models.ownership import Ownership
from kejing.domain.customers.models.pool import OwnershipPolicy, Recycling
from kejing.domain.customers.models.profile import MasterSettings, ProfileField
from kejing.domain.customers.models.territory import Territory, TerritoryCustomer, TerritoryHolder
from kejing.domain.customers.models.unmasking import Unmasking

__all__ = [
    "Collaboration",
    "Contact",
    "ContactPosition",
    "Customer",
    "CustomerFile",
    "CustomerTag",
    "DuplicateCandidate",
    "DuplicatePair",
    "DuplicateQuestion",
    "DuplicateSettings",
    "FileContent",
    "GroupMember",
    "Holding",
    "HoldingOwnership",
    "HoldingParty",
    "Lock",
    "MasterSettings",
    "Merge",
    "Note",
    "Ownership",
    "OwnershipPolicy",
    "Product",
    "ProfileField",
    "Recycling",
    "Tag",
    "Territory",
    "TerritoryCustomer",
    "TerritoryHolder",
    "UnlockRequest",
    "Unmasking",
]
