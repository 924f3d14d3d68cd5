"""Words of exports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kejing.foundation.kernel.limits import declare_limit
from kejing.foundation.kernel.permissions import declare

MAKE = declare("exports.make", _("Export lists as files"))
APPROVE = declare("exports.approve", _("Approve exports above the limit"))
REGISTER = declare("exports.register", _("See who exported what"))

ROWS = declare_limit("exports.rows", _("Rows of one export"), default=500)
ROWS_PER_DAY = declare_limit("exports.rows_per_day", _("Rows exported in a day"), default=5_000)


class FileFormat(TextChoices):
    XLSX = "xlsx", _("Spreadsheet (XLSX)")
    CSV = "csv", _("Text (CSV)")


class ExportState(TextChoices):
    ASKED = "asked", _("waits for approval")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    WAITING = "waiting", _("waits to be made")
    RUNNING = "running", _("is being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("stopped")
    EXPIRED = "expired", _("expired")


class ExportRefusal(TextChoices):
    UNKNOWN_TARGET = "unknown_export", _("There is nothing called “%(name)s” to export.")
    NO_ROWS = "no_rows", _("The list is empty: there is nothing to export.")
    SAY_WHY = "export_reason", _("Say what you need the file for.")
    OWN = "own_export", _("Nobody decides on her own export.")
    DECIDED = "export_decided", _("This request has been decided already.")
    NOT_ALL_SEEN = (
        "not_all_seen",
        _("You do not see all of these rows yourself (%(seen)s of %(rows)s), so you cannot approve them."),
    )
    MORE_ROWS = "more_rows", _("The list has grown to more rows than were asked for. Ask again.")
    NOT_APPROVED = "not_approved", _("This export is not approved, or its approval was used.")
    APPROVAL_OVER = "approval_over", _("The approval was good for a day. Ask again.")
    NOT_READY = "not_ready", _("There is no file of this export.")
    FILE_OVER = "file_over", _("The file was kept for a day and is gone. Export the list again.")
    RIGHTS_CHANGED = (
        "rights_changed",
        _("What you may see has changed since the file was asked for; it is not given out."),
    )
    NO_RIGHT = "no_right", _("You may no longer export.")
    BROKEN = "export_broken", _("Making the file broke on our side. Ask again.")
