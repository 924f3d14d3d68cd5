"""The shape of a group: who stands below whom, as far as a reader sees."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A node of a group, as the database gives it."""

    id: int
    parent_id: int | None
    depth: int


def in_order(places: Iterable[Place], seen: Collection[int]) -> list[tuple[int, int]]:
    """(id, level) of the seen nodes, each after the one above it; hidden ones leave no gap in the levels.

    A node whose parent is hidden stands below the nearest seen node above. Works for any depth.
    """
    below: dict[int | None, list[int]] = defaultdict(list)
    for place in places:
        below[place.parent_id].append(place.id)
    shown: list[tuple[int, int]] = []
    waiting = [(pk, 0) for pk in reversed(below[None])]
    while waiting:
        pk, level = waiting.pop()
        if pk in seen:
            shown.append((pk, level))
            level += 1
        waiting += [(child, level) for child in reversed(below.get(pk, ()))]
    return shown
