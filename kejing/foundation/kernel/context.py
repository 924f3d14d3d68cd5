"""The transaction in which an actor works.

`as_actor` opens it and sets the scope as transaction-local settings, which row-level security reads. No
context, no rows. Contexts nest: the inner one ends, the outer one's scope is set again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.db import connection, transaction

from kejing.foundation.kernel import actor as actors
from kejing.foundation.kernel import clock, permissions
from kejing.foundation.kernel.actor import Actor, Reach

SCOPE = (
    "day", "user", "staff", "actor", "units", "holders", "all", "permissions", "shared", "confidential",
    "people_units", "people_holders", "people_all",
)  # fmt: skip
"""The settings `kejing.…` that `kj_set_context` and `kj_set_people` make and row-level security reads."""

_current: ContextVar[Actor | None] = ContextVar("kejing_actor", default=None)
_line: ContextVar[int | None] = ContextVar("kejing_journal_line", default=None)


def current_actor() -> Actor | None:
    return _current.get()


def current_line() -> int | None:
    """The number of the journal line that the row changes made now point at."""
    return _line.get()


@contextmanager
def on_line(line_id: int | None) -> Iterator[None]:
    """Say which line it is; the action decorator tells the transaction."""
    token = _line.set(line_id)
    try:
        yield
    finally:
        _line.reset(token)


@contextmanager
def as_actor(user_id: int, appointment_id: int | None = None) -> Iterator[Actor]:
    """Work as a person, in one of her positions (None: her main one)."""
    with transaction.atomic():
        outer = _current.get()
        actor = actors.resolve(user_id, appointment_id)
        yield from _within(actor, outer)


@contextmanager
def as_system(reason: str) -> Iterator[Actor]:
    """Work as Kejing itself (close, import of a pack, sealer). Sees all; journaled as the system with the reason."""
    with transaction.atomic():
        outer = _current.get()
        actor = Actor(
            user_id=None,
            name=f"system: {reason}",
            role="system",
            permissions=frozenset(permissions.catalogue()),
            sees_all=True,
            people=Reach(sees_all=True),
        )
        enter(actor)
        yield from _within(actor, outer)


def enter(actor: Actor) -> None:
    """Set the transaction's scope to the actor's, and the business day to the organisation's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "with entered as materialized ("
            "select kj_set_context(%s, %s, %s, %s::bigint[], %s::bigint[], %s, %s::text[], %s, %s) as day)"
            " select day, set_config('kejing.shared', %s::bigint[]::text, true),"
            " kj_set_people(%s::bigint[], %s::bigint[], %s) from entered",
            [
                actor.user_id,
                actor.staff_id,
                actor.name,
                list(actor.units),
                list(actor.holders),
                actor.sees_all,
                sorted(actor.permissions),
                clock.frozen_day(),
                clock.real_day(),
                list(actor.shared),
                list(actor.people.units),
                list(actor.people.holders),
                actor.people.sees_all,
            ],
        )
        row = cursor.fetchone()
    assert row is not None
    day: date | None = row[0]
    clock.use_business_day(day)


def scope() -> dict[str, str]:
    """The scope of this transaction by setting, for another connection to take on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select n, coalesce(current_setting(n, true), '') from unnest(%s::text[]) n",
            [[f"kejing.{name}" for name in SCOPE]],
        )
        return dict(cursor.fetchall())


def _within(actor: Actor, outer: Actor | None) -> Iterator[Actor]:
    token = _current.set(actor)
    try:
        with on_line(None):
            yield actor
    finally:
        _current.reset(token)
        if outer is None:
            clock.use_business_day(None)
    # After an exception or a call of set_rollback, the savepoint's rollback restores the settings.
    if connection.needs_rollback:
        return
    if outer is not None:
        enter(outer)
        _point_at_line(_line.get())
    elif connection.in_atomic_block and len(connection.savepoint_ids) > 0:
        leave()


def _point_at_line(line_id: int | None) -> None:
    """Let the rows of the action around this context point at its line again."""
    if line_id is not None:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('kejing.journal', %s, true)", [str(line_id)])


def leave() -> None:
    """Forget the actor inside a transaction that goes on: no rows are visible after this."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select kj_set_context(null, null, '', '{}', '{}', false, '{}', null, null),"
            " kj_set_people('{}', '{}', false)"
        )
