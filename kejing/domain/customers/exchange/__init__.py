"""What can be imported into the customer base."""

from kejing.domain.customers.exchange.contacts import CONTACTS, POSITIONS
from kejing.domain.customers.exchange.customers import CUSTOMERS
from kejing.domain.customers.exchange.holdings import FACTS, HOLDINGS, PARTIES, PRODUCTS
from kejing.domain.customers.exchange.ownership import OWNERSHIP

TARGETS = (PRODUCTS, CUSTOMERS, CONTACTS, POSITIONS, OWNERSHIP, HOLDINGS, PARTIES, FACTS)
