"""The door of `performance`."""

from kejing.domain.performance.actions import close, close_month, request_close, run_close
from kejing.domain.performance.events import MonthClosed
from kejing.domain.performance.queries import meeting_figures

__all__ = ["MonthClosed", "close", "close_month", "meeting_figures", "request_close", "run_close"]
