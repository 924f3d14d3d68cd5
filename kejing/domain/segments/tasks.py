"""What the worker does for this module."""

from kejing.domain.segments import actions
from kejing.domain.segments.vocabulary import COUNT, RANKED
from kejing.foundation.kernel.jobs import job, progress


@job(RANKED, cron="20 2 * * *")
def evaluate() -> None:
    """Every night, after a close and after a rule came into force over many: who is in which segment, who is due."""
    with progress(RANKED):
        actions.evaluate_all()


@job(COUNT)
def count(version_id: int) -> None:
    """Try a draft over many customers. Safe to repeat."""
    with progress(f"{COUNT} {version_id}"):
        actions.count_version(version_id)
