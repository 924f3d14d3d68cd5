"""What the worker does for this module."""

from kejing.domain.targets import actions
from kejing.domain.targets.vocabulary import REFRESH
from kejing.foundation.kernel.jobs import job


@job(REFRESH, cron="*/5 * * * *")
def refresh() -> None:
    """Every five minutes, and soon after a change of targets: what was reached, for the tree. Safe to repeat."""
    actions.refresh()
