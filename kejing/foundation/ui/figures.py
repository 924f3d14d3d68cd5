"""Key figures and their small courses."""

from collections.abc import Sequence
from dataclasses import dataclass

from kejing.foundation.ui.formats import Number

MARGIN = 3


@dataclass(frozen=True, slots=True)
class Point:
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure of the strip: `value` is formatted, `unit` small behind it, `note` below.

    A figure that judges carries `why`, the address of its explanation.
    """

    label: str
    value: str
    unit: str = ""
    note: str = ""
    course: Sequence[Number | None] = ()
    bad: bool = False
    why: str = ""
    icon: str = ""
    state: str = ""
    url: str = ""


def sparkline_points(values: Sequence[Number | None], width: int, height: int) -> list[Point]:
    """Where the line goes; a missing value is left out, fewer than two values draw nothing."""
    known = [(i, float(value)) for i, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return []
    low, high = min(v for _, v in known), max(v for _, v in known)
    across = (width - MARGIN - 3) / (len(values) - 1)
    up = (height - 2 * MARGIN) / ((high - low) or 1)
    flat = high == low
    return [
        Point(f"{2 + i * across:.1f}", f"{height / 2 if flat else height - MARGIN - (v - low) * up:.1f}")
        for i, v in known
    ]
