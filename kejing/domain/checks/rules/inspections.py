"""Drawing what is read, and the score of an inspection."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Points:
    points: int
    best: int


def drawn(things: Sequence[T], n: int, chance: Random) -> list[T]:
    """`n` of them in their order, each as likely as any other; all where there are fewer."""
    chosen = chance.sample(range(len(things)), min(n, len(things)))
    return [things[i] for i in sorted(chosen)]


def score(points: Iterable[Points]) -> Decimal:
    """All points of all that could be had, in percent with one decimal. Item A2.56."""
    rows = list(points)
    whole = sum(row.best for row in rows)
    if not whole:
        return Decimal(0)
    part = Decimal(100 * sum(row.points for row in rows)) / whole
    return part.quantize(Decimal("0.1"), ROUND_HALF_UP)
