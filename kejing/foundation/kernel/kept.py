"""What a reader is shown again for half a minute without asking the database: how much work waits, her views of a list.

Kept in this process, for one account in one position, and forgotten as soon as she changes anything herself; what
others change she sees half a minute later at most. Nothing that judges, and nothing of a customer, is kept.
"""

from collections.abc import Callable
from typing import TypeVar, cast
from uuid import uuid4

from django.core.cache import cache

from kejing.foundation.kernel.actor import Actor

SECONDS = 30
T = TypeVar("T")


def kept(actor: Actor, name: str, find: Callable[[], T]) -> T:
    """What `find` gave under this name within the last `SECONDS`, or gives now; something that can be pickled."""
    turn = cache.get_or_set(_turn(actor), lambda: uuid4().hex, None)
    key = f"{turn}:{actor.appointment_id}:{name}"
    if (known := cache.get(key)) is None:
        cache.set(key, known := (find(),), SECONDS)
    return cast("T", known[0])


def known(actor: Actor, name: str) -> object | None:
    """What is kept under this name now, None where nothing is: asks for nothing."""
    found = cache.get(f"{cache.get(_turn(actor))}:{actor.appointment_id}:{name}")
    return None if found is None else found[0]


def forget(actor: Actor) -> None:
    """Ask the database again: the actor has changed something."""
    if actor.user_id is not None:
        cache.delete(_turn(actor))


def _turn(actor: Actor) -> str:
    return f"kept:{actor.user_id}"
