"""When an account is locked, as pure functions."""

from datetime import datetime, timedelta

ATTEMPTS = 5
WINDOW = timedelta(minutes=15)


def locked_until(failures: list[datetime], now: datetime) -> datetime | None:
    """The moment the lock ends, or None. Five failures within fifteen minutes lock for fifteen minutes."""
    recent = sorted(at for at in failures if at > now - WINDOW)
    return recent[-ATTEMPTS] + WINDOW if len(recent) >= ATTEMPTS else None
