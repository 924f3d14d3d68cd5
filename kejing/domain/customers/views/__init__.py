"""HTTP ↔ one query or one action each."""

from kejing.domain.customers.views.customers import (
    assign_customer,
    balance_panel,
    customer_list,
    customer_page,
    pick_customer,
    pick_holder,
    pick_unit,
)
from kejing.domain.customers.views.locks import (
    ask_unlock,
    decide_unlock,
    lock_customers,
    package,
    unlock_list,
    unpack_holdings,
)
from kejing.domain.customers.views.ownership import (
    add_collaborator,
    end_collaboration,
    held_on,
    left_list,
    mark_confidential,
    ownership_page,
    pick_receiver,
    rotation_list,
    transfer_customers,
)
from kejing.domain.customers.views.pool import claim_customer, pool_list, recycling_list, send_to_pool
from kejing.domain.customers.views.unmasking import details_panel, unmask_field, unmasking_list

__all__ = [
    "add_collaborator",
    "ask_unlock",
    "assign_customer",
    "balance_panel",
    "claim_customer",
    "customer_list",
    "customer_page",
    "decide_unlock",
    "details_panel",
    "end_collaboration",
    "held_on",
    "left_list",
    "lock_customers",
    "mark_confidential",
    "ownership_page",
    "package",
    "pick_customer",
    "pick_holder",
    "pick_receiver",
    "pick_unit",
    "pool_list",
    "recycling_list",
    "rotation_list",
    "send_to_pool",
    "transfer_customers",
    "unlock_list",
    "unmask_field",
    "unmasking_list",
    "unpack_holdings",
]
