"""Every change this module makes."""

from kejing.domain.performance.actions.closing import close, close_month, request_close, run_close

__all__ = ["close", "close_month", "request_close", "run_close"]
