"""Keyset paging and capped counts: a page costs the same whatever the number of rows."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from kejing.foundation.kernel.errors import KernelRefusal, Refused

M = TypeVar("M", bound=Model)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    rows: list[T]
    next: str | None
    previous: str | None


@dataclass(frozen=True, slots=True)
class Capped:
    """A count that stops at a cap: `n` rows, `more` when there are others beyond."""

    n: int
    more: bool = False


def capped_count(queryset: QuerySet[Any], cap: int = 10_000) -> Capped:
    n = queryset.order_by().values("pk")[: cap + 1].count()
    return Capped(min(n, cap), n > cap)


def page(queryset: QuerySet[M], keys: Sequence[str], cursor: str | None = None, size: int = 50) -> Page[M]:
    """Cut one page by keys, all ascending or all (`-key`) descending; the last key must be unique.

    Raises Refused for a cursor that this list did not make.
    """
    backwards, values = _decode(cursor, len(keys))
    descending = keys[0].startswith("-")
    names = [key.lstrip("-") for key in keys]
    if values is not None:
        queryset = _beyond(queryset, names, values, lower=descending != backwards)
    flipped = [name if descending else f"-{name}" for name in names]
    found = list(queryset.order_by(*(flipped if backwards else keys))[: size + 1])
    more, rows = len(found) > size, found[:size]
    if backwards:
        rows.reverse()
    has_next = bool(rows) and (more or backwards)
    has_previous = bool(rows) and (more if backwards else values is not None)
    return Page(
        rows=rows,
        next=_encode("n", rows[-1], names) if has_next else None,
        previous=_encode("p", rows[0], names) if has_previous else None,
    )


def _beyond(queryset: QuerySet[M], names: list[str], values: list[Any], *, lower: bool) -> QuerySet[M]:
    """Rows beyond the key. The plain bound on the first key lets the index start there."""
    op = "lt" if lower else "gt"
    beyond = Q()
    for i in range(len(names)):
        equal = Q(**dict(zip(names[:i], values[:i], strict=True)))
        beyond |= equal & Q(**{f"{names[i]}__{op}": values[i]})
    try:
        return queryset.filter(Q(**{f"{names[0]}__{op}e": values[0]}), beyond)
    except (ValueError, TypeError) as error:
        raise Refused(KernelRefusal.BAD_CURSOR) from error


def _encode(direction: str, row: Model, names: list[str]) -> str:
    values = [_text(_attribute(row, name)) for name in names]
    return base64.urlsafe_b64encode(json.dumps([direction, *values]).encode()).decode().rstrip("=")


def _attribute(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _decode(cursor: str | None, keys: int) -> tuple[bool, list[Any] | None]:
    if not cursor:
        return False, None
    try:
        direction, *values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError) as error:
        raise Refused(KernelRefusal.BAD_CURSOR) from error
    plain = all(isinstance(value, str | int) and "\0" not in str(value) for value in values)
    if direction not in {"n", "p"} or len(values) != keys or not plain:
        raise Refused(KernelRefusal.BAD_CURSOR)
    return direction == "p", values
