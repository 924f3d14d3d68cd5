"""The door of `identity`."""

from kejing.foundation.identity.actions import add_account, invite, make_token, user_of_token
from kejing.foundation.identity.models import Role, User

__all__ = ["Role", "User", "add_account", "invite", "make_token", "user_of_token"]
