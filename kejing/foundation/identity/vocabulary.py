"""Words of signing in."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kejing.foundation.kernel.permissions import declare

MANAGE = declare("accounts.manage", _("Change accounts and tokens"))


class IdentityRefusal(TextChoices):
    WRONG = "wrong_password", _("The name or the password is wrong.")
    LOCKED = "locked", _("Too many attempts. Try again in %(minutes)s minutes.")
    LINK_SPENT = "link_spent", _("This link has been used or has expired. Ask for a new one.")
    WEAK = "weak_password", _("%(reasons)s")
    TAKEN = "username_taken", _("The name “%(username)s” is taken.")
