"""When an account is locked, as pure functions."""

from datetime import datetime, timedelta

ATTEMPTS = 5
WINDOW = timedelta(minutes=15)
LOCK = timedelta(minutes=15)
LOOK_BACK = WINDOW + LOCK
"""How old a failure may be and still matter: the first of five, and then the lock they made."""


def locked_until(failures: list[datetime], now: datetime) -> datetime | None:
    """The moment the lock ends, or None. Five failures within fifteen minutes lock for fifteen more."""
    last = sorted(failures)[-ATTEMPTS:]
    if len(last) < ATTEMPTS or last[-1] - last[0] >= WINDOW:
        return None
    until = last[-1] + LOCK
    return until if until > now else None
