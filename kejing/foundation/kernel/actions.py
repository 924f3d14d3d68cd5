"""A change is an action: one named function that checks, changes, records and announces, in one transaction."""

import functools
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, ParamSpec, TypeVar, cast

from django.db import DatabaseError, connection, transaction
from django.utils.functional import Promise

from kejing.foundation.kernel import events, gates, kept
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import current_actor, current_line, on_line
from kejing.foundation.kernel.errors import KernelRefusal, Refused, Repeated, closed_month

P = ParamSpec("P")
R = TypeVar("R")

_NOT_JOURNALED = frozenset({"actor", "idempotency_key"})
registry: dict[str, Callable[..., Any]] = {}
"""Every action by name: the architecture tests and docs/actions.md read it."""
_labels: dict[str, "str | Promise"] = {}


def name_lines(action: str, label: "str | Promise") -> str:
    """Say what journal lines of a name are called, where no decorator does; returns the name."""
    _labels[action] = label
    return action


def labels() -> dict[str, "str | Promise"]:
    """What the lines of each action are called."""
    return dict(_labels)


def action(
    name: str,
    *,
    permission: str | None,
    subject: str,
    private: tuple[str, ...] = (),
    secret: bool = False,
    day: str | None = None,
    label: "str | Promise" = "",
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an action.

    `permission` None means any signed-in actor. `subject` is the kind of thing changed; its id is the
    argument `<subject>_id`, or the returned int. Arguments named in `private` stay out of the journal.
    An `idempotency_key` argument makes pressing twice harmless: the second call returns the first's result, or
    is refused where that is a `secret` (a one-time link, a token): secrets are not kept. `day` names the
    argument that puts an entry into a month. `label` is what readers of the trail see.

    Raises Forbidden, Refused from a gate and for rows of a closed month, Repeated for a key used with other
    content.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            actor = _checked_actor(kwargs.get("actor"), permission)
            with _months_kept(day), transaction.atomic():
                if (known := _known_result(name, actor, kwargs)) is not None:
                    return cast("R", known[0])
                gates.check(name, subject, actor, kwargs)
                line_id = _open_line()
                with on_line(line_id), events.collecting() as announced:
                    result = function(*args, **kwargs)
                    events.deliver(announced)
                _settle()
                _write_line(line_id, name, subject, kwargs, result, private)
                if not secret:
                    _remember(name, actor, kwargs, result)
            events.deliver_after_commit(announced)
            kept.forget(actor)
            return result

        run.action_name = name  # type: ignore[attr-defined]  # read by the architecture tests
        run.action_permission = permission  # type: ignore[attr-defined]  # read by docs and tests
        registry[name] = run
        name_lines(name, label)
        return run

    return decorate


@contextmanager
def _months_kept(field: str | None) -> Iterator[None]:
    """A month that is closed, or closes at this moment: the database's guard speaks, here in our words."""
    try:
        yield
    except DatabaseError as error:
        if (day := closed_month(error)) is None:
            raise
        raise Refused(KernelRefusal.PERIOD_CLOSED, field=field, day=day) from error


def _checked_actor(actor: object, permission: str | None) -> Actor:
    if not isinstance(actor, Actor):
        raise TypeError("an action takes actor=")
    if actor != current_actor():
        raise RuntimeError("the actor of an action is the one whose context is open")
    if permission is not None:
        actor.require(permission)
    return actor


def _open_line() -> int:
    """Take the journal line's number first, so that row changes made on the way point at it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('kejing.journal', nextval('kernel_journalline_id_seq')::text, true)::bigint"
        )
        row = cursor.fetchone()
    assert row is not None
    return cast("int", row[0])


def _settle() -> None:
    """Let deferred constraints speak inside the action, not at the end of the request."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set constraints all deferred")


def _write_line(
    line_id: int, name: str, subject: str, kwargs: dict[str, Any], result: object, private: tuple[str, ...]
) -> None:
    subject_id = kwargs.get(f"{subject}_id", result)
    detail = {k: _plain(v) for k, v in kwargs.items() if k not in _NOT_JOURNALED and k not in private}
    write_line(
        line_id=line_id,
        action=name,
        subject=subject,
        subject_id=subject_id if isinstance(subject_id, int) and not isinstance(subject_id, bool) else None,
        detail=detail,
    )


def write_line(
    *,
    action: str,
    subject: str,
    subject_id: int | None,
    detail: dict[str, Any],
    outcome: str = "done",
    line_id: int | None = None,
) -> None:
    """Add a journal line in the open transaction; who acts comes from the transaction's context.

    Row changes made from here on belong to the action around the line, or to none.
    """
    content = json.dumps(detail, ensure_ascii=False)
    with connection.cursor() as cursor:
        cursor.execute(
            "select kj_journal(%s, %s, %s, %s, %s::jsonb, %s), set_config('kejing.journal', %s, true)",
            [line_id, action, subject, subject_id, content, outcome, str(current_line() or "")],
        )


def _plain(value: object) -> Any:
    """A JSON value that says what was asked, without dragging whole objects into the journal."""
    match value:
        case Enum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case Decimal() | date() | datetime():
            return str(value)
        case list() | tuple() | set() | frozenset():
            return [_plain(item) for item in value]
        case dict():
            return {str(k): _plain(v) for k, v in value.items()}
        case _:
            return str(value)


def _fingerprint(kwargs: dict[str, Any]) -> str:
    content = {k: _plain(v) for k, v in kwargs.items() if k not in _NOT_JOURNALED}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _known_result(name: str, actor: Actor, kwargs: dict[str, Any]) -> tuple[object] | None:
    """Claim the key; when it was claimed before, give its result. Waits for a claim still under way."""
    key = kwargs.get("idempotency_key")
    if not key:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into kernel_idempotency (user_id, action, key, fingerprint, at)"
            " values (%s, %s, %s, %s, clock_timestamp()) on conflict do nothing",
            [actor.user_id or 0, name, str(key), _fingerprint(kwargs)],
        )
        if cursor.rowcount:
            return None
        cursor.execute(
            "select fingerprint, result from kernel_idempotency where user_id = %s and action = %s and key = %s",
            [actor.user_id or 0, name, str(key)],
        )
        row = cursor.fetchone()
    # No result: the first press returned a secret, which is not kept.
    if row is None or row[0] != _fingerprint(kwargs) or row[1] is None:
        raise Repeated
    return (json.loads(row[1]),)


def _remember(name: str, actor: Actor, kwargs: dict[str, Any], result: object) -> None:
    if key := kwargs.get("idempotency_key"):
        with connection.cursor() as cursor:
            cursor.execute(
                "update kernel_idempotency set result = %s::jsonb where user_id = %s and action = %s and key = %s",
                [json.dumps(_plain(result)), actor.user_id or 0, name, str(key)],
            )
