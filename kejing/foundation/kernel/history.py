"""The whole history of a thing in one stream, merged from sources of any module.

Each source names the rows its lines are made of; one statement reads them all, the newest before a place of each
source by its own index. The merge orders them by day, then by source, then by id, so that a page goes on exactly
where the last one ended. Sources are listed in `app/wiring/histories.py`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Value
from django.db.models.expressions import Combinable

from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import KernelRefusal, Refused
from kejing.foundation.kernel.paging import Page, seal, unseal

KEY = ("history", "day", "source", "id")
_LAST = 2**63 - 1
_sources: dict[str, dict[str, "Source"]] = {}


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened: `verb` says what (the page words it), `text` and `text_en` what of it."""

    day: date
    id: int
    verb: str
    text: str
    text_en: str = ""
    icon: str = "history"
    url: str = ""
    by: str = ""


class Line(NamedTuple):
    """A row of a source as it is read: `by` is who did it, None for nobody; `ref` the thing it leads to."""

    day: date
    source: str
    id: int
    verb: str
    text: str
    text_en: str
    by: str | None
    by_en: str | None
    ref: int


@dataclass(frozen=True, slots=True)
class Source:
    """A module's part in a history.

    `rows(actor=, <subject>_id=)` are the rows in the actor's sight; `day` is their field of the day, `columns` gives
    what follows `id` in a `Line`, as fields or expressions; `told` words some of its lines, in their order.
    """

    rows: Callable[..., QuerySet[Any]]
    day: str
    columns: Sequence[str | Combinable]
    told: Callable[[Sequence[Line]], Iterable[Happening]]


def register(subject: str, name: str, source: Source) -> None:
    sources = _sources.setdefault(subject, {})
    if name in sources:
        raise ValueError(f"{subject!r} already has a history source {name!r}")
    sources[name] = source


def stream(
    subject: str, *, actor: Actor, subject_id: int, cursor: str | None = None, size: int = 20
) -> Page[Happening]:
    """A page of a subject's history, newest first: one query for all sources. Raises Refused for a foreign cursor."""
    place, sources = _place(cursor), _sources[subject]
    of_one = {"actor": actor, f"{subject}_id": subject_id}
    first, *others = [
        _newest(name, source, source.rows(**of_one), _before(place, name))[: size + 1]
        for name, source in sources.items()
    ]
    # The key is the head of a line: no two lines share day, source and id.
    found = sorted((Line(*row) for row in first.union(*others, all=True)), reverse=True)
    shown = found[:size]
    last = shown[-1] if len(found) > size else None
    following = seal([last.day.isoformat(), last.source, last.id], KEY) if last else None
    return Page(_told(sources, shown), following, None)


def _newest(name: str, source: Source, rows: QuerySet[Any], before: tuple[date, int]) -> QuerySet[Any, Any]:
    day, last = before
    # Two bounds, the first of them plain: an index on the day is entered at the place.
    older = rows.filter(
        Q(**{f"{source.day}__lt": day}) | Q(pk__lt=last), **{f"{source.day}__lte": day}
    ).order_by(f"-{source.day}", "-pk")
    return older.values_list(source.day, Value(name), "pk", *source.columns)


def _told(sources: Mapping[str, Source], lines: Sequence[Line]) -> list[Happening]:
    """The lines in words, each source asked once for all of its own."""
    told: dict[Line, Happening] = {}
    for name, source in sources.items():
        own = [line for line in lines if line.source == name]
        told |= zip(own, source.told(own), strict=True)
    return [told[line] for line in lines]


def _place(cursor: str | None) -> tuple[date, str, int]:
    if not cursor:
        return date.max, "\uffff", _LAST
    try:
        day, name, last = unseal(cursor, KEY)
        return date.fromisoformat(day), name, last
    except (TypeError, ValueError) as error:
        raise Refused(KernelRefusal.BAD_CURSOR) from error


def _before(place: tuple[date, str, int], name: str) -> tuple[date, int]:
    """The bound for one source: on the place's day, sources after it in the order are exhausted or yet to come."""
    day, source, last = place
    if name == source:
        return day, last
    return (day, _LAST) if name < source else (day, 0)
