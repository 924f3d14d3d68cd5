"""What the worker does for duties."""

from kejing.domain.duties import actions
from kejing.domain.duties.vocabulary import GENERATE
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.jobs import job


@job(GENERATE, cron="10 5 * * *")
def generate() -> None:
    """Early each morning: the tasks of the day. Safe to repeat."""
    with as_system("duties") as actor:
        actions.generate_duties(actor=actor)
