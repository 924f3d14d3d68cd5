"""What the worker does for visits every night."""

from kejing.domain.visits.actions import follow_findings, forget_photos, forget_places
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.jobs import job


@job("visits.nightly", cron="40 2 * * *")
def nightly() -> None:
    """Places whose days are over are forgotten; findings are reminded of and taken up."""
    with as_system("visits") as actor:
        forget_places(actor=actor)
        forget_photos(actor=actor)
        follow_findings(actor=actor)
