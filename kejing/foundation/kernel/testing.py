"""What tests use to pass the walls on purpose."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def as_owner() -> Iterator[None]:
    """Run as the role that owns the tables. The test connection signs in as it, then takes the application's role."""
    with connection.cursor() as cursor:
        cursor.execute("set role kejing_owner")
    try:
        yield
    finally:
        if not connection.needs_rollback:  # a rollback gives the role back by itself
            with connection.cursor() as cursor:
                cursor.execute("set role kejing_app")
