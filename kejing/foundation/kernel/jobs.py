"""Background work: a thin layer over procrastinate, so that another runner could replace it.

A job is named, safe to repeat, and runs as the system. `enqueue` joins the caller's transaction.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app as runner
from procrastinate.exceptions import AlreadyEnqueued

from kejing.foundation.kernel.clock import system_now
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.models import Progress

Job = Callable[..., None]
STALLED_SECONDS = 120
KEPT_HOURS = 7 * 24
_jobs: dict[str, Job] = {}


def job(name: str, *, cron: str | None = None) -> Callable[[Job], Job]:
    """Declare a job; with `cron` (five or six fields) it also runs by itself."""

    def decorate(function: Job) -> Job:
        _jobs[name] = function
        function.cron = cron  # type: ignore[attr-defined]  # read by `register_with`
        return function

    return decorate


def enqueue(name: str, *, key: str | None = None, **arguments: Any) -> None:
    """Have the worker run a job after this transaction. A `key` already waiting is not queued twice."""
    if name not in _jobs:
        raise LookupError(f"unknown job {name!r}")
    try:
        with transaction.atomic():  # a key that waits already must not spoil the caller's transaction
            runner.configure_task(name, queueing_lock=key).defer(**arguments)
    except AlreadyEnqueued:
        return


def run_now(name: str, **arguments: Any) -> None:
    _jobs[name](**arguments)


def names() -> list[str]:
    return sorted(_jobs)


def register_with(app: Any) -> None:
    """Hand every declared job to procrastinate; called once when the apps are ready."""
    for name, function in _jobs.items():
        task = app.task(name=name, pass_context=False)(function)
        if cron := getattr(function, "cron", None):
            app.periodic(cron=cron, periodic_id=name)(_on_time(app, name, task))
    _keep_house(app)


def _keep_house(app: Any) -> None:
    """The runner does not revive a dead worker's jobs by itself, nor forget old ones."""

    async def retry_stalled_jobs(context: Any, timestamp: int) -> None:
        manager = context.app.job_manager
        for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
            await manager.retry_job(stalled)

    async def forget_old_jobs(context: Any, timestamp: int) -> None:
        await context.app.job_manager.delete_old_jobs(
            nb_hours=KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
        )

    for cron, function in (("* * * * *", retry_stalled_jobs), ("17 3 * * *", forget_old_jobs)):
        name = f"kernel.{function.__name__}"
        app.periodic(cron=cron)(app.task(name=name, queueing_lock=name, pass_context=True)(function))


def _on_time(app: Any, name: str, task: Any) -> Any:
    def run(timestamp: int) -> None:
        task()

    return app.task(name=f"{name}.on_time", queueing_lock=name)(run)


@contextmanager
def progress(key: str, total: int = 0) -> Iterator["Reporter"]:
    """Report a long work's course under `key`; a failure is recorded and raised."""
    reporter = Reporter(key)
    reporter.save(state=Progress.State.RUNNING, total=total, done=0, started_at=system_now(), ended_at=None)
    try:
        yield reporter
    except BaseException:
        reporter.save(state=Progress.State.FAILED, ended_at=system_now())
        raise
    reporter.save(state=Progress.State.DONE, ended_at=system_now())


class Reporter:
    """Writes one progress row, outside the transaction of the work it reports on when that is possible."""

    def __init__(self, key: str) -> None:
        self.key = key

    def save(self, **values: Any) -> None:
        with as_system("progress"):
            Progress.objects.update_or_create(key=self.key, defaults=values)

    def step(self, label: str, done: int | None = None) -> None:
        self.save(step=label, **({} if done is None else {"done": done}))
