"""HTTP ↔ one query or one action each."""

from kejing.domain.customers.views.customers import (
    assign_customer,
    balance_panel,
    customer_list,
    customer_page,
    pick_customer,
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
from kejing.domain.customers.views.territory import (
    add_territory,
    give_territory,
    place_customers,
    territory_list,
)

__all__ = [
    "add_collaborator",
    "add_territory",
    "ask_unlock",
    "assign_customer",
    "balance_panel",
    "claim_customer",
    "customer_list",
    "customer_page",
    "decide_unlock",
    "end_collaboration",
    "give_territory",
    "held_on",
    "left_list",
    "lock_customers",
    "mark_confidential",
    "ownership_page",
    "package",
    "pick_customer",
    "pick_receiver",
    "place_customers",
    "pool_list",
    "recycling_list",
    "rotation_list",
    "send_to_pool",
    "territory_list",
    "transfer_customers",
    "unlock_list",
    "unpack_holdings",
]
