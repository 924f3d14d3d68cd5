"""Announcements between modules. Who listens stands in `app/wiring/subscriptions.py`, nowhere else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction

Handler = Callable[[Any], None]
_same_transaction: dict[type, list[Handler]] = {}
_after_commit: dict[type, list[Handler]] = {}
_open: ContextVar[list[object] | None] = ContextVar("kejing_events", default=None)


def subscribe(event: type, handler: Handler, *, after_commit: bool = False) -> None:
    (_after_commit if after_commit else _same_transaction).setdefault(event, []).append(handler)


def publish(event: object) -> None:
    """Announce a frozen dataclass from inside an action. Raises RuntimeError outside one."""
    announced = _open.get()
    if announced is None:
        raise RuntimeError("events are published inside an action")
    announced.append(event)


@contextmanager
def collecting() -> Iterator[list[object]]:
    announced: list[object] = []
    token = _open.set(announced)
    try:
        yield announced
    finally:
        _open.reset(token)


def deliver(announced: list[object]) -> None:
    for event in announced:
        for handler in _same_transaction.get(type(event), ()):
            handler(event)


def deliver_after_commit(announced: list[object]) -> None:
    for event in announced:
        for handler in _after_commit.get(type(event), ()):
            transaction.on_commit(lambda h=handler, e=event: h(e))  # type: ignore[misc]  # bound per round
