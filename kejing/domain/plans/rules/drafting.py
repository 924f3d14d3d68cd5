"""What a draft is made of, and what becomes of it when it is drawn up anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DraftItem:
    """An action that another module proposes for a plan (document `plans.draft`).

    `key` is the same whenever the same thing is proposed: a refreshed draft knows it by that. `text` is in the
    writer's language; `point` a code of the pack's points, "" for the first one; `hours` and `budget` are expected.
    """

    key: str
    text: str
    customer_id: int | None = None
    point: str = ""
    theme: str = ""
    due_on: date | None = None
    hours: Decimal | None = None
    budget: Decimal | None = None
    expected: str = ""


Source = tuple[str, str]
"""Who proposed an item, under which key."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A proposed item that stands in the plan. `touched`: the writer changed it or left it out; her word stands."""

    source: Source
    touched: bool


@dataclass(frozen=True, slots=True)
class Merge:
    """What a refresh does. What the writer wrote or changed is in none of these."""

    new: tuple[Source, ...]
    renewed: tuple[Source, ...]
    gone: tuple[Source, ...]


def merge(kept: Sequence[Kept], proposed: Mapping[Source, DraftItem]) -> Merge:
    """Add what is new, renew what nobody touched, take out what is not proposed any more."""
    there = {item.source: item.touched for item in kept}
    return Merge(
        new=tuple(source for source in proposed if source not in there),
        renewed=tuple(source for source in proposed if there.get(source) is False),
        gone=tuple(source for source, touched in there.items() if source not in proposed and not touched),
    )
