"""What the worker does for relations every night."""

from kejing.domain.relations.public import follow_courses, raise_alarms, refresh_shares
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.jobs import job


@job("relations.nightly", cron="20 2 * * *")
def nightly() -> None:
    """Alarms by the pack's rules, warnings from what was delivered, and what similar customers hold."""
    with as_system("relations") as actor:
        raise_alarms(actor=actor)
        follow_courses(actor=actor)
        refresh_shares(actor=actor)
