"""How values become points, points a rank, and which version of a policy judges. See docs/algorithms/points.md."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TypeVar

V = TypeVar("V")
K = TypeVar("K")
POINT = Decimal("0.01")
_DIGITS = 60
"""A quantity has 24 digits and a rate 12: their product is exact with room to spare."""


@dataclass(frozen=True, slots=True)
class Place:
    """`rank` 1 is the best; `of` counts those ranked together. Equal points share the better rank."""

    rank: int
    of: int


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a points policy: what a unit of the metric is worth, and the bounds of the month's points."""

    metric: str
    rate: Decimal
    floor: Decimal | None = None
    cap: Decimal | None = None


def points(
    quantity: Decimal | None, rate: Decimal, floor: Decimal | None = None, cap: Decimal | None = None
) -> Decimal:
    """Points of one metric in one month (Q15): quantity × rate, within floor and cap, to the cent of a point.

    Exact until the one rounding at the end, halves away from zero. No quantity (a ratio of nothing) gives 0.
    """
    if quantity is None:
        return Decimal("0.00")
    with localcontext() as exact:
        exact.prec = _DIGITS
        earned = quantity * rate
        if cap is not None:
            earned = min(earned, cap)
        if floor is not None:
            earned = max(earned, floor)
        # Adding zero turns a negative zero into a plain one.
        return earned.quantize(POINT, rounding=ROUND_HALF_UP) + 0


def bounded(quantity: Decimal | None, item: Item) -> str:
    """Which bound decided: "cap", "floor" or "" for neither."""
    if quantity is None:
        return ""
    with localcontext() as exact:
        exact.prec = _DIGITS
        earned = quantity * item.rate
    if item.floor is not None and earned < item.floor:
        return "floor"
    return "cap" if item.cap is not None and earned > item.cap else ""


def ranks(points: Mapping[K, Decimal]) -> dict[K, Place]:
    """Competition ranking: 1, 2, 2, 4. More points rank before fewer; equal points share a rank."""
    found: dict[K, Place] = {}
    rank, last = 0, None
    for position, (key, earned) in enumerate(sorted(points.items(), key=lambda item: -item[1]), 1):
        if earned != last:
            rank, last = position, earned
        found[key] = Place(rank, len(points))
    return found


def in_force(versions: Iterable[V], day: date, valid_from: Callable[[V], date]) -> V | None:
    """The version that judges a day: the latest that began on it or before; None before the first."""
    begun = [version for version in versions if valid_from(version) <= day]
    return max(begun, key=valid_from, default=None)


def item(row: Mapping[str, str | None]) -> Item:
    """An item as a policy's body keeps it: figures as text."""
    floor, cap = row.get("floor"), row.get("cap")
    return Item(
        metric=str(row["metric"]),
        rate=Decimal(str(row["rate"])),
        floor=None if floor is None else Decimal(floor),
        cap=None if cap is None else Decimal(cap),
    )


def totals(people: Iterable[int], lines: Iterable[tuple[int, Decimal]]) -> dict[int, Decimal]:
    """The sum of each person's lines; somebody without a line has 0."""
    earned = dict.fromkeys(people, Decimal("0.00"))
    for person, gained in lines:
        earned[person] += gained
    return earned


def close_key(month: object) -> str:
    """Under what name the course of a month's close is kept; `month` as in 1997-12."""
    return f"close:{month}"
