"""What the worker does for the organisation."""

from kejing.domain.org.actions import move_due_units
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.jobs import job


@job("org.move_due_units", cron="*/10 * * * *")
def move_units() -> None:
    """Make the moves of units whose day has come. Safe to repeat."""
    with as_system("reorganisation") as actor:
        move_due_units(actor=actor)
