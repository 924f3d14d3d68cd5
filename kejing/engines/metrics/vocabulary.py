"""Words of the metrics engine: permissions, states, refusals."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kejing.foundation.kernel.permissions import declare

IMPORT = declare("imports.run", _("Import data"))
CLOSE = declare("close.run", _("Close a month"))


class PeriodState(TextChoices):
    OPEN = "open", _("open")
    CLOSING = "closing", _("closing")
    CLOSED = "closed", _("closed")


class Measure(TextChoices):
    """How a month of facts becomes one figure."""

    SUM = "sum", _("sum")
    LAST = "last", _("last of the month")
    COUNT = "count", _("number")


class Unit(TextChoices):
    """What a value is, so that a page can write it."""

    COUNT = "count", _("number")
    MONEY = "money", _("amount")
    SHARE = "share", _("share")
    NUMBER = "number", _("figure")


class FactFault(TextChoices):
    """What can be wrong with one row of an import."""

    UNKNOWN_KIND = "unknown_kind", _("There is no kind of fact “%(value)s”.")
    NO_KEY = "no_key", _("The key of the row is missing.")
    DOUBLE_KEY = "double_key", _("The key “%(value)s” stands in the file twice.")
    UNKNOWN_SUBJECT = "unknown_subject", _("“%(value)s” is not known here.")
    BAD_DAY = "bad_day", _("“%(value)s” is not a day, written as 1997-12-31.")
    FUTURE_DAY = "future_day", _("%(value)s has not come yet.")
    CLOSED_MONTH = "closed_month", _("The month of %(value)s is closed.")
    BAD_FIGURE = "bad_figure", _("“%(value)s” is not a figure that fits here.")
    NO_AMOUNT = "no_amount", _("The amount is missing.")
    SURPLUS_AMOUNT = "surplus_amount", _("Facts of this kind have no amount.")
    OTHER_CONTENT = "other_content", _("“%(value)s” was delivered before with other content.")


class MetricsRefusal(TextChoices):
    ROWS_REFUSED = "rows_refused", _("%(refused)s of %(rows)s rows have errors; nothing was imported.")
    UNKNOWN_FACT = "unknown_fact", _("There is no such fact.")
    ALREADY_REVERSED = "already_reversed", _("This fact is reversed already.")
    NOT_ENDED = "not_ended", _("The month %(month)s has not ended.")
    ALREADY_CLOSED = "already_closed", _("The month %(month)s is closed already.")
    BEING_CLOSED = "being_closed", _("The month %(month)s is being closed at this moment.")
    NOT_CLOSED = "not_closed", _("The month %(month)s is not closed.")
    NO_SNAPSHOT = "no_snapshot", _("The snapshot of %(month)s is not in the data folder.")
    SNAPSHOT_DAMAGED = "snapshot_damaged", _("The snapshot of %(month)s is not the one that was published.")
    METRIC_FAILED = "metric_failed", _("The metric “%(metric)s” cannot be computed: %(why)s")
    METRIC_CHANGED = (
        "metric_changed",
        _("The metric “%(metric)s” version %(version)s is known with another text. Raise its version."),
    )
    KIND_CHANGED = "kind_changed", _("The kind of fact “%(kind)s” is known for another subject.")
