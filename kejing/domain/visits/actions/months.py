"""The wall around closed months."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import DatabaseError

from kejing.foundation.kernel.errors import KernelRefusal, Refused

CLOSED = "KJ001"
"""What the database says to a row of a closed month (guard triggers of migration 0002)."""


@contextmanager
def open_month(day: date, field: str | None = None) -> Iterator[None]:
    """Write rows of the day. Raises Refused when its month is closed, also when it closes at this moment."""
    try:
        yield
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) == CLOSED:
            raise Refused(KernelRefusal.PERIOD_CLOSED, field=field, day=day) from error
        raise
