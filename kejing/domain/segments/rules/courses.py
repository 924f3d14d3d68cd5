"""The course of a target and of a prospect, and shares with nothing hidden in a zero."""

from dataclasses import dataclass
from fractions import Fraction

ENDED = frozenset({"won", "dropped", "customer"})
NEXT = {
    "prospect": frozenset({"contacted", "dropped"}),
    "contacted": frozenset({"customer", "dropped"}),
}
"""How a prospect goes on; nobody becomes a customer without having been contacted. Item A9.2."""


def may_follow(state: str, following: str) -> bool:
    return following in NEXT.get(state, frozenset())


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; without a whole there is no ratio."""

    part: int
    whole: int

    @property
    def ratio(self) -> float | None:
        return float(Fraction(self.part, self.whole)) if self.whole else None
