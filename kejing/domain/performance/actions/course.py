"""Tell how far a close is, while its transaction is still open.

A row written in that transaction would show only after it. So one thread writes the progress, on a connection
of its own; it never waits for the close, and the close never for a row of its own.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

from kejing.domain.performance.vocabulary import Step
from kejing.foundation.kernel.clock import system_now
from kejing.foundation.kernel.jobs import Reporter
from kejing.foundation.kernel.models import Progress

STEPS = (Step.METRICS, Step.POINTS, Step.DONE)
_tell: ContextVar[Callable[[Step], None] | None] = ContextVar("kejing_close_course", default=None)


def tell(step: Step) -> None:
    """Say what the close is at, to whoever follows it."""
    if follower := _tell.get():
        follower(step)


def waiting(key: str) -> None:
    """Show that a close was asked for; in the caller's transaction."""
    start = {"state": Progress.State.WAITING, "step": Step.WAITING, "total": len(STEPS), "done": 0}
    Reporter(key).save(**start, errors=0, started_at=system_now(), ended_at=None)


@contextmanager
def followed(key: str) -> Iterator[None]:
    """Write each step of the close inside to the progress row `key`; at the end done or failed."""
    reporter = Reporter(key)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="close-course") as aside:

        def save(**values: Any) -> None:
            aside.submit(reporter.save, **values).result()

        save(state=Progress.State.RUNNING, total=len(STEPS), done=0, errors=0, started_at=system_now(), ended_at=None)
        token = _tell.set(lambda step: save(step=step, done=STEPS.index(step)))
        try:
            yield
        except BaseException:
            save(state=Progress.State.FAILED, errors=1, ended_at=system_now())
            raise
        else:
            save(state=Progress.State.DONE, step=Step.DONE, done=len(STEPS), ended_at=system_now())
        finally:
            _tell.reset(token)
            aside.submit(connection.close).result()
