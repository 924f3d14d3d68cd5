"""What this module announces."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MonthClosed:
    """A month was closed and its results are published. `month` as in 1997-12."""

    month: str
    run_id: int
    people: int
