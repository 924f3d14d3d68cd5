"""Words of the packs engine: its permission and its refusals."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kejing.foundation.kernel.permissions import declare

APPLY = declare("packs.apply", _("Apply industry packs"))


class PackRefusal(TextChoices):
    NO_PACK = "no_pack", _("There is no pack “%(pack)s”.")
    UNKNOWN_PART = "unknown_part", _("%(file)s: no part of a pack has this name.")
    MISSING_PART = "missing_part", _("%(file)s: this part of the pack is missing.")
    UNFIT_PART = "unfit_part", _("%(file)s: this part does not fit (%(why)s).")
    NOT_YAML = "not_yaml", _("%(file)s, line %(line)s: this is not readable as YAML (%(why)s).")
    NO_HEADER = "no_header", _("%(file)s, line 1: the header between /*--- and ---*/ is missing.")
    REPEATED_KEY = "repeated_key", _("%(file)s, line %(line)s: the key “%(key)s” stands here twice.")
    UNKNOWN_KEY = "unknown_key", _("%(file)s, line %(line)s: there is no key “%(key)s”.")
    MISSING_KEY = "missing_key", _("%(file)s, line %(line)s: the key “%(key)s” is missing.")
    BAD_VALUE = "bad_value", _("%(file)s, line %(line)s: the value of “%(key)s” does not fit (%(why)s).")
    OTHER_CODE = "other_code", _("%(file)s: the pack calls itself “%(pack)s”, its folder is named otherwise.")
    SAME_VERSION = (
        "same_version",
        _("Pack “%(pack)s” version %(version)s is already installed with other content. Raise its version."),
    )
    OLDER_VERSION = (
        "older_version",
        _("Pack “%(pack)s” is installed in version %(installed)s; version %(version)s is older."),
    )
