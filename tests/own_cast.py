"""The cast in a database of the test's own, with real commits: for races, servers and journeys."""

from collections.abc import Callable, Iterator
from threading import Barrier, Thread
from typing import TypeVar

import pytest
from django.conf import settings
from django.db import connections, transaction

from tests.cast import Cast, make_cast
from tests.database import point_at

R = TypeVar("R")


@pytest.fixture
def own_cast(own_database: str) -> Iterator[Cast]:
    """The cast, committed; the connection then signs in as the application, as the product does."""
    yield committed_cast(own_database)


def committed_cast(name: str, prepare: Callable[[Cast], object] | None = None) -> Cast:
    """The cast in the named database, with what `prepare` adds to it; entered as the application afterwards."""
    point_at(connections, settings, name)
    with transaction.atomic():
        cast = make_cast()
        if prepare:
            prepare(cast)
    point_at(connections, settings, name, as_application=True)
    return cast


def at_once(*works: Callable[[], R]) -> list[R | Exception]:
    """Run the works in threads that start together; each one's result, or what it raised."""
    results: list[R | Exception | None] = [None] * len(works)
    barrier = Barrier(len(works))

    def run(place: int, work: Callable[[], R]) -> None:
        barrier.wait()
        try:
            results[place] = work()
        except Exception as error:  # noqa: BLE001  # the test looks at what it was
            results[place] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results  # type: ignore[return-value]  # every place is filled
