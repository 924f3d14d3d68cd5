"""Tell how far an import is, while its transaction is still open.

A row written in that transaction would show only after it. So one thread writes the progress, on a connection
of its own; it never waits for the import, and the import never for a row of its own.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

from kejing.engines.interchange.vocabulary import Step
from kejing.foundation.kernel.clock import system_now
from kejing.foundation.kernel.jobs import Reporter
from kejing.foundation.kernel.models import Progress

STEPS = (Step.WAITING, Step.READING, Step.LOADING, Step.DONE)
_tell: ContextVar[Callable[[Step, int], None] | None] = ContextVar("kejing_import_course", default=None)


def key_of(intake_id: int) -> str:
    return f"import:{intake_id}"


def tell(step: Step, rows: int = 0) -> None:
    """Say what the import is at, and how many rows are read, to whoever follows it."""
    if follower := _tell.get():
        follower(step, rows)


@contextmanager
def followed(key: str) -> Iterator[None]:
    """Write each step of the import inside to the progress row `key`; at the end done or failed."""
    reporter = Reporter(key)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="import-course") as aside:

        def save(**values: Any) -> None:
            aside.submit(reporter.save, **values).result()

        def follow(step: Step, rows: int) -> None:
            save(step=f"{step.value}:{rows}", done=STEPS.index(step))

        start = {"total": len(STEPS) - 1, "errors": 0, "started_at": system_now(), "ended_at": None}
        save(state=Progress.State.RUNNING, step=Step.READING.value, done=1, **start)
        token = _tell.set(follow)
        try:
            yield
        except BaseException:
            save(state=Progress.State.FAILED, errors=1, ended_at=system_now())
            raise
        else:
            save(state=Progress.State.DONE, step=Step.DONE.value, done=len(STEPS) - 1, ended_at=system_now())
        finally:
            _tell.reset(token)
            aside.submit(_leave).result()


def _leave() -> None:
    """Close the connection of the thread that this is called in: `connection` is each thread's own."""
    connection.close()
