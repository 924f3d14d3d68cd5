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
from kejing.domain.customers.actions.unmasking import unmask_field

__all__ = [
    "add_collaborator",
    "ask_unlock",
    "assign_customer",
    "assign_customers",
    "claim_customer",
    "decide_unlock",
    "end_collaboration",
    "lock_customers",
    "mark_confidential",
    "pack_holdings",
    "send_to_pool",
    "sweep_pool",
    "transfer_customers",
    "unmask_field",
    "unpack_holdings",
]
