"""The order of a day's visits, and where two stand in each other's way. Items A9.12, A9.30."""

from collections.abc import Iterable, Sequence
from datetime import time
from itertools import pairwise
from typing import Protocol, TypeVar


class Placed(Protocol):
    pk: int
    place_in_day: int | None
    planned_at: time | None


T = TypeVar("T", bound=Placed)


def route_order(plans: Iterable[T]) -> list[T]:
    """Those placed by hand first, as placed; the others by their hour, without one last."""
    return sorted(plans, key=_key)


def _key(plan: Placed) -> tuple[int, time, int]:
    return (plan.place_in_day or 10_000, plan.planned_at or time.max, plan.pk)


def overlapping(plans: Sequence[tuple[int, time | None]], minutes: int) -> set[int]:
    """Ids of plans that begin less than a visit's usual minutes after another one began."""
    timed = sorted((at.hour * 60 + at.minute, pk) for pk, at in plans if at is not None)
    clash = set()
    for (before, first), (after, second) in pairwise(timed):
        if after - before < minutes:
            clash |= {first, second}
    return clash


def moved(ids: Sequence[int], wanted: int, *, up: bool) -> list[int]:
    """The order with one of them a place earlier or later; the same at the ends."""
    order = list(ids)
    at = order.index(wanted)
    to = at - 1 if up else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    return order
