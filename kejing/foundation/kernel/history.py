"""The whole history of a thing in one stream, merged from sources of any module.

Each source answers with its newest happenings before a place by one indexed query; the merge orders them by
day, then by source, then by id, so that a page goes on exactly where the last one ended. Sources are listed in
`app/wiring/histories.py`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

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


Source = Callable[..., Iterable[Happening]]
"""(actor=, <subject>_id=, before=(day, id), limit=) -> the newest with (day, id) below `before`, newest first."""


def register(subject: str, name: str, source: Source) -> None:
    sources = _sources.setdefault(subject, {})
    if name in sources:
        raise ValueError(f"{subject!r} already has a history source {name!r}")
    sources[name] = source


def stream(
    subject: str, *, actor: Actor, subject_id: int, cursor: str | None = None, size: int = 20
) -> Page[Happening]:
    """A page of a subject's history, newest first: one query for each source. Raises Refused for a foreign cursor."""
    place = _place(cursor)
    found = [
        (row.day, name, row.id, row)
        for name, source in _sources.get(subject, {}).items()
        for row in source(
            actor=actor, **{f"{subject}_id": subject_id}, before=_before(place, name), limit=size + 1
        )
    ]
    found.sort(key=lambda row: row[:3], reverse=True)
    shown = found[:size]
    more = len(found) > size
    last = shown[-1] if shown else None
    following = seal([last[0].isoformat(), last[1], last[2]], KEY) if more and last else None
    return Page([row[3] for row in shown], following, None)


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
