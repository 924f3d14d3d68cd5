"""The door of `customers`."""

from kejing.domain.customers.actions import (
    add_collaborator,
    assign_customer,
    assign_customers,
    lock_customers,
)
from kejing.domain.customers.events import (
    CustomersAssigned,
)
from kejing.domain.customers.queries import (
    SNAPSHOT_VIEWS,
    SUBJECTS,
    CustomerCard,
    any_customer,
    cards,
    customer_card,
    customers_by_unit,
    customers_of_holdings,
    find_customers,
    holder_customers,
    holding_ids,
    owner_as_of,
    owners_as_of,
    pool_customers,
    register_last_contact,
    visible_ids,
    working_on,
)

__all__ = [
    "SNAPSHOT_VIEWS",
    "SUBJECTS",
    "CustomerCard",
    "CustomersAssigned",
    "add_collaborator",
    "any_customer",
    "assign_customer",
    "assign_customers",
    "cards",
    "customer_card",
    "customers_by_unit",
    "customers_of_holdings",
    "find_customers",
    "holder_customers",
    "holding_ids",
    "lock_customers",
    "owner_as_of",
    "owners_as_of",
    "pool_customers",
    "register_last_contact",
    "visible_ids",
    "working_on",
]
