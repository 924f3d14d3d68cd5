"""The kernel's own background work: sealing the trail."""

from kejing.foundation.kernel import trail
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.jobs import job


@job("kernel.seal", cron="*/5 * * * * *")
def seal() -> None:
    """Seal what was committed since the last time."""
    with as_system("seal the trail"):
        trail.seal_all()
