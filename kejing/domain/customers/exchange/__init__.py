"""What can be imported into the customer base, and taken out of it."""

from kejing.domain.customers.exchange.contacts import CONTACTS, POSITIONS
from kejing.domain.customers.exchange.customers import CUSTOMERS
from kejing.domain.customers.exchange.holdings import FACTS, HOLDINGS, PARTIES, PRODUCTS
from kejing.domain.customers.exchange.lists import EXPORTS
from kejing.domain.customers.exchange.ownership import OWNERSHIP

TARGETS = (PRODUCTS, CUSTOMERS, CONTACTS, POSITIONS, OWNERSHIP, HOLDINGS, PARTIES, FACTS)

__all__ = ["EXPORTS", "TARGETS"]
