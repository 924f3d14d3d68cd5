"""What the worker does for imports and exports."""

from kejing.engines.interchange import actions
from kejing.engines.interchange.exports.tasks import expire_exports, make_export
from kejing.engines.interchange.forgetting import forget_files
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.jobs import job

__all__ = ["expire_exports", "forget", "make_export", "perform"]


@job("interchange.perform")
def perform(intake_id: int, user_id: int | None = None, appointment_id: int | None = None) -> None:
    """Try or run what was brought in, for whoever asked. Safe to repeat."""
    actions.perform_asked(intake_id, user_id=user_id, appointment_id=appointment_id)


@job("interchange.forget", cron="41 3 * * *")
def forget() -> None:
    """Let the files go that nobody came back for."""
    with as_system("forget files of imports"):
        forget_files()
