"""Words of points and results."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kejing.foundation.kernel.permissions import declare

VIEW = declare("results.view", _("See one's own results"))
VIEW_TEAM = declare("results.view_team", _("See the results of the team"))
CLOSE = declare("close.run", _("Close a month"))

POINTS = "points"
"""The policy by which the close gives points."""

STALE = timedelta(hours=2)
"""A close without an end for so long died with its worker; it may be asked for again."""


class PolicyState(TextChoices):
    DRAFT = "draft", pgettext_lazy("policy", "draft")
    APPROVED = "approved", pgettext_lazy("policy", "approved")


class RunKind(TextChoices):
    """What kind of close a run is; a month has one of each kind."""

    MONTH = "month", _("monthly close")


class RunState(TextChoices):
    RUNNING = "running", pgettext_lazy("close", "running")
    DONE = "done", pgettext_lazy("close", "done")
    FAILED = "failed", pgettext_lazy("close", "stopped")


class Step(TextChoices):
    """What the close is at; shown while it runs."""

    WAITING = "waiting", _("waits for the worker")
    METRICS = "metrics", _("takes the snapshot and computes the metrics")
    POINTS = "points", _("gives points and ranks")
    DONE = "done", _("published")


class PerformanceRefusal(TextChoices):
    NOT_ENDED = "not_ended", _("%(month)s has not ended: it can be closed from %(day)s on.")
    ALREADY_CLOSED = "already_closed", _("%(month)s is closed already.")
    NO_POLICY = "no_policy", _("No points policy was in force in %(month)s, so it cannot be closed.")
    UNKNOWN_METRIC = (
        "unknown_metric",
        _("The points policy v%(version)s counts the metric “%(metric)s”, which is not installed."),
    )
