"""Tell how far a close is, while its transaction is still open.

A row written in that transaction would show only after it. So one thread writes the progress, on a connection
of its own; it never waits for the close, and the close never for a row of its own.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import connection

from kejing.domain.performance.vocabulary import STALE, Step
from kejing.engines.metrics.public import MetricsRefusal
from kejing.foundation.kernel.clock import system_now
from kejing.foundation.kernel.jobs import Reporter
from kejing.foundation.kernel.models import Progress

STEPS = (Step.METRICS, Step.POINTS, Step.DONE)
_tell: ContextVar[Callable[[Step], None] | None] = ContextVar("kejing_close_course", default=None)


def tell(step: Step) -> None:
    """Say what the close is at, to whoever follows it."""
    if follower := _tell.get():
        follower(step)


_WAIT = (
    "insert into kernel_progress as p (key, state, step, done, total, errors, started_at, ended_at)"
    " values (%(key)s, 'waiting', %(step)s, 0, %(total)s, 0, %(now)s, null)"
    " on conflict (key) do update set state = 'waiting', step = excluded.step, done = 0, errors = 0,"
    " started_at = excluded.started_at, ended_at = null"
    " where p.state in ('done', 'failed') or p.started_at < %(stale)s"
)


def waiting(key: str) -> bool:
    """Show that a close was asked for; False when one waits or runs already. In the caller's transaction.

    A course without an end for `STALE` died with its worker, and gives way.
    """
    now = system_now()
    values: dict[str, str | int | datetime] = {
        "key": key,
        "step": Step.WAITING.value,
        "total": len(STEPS),
        "now": now,
        "stale": now - STALE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WAIT, values)
        return bool(cursor.rowcount)


@contextmanager
def followed(key: str) -> Iterator[None]:
    """Write each step of the close inside to the progress row `key`; at the end done or failed."""
    reporter = Reporter(key)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="close-course") as aside:

        def save(**values: Any) -> None:
            aside.submit(reporter.save, **values).result()

        save(
            state=Progress.State.RUNNING,
            total=len(STEPS),
            done=0,
            errors=0,
            started_at=system_now(),
            ended_at=None,
        )
        token = _tell.set(lambda step: save(step=step, done=STEPS.index(step)))
        try:
            yield
        except BaseException as error:
            # Another close of the month runs: its course is shown under this key, and goes on.
            if getattr(error, "code", None) != MetricsRefusal.BEING_CLOSED:
                save(state=Progress.State.FAILED, errors=1, ended_at=system_now())
            raise
        else:
            save(state=Progress.State.DONE, step=Step.DONE, done=len(STEPS), ended_at=system_now())
        finally:
            _tell.reset(token)
            aside.submit(_hang_up).result()


def _hang_up() -> None:
    """Close the connection of the thread that runs this."""
    connection.close()
