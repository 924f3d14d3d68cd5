"""Changing customers."""

from kejing.domain.customers.actions.assignment import assign_customer, assign_customers, transfer_customers
from kejing.domain.customers.actions.collaboration import (
    add_collaborator,
    end_collaboration,
    mark_confidential,
)
from kejing.domain.customers.actions.locks import (
    ask_unlock,
    decide_unlock,
    lock_customers,
    pack_holdings,
    unpack_holdings,
)
from kejing.domain.customers.actions.pool import claim_customer, send_to_pool, sweep_pool
from kejing.domain.customers.actions.territory import add_territory, give_territory, place_customers

__all__ = [
    "add_collaborator",
    "add_territory",
    "ask_unlock",
    "assign_customer",
    "assign_customers",
    "claim_customer",
    "decide_unlock",
    "end_collaboration",
    "give_territory",
    "lock_customers",
    "mark_confidential",
    "pack_holdings",
    "place_customers",
    "send_to_pool",
    "sweep_pool",
    "transfer_customers",
    "unpack_holdings",
]
