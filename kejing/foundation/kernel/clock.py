"""Two clocks.

The business clock (`today`, `now`) gives rules, periods and due dates; a demo sets its day. The system
clock (`system_now`) gives trail, sessions, tokens and jobs; nothing sets it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.db import connections
from django.utils import timezone

from kejing.foundation.kernel.models import CalendarDay

_moment: ContextVar[datetime | None] = ContextVar("kejing_business_moment", default=None)
_day: ContextVar[date | None] = ContextVar("kejing_business_day", default=None)


def system_now() -> datetime:
    return timezone.now()


def now() -> datetime:
    """The business moment, aware, in the organisation's zone: the business day at the real time of day."""
    if (moment := _moment.get()) is not None:
        return moment
    real = timezone.localtime()
    day = _day.get()
    return real if day is None else real.replace(year=day.year, month=day.month, day=day.day)


def today() -> date:
    return now().date()


def frozen_day() -> date | None:
    """The day that `frozen` holds, if it does."""
    moment = _moment.get()
    return moment.date() if moment else None


def real_day() -> date:
    """The real day in the organisation's zone, which holds where no business day is set."""
    return timezone.localdate()


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An aware moment of a day in the organisation's zone."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def use_business_day(day: date | None) -> None:
    """Set by the context for the transaction: None means the real day."""
    _day.set(day)


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Hold the business clock at one moment: demo histories and tests are written this way."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


def set_business_day(day: date | None, using: str = "owner") -> None:
    """Store the business day of a demo (None: the real one). The owner role alone may; no action offers it."""
    with connections[using].cursor() as cursor:
        cursor.execute("update kernel_businessclock set day = %s", [day])
    use_business_day(day)


def calendar_overrides(start: date | None = None, end: date | None = None) -> dict[date, bool]:
    """Where the organisation departs from the calendar: day → works; all of it, or `[start, end)`. One query."""
    rows = CalendarDay.objects.all()
    if start is not None and end is not None:
        rows = rows.filter(day__gte=start, day__lt=end)
    return dict(rows.order_by("day").values_list("day", "works"))
