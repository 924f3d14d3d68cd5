"""JSON ↔ the same queries and actions as the pages. Each topic adds its routes to one router."""

from kejing.domain.customers.api import duplicates, master, ownership
from kejing.domain.customers.api.customers import CustomerFilter, customer_list, router

__all__ = ["CustomerFilter", "customer_list", "duplicates", "master", "ownership", "router"]
