"""Files that were brought in hold people's data: they are kept for the work with them and no longer."""

from datetime import timedelta

from kejing.engines.interchange.models import Intake, KeptFile
from kejing.foundation.kernel.clock import system_now

KEPT = timedelta(days=30)


def forget_files() -> int:
    """Delete the files and the samples of intakes older than `KEPT`; returns the number of files."""
    old = Intake.objects.filter(made_at__lt=system_now() - KEPT)
    gone, _by_table = KeptFile.objects.filter(intake__in=old).delete()
    old.exclude(sample={}).update(sample={}, layout=None)
    return gone
