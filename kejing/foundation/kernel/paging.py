"""Keyset paging and capped counts: a page costs the same whatever the number of rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core.signing import BadSignature, Signer
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


def capped_count(queryset: QuerySet[Any], cap: int = 10_000, along: Sequence[str] = ()) -> Capped:
    """A count that reads no further than its cap. `along` are the keys of an index to walk, not the whole table."""
    n = queryset.order_by(*along).values("pk")[: cap + 1].count()
    return Capped(min(n, cap), n > cap)


def _first(queryset: QuerySet[M], most: int) -> list[M]:
    return list(queryset[:most])


def page(
    queryset: QuerySet[M], keys: Sequence[str], cursor: str | None = None, size: int = 50,
    take: Callable[[QuerySet[M], int], list[M]] | None = None,
) -> Page[M]:  # fmt: skip
    """Cut one page by keys, all ascending or all (`-key`) descending; the last key must be unique.

    `take` reads the first so many of the ordered rows, where a list knows a shorter way to them. Raises Refused for
    a cursor that this list did not make.
    """
    backwards, values = _decode(cursor, keys)
    descending = keys[0].startswith("-")
    names = [key.lstrip("-") for key in keys]
    if values is not None:
        queryset = _beyond(queryset, names, values, lower=descending != backwards)
    flipped = [name if descending else f"-{name}" for name in names]
    found = (take or _first)(queryset.order_by(*(flipped if backwards else keys)), size + 1)
    more, rows = len(found) > size, found[:size]
    if backwards:
        rows.reverse()
    has_next = bool(rows) and (more or backwards)
    has_previous = bool(rows) and (more if backwards else values is not None)
    return Page(
        rows=rows,
        next=_encode("n", rows[-1], keys) if has_next else None,
        previous=_encode("p", rows[0], keys) if has_previous else None,
    )


def _beyond(queryset: QuerySet[M], names: list[str], values: list[Any], *, lower: bool) -> QuerySet[M]:
    """Rows beyond the key. The plain bound on the first key lets the index start there."""
    op = "lt" if lower else "gt"
    beyond = Q()
    for i in range(len(names)):
        equal = Q(**dict(zip(names[:i], values[:i], strict=True)))
        beyond |= equal & Q(**{f"{names[i]}__{op}": values[i]})
    return queryset.filter(Q(**{f"{names[0]}__{op}e": values[0]}), beyond)


def _encode(direction: str, row: Model, keys: Sequence[str]) -> str:
    return seal([direction, *(_text(_attribute(row, key.lstrip("-"))) for key in keys)], keys)


def _attribute(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _decode(cursor: str | None, keys: Sequence[str]) -> tuple[bool, list[Any] | None]:
    if not cursor:
        return False, None
    direction, *values = unseal(cursor, keys)
    return direction == "p", values


def seal(values: list[Any], keys: Sequence[str]) -> str:
    """A place in a list with these keys, signed: nobody else makes one, so what comes back can be trusted."""
    return Signer(salt=f"page:{','.join(keys)}").sign_object(values)


def unseal(cursor: str, keys: Sequence[str]) -> list[Any]:
    """What `seal` was given. Raises Refused for a cursor that a list with these keys did not make."""
    try:
        return list(Signer(salt=f"page:{','.join(keys)}").unsign_object(cursor))
    except (BadSignature, ValueError) as error:
        raise Refused(KernelRefusal.BAD_CURSOR) from error
