"""What the worker does for this module."""

from kejing.domain.performance import actions
from kejing.foundation.kernel.jobs import job


@job("performance.close_month")
def close_month(month: str, user_id: int | None = None, appointment_id: int | None = None) -> None:
    """Close a month for whoever asked. Safe to repeat: a closed month is refused."""
    actions.run_close(month, user_id=user_id, appointment_id=appointment_id)
