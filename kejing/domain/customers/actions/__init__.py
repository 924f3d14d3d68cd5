"""Changing customers."""

from kejing.domain.customers.actions.assignment import assign_customer, assign_customers
from kejing.domain.customers.actions.collaboration import (
    add_collaborator,
    end_collaboration,
    mark_confidential,
)
from kejing.domain.customers.actions.contacts import add_contact, add_post, change_contact, end_post
from kejing.domain.customers.actions.duplicates import (
    ask_duplicate,
    decide_pair,
    request_duplicates,
    search_duplicates,
)
from kejing.domain.customers.actions.files import add_file, remove_file
from kejing.domain.customers.actions.groups import add_member, end_member, name_lead, set_parent
from kejing.domain.customers.actions.locks import (
    ask_unlock,
    decide_unlock,
    lock_customers,
    pack_holdings,
    unpack_holdings,
)
from kejing.domain.customers.actions.master import add_customer, change_customer
from kejing.domain.customers.actions.merging import merge_customers, unmerge_customer
from kejing.domain.customers.actions.notes import add_note, change_note, remove_note
from kejing.domain.customers.actions.pool import claim_customer, send_to_pool, sweep_pool
from kejing.domain.customers.actions.profile import confirm_profile
from kejing.domain.customers.actions.tags import add_tag, tag_customer, untag_customer
from kejing.domain.customers.actions.territory import add_territory, give_territory, place_customers
from kejing.domain.customers.actions.transfers import transfer_customers
from kejing.domain.customers.actions.unmasking import unmask_field

__all__ = [
    "add_collaborator",
    "add_contact",
    "add_customer",
    "add_file",
    "add_member",
    "add_note",
    "add_post",
    "add_tag",
    "add_territory",
    "ask_duplicate",
    "ask_unlock",
    "assign_customer",
    "assign_customers",
    "change_contact",
    "change_customer",
    "change_note",
    "claim_customer",
    "confirm_profile",
    "decide_pair",
    "decide_unlock",
    "end_collaboration",
    "end_member",
    "end_post",
    "give_territory",
    "lock_customers",
    "mark_confidential",
    "merge_customers",
    "name_lead",
    "pack_holdings",
    "place_customers",
    "remove_file",
    "remove_note",
    "request_duplicates",
    "search_duplicates",
    "send_to_pool",
    "set_parent",
    "sweep_pool",
    "tag_customer",
    "transfer_customers",
    "unmask_field",
    "unmerge_customer",
    "unpack_holdings",
    "untag_customer",
]
