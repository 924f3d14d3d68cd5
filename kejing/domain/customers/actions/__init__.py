"""Changing customers."""

from kejing.domain.customers.actions.assignment import assign_customer, assign_customers
from kejing.domain.customers.actions.contacts import add_contact, add_post, change_contact, end_post
from kejing.domain.customers.actions.files import add_file, remove_file
from kejing.domain.customers.actions.groups import add_member, end_member, name_lead, set_parent
from kejing.domain.customers.actions.master import add_customer, change_customer
from kejing.domain.customers.actions.notes import add_note, change_note, remove_note
from kejing.domain.customers.actions.profile import confirm_profile
from kejing.domain.customers.actions.tags import add_tag, tag_customer, untag_customer

__all__ = [
    "add_contact",
    "add_customer",
    "add_file",
    "add_member",
    "add_note",
    "add_post",
    "add_tag",
    "assign_customer",
    "assign_customers",
    "change_contact",
    "change_customer",
    "change_note",
    "confirm_profile",
    "end_member",
    "end_post",
    "name_lead",
    "remove_file",
    "remove_note",
    "set_parent",
    "tag_customer",
    "untag_customer",
]
