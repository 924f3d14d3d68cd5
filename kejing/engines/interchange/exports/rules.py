"""When an export needs a second person, as pure functions."""

from datetime import timedelta

APPROVAL_HOLDS = timedelta(hours=24)
FILE_KEPT = timedelta(hours=24)


def needs_approval(rows: int, *, used_today: int, per_export: int, per_day: int) -> bool:
    """Whether so many rows go beyond what one export, or the day with what was taken already, may have."""
    return rows > per_export or used_today + rows > per_day
