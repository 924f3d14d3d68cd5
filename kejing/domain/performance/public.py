"""The door of `performance`."""

from kejing.domain.performance.actions import close, close_month, request_close, run_close
from kejing.domain.performance.events import MonthClosed

__all__ = ["MonthClosed", "close", "close_month", "request_close", "run_close"]
