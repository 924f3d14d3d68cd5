"""The door of `identity`."""

from kejing.foundation.identity.actions import add_account, forget_links, invite, make_token, user_of_token
from kejing.foundation.identity.models import Role, User
from kejing.foundation.identity.vocabulary import MANAGE

__all__ = ["MANAGE", "Role", "User", "add_account", "forget_links", "invite", "make_token", "user_of_token"]
