"""What a customer lacks that similar ones hold. Item A3.35."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Held:
    """How many of a group of similar customers hold a line."""

    line: str
    customers: int
    holders: int

    @property
    def share(self) -> Fraction:
        return Fraction(self.holders, self.customers) if self.customers else Fraction(0)


def white_spots(shares: Iterable[Held], held: Collection[str]) -> list[Held]:
    """The lines that similar customers hold and this one does not, the most common first."""
    return sorted(
        (row for row in shares if row.line not in held and row.holders),
        key=lambda row: (-row.share, row.line),
    )
