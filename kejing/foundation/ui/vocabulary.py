"""Words of saved views."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kejing.foundation.kernel.permissions import declare

SHARE_WITH_ALL = declare("views.share", _("Share views of lists with everybody"))


class Share(TextChoices):
    OWN = "own", _("only me")
    UNIT = "unit", _("my unit")
    ALL = "all", _("everybody")


class ViewRefusal(TextChoices):
    UNKNOWN_LIST = "unknown_list", _("There is no such list.")
    NO_NAME = "no_name", _("Give the view a name.")
    NAME_TAKEN = "view_name_taken", _("You have a view “%(name)s” of this list already.")
    TOO_LONG = "view_too_long", _("This address is too long to be saved.")
    NO_UNIT = "view_no_unit", _("You are in no unit to share it with.")
