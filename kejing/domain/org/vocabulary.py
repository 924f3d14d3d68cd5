"""Words of the organisation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kejing.foundation.kernel.permissions import declare

MANAGE = declare("org.manage", _("Change units, posts and appointments"))
TEAM = declare("team.view", _("See the team board"))


class HolderKind(TextChoices):
    PERSON = "person", _("person")
    POOL = "pool", _("pool")


class OrgRefusal(TextChoices):
    UNKNOWN_UNIT = "unknown_unit", _("There is no unit with the code “%(code)s”.")
    UNKNOWN_ROLE = "unknown_role", _("There is no role “%(code)s”.")
    UNKNOWN_POST = "unknown_post", _("There is no post with the code “%(code)s”.")
    POST_TAKEN = "post_taken", _("Somebody is in the post “%(code)s” at that time.")
    CODE_TAKEN = "code_taken", _("The code “%(code)s” is taken.")
    NUMBER_TAKEN = "number_taken", _("The number “%(number)s” belongs to somebody already.")
    NOT_IN_FORCE = "not_in_force", _("This appointment is not in force on %(day)s.")
