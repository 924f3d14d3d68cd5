"""What the hours of a day went into, beside what the organisation wants of them."""

from dataclasses import dataclass
from fractions import Fraction

from kejing.domain.visits.rules.logs import Share

MINUTES_A_DAY = 1440


@dataclass(frozen=True)
class Targets:
    """How time should be shared, in parts of their sum, and the limit at or below which too little goes outside."""

    clerical: int = 1
    internal: int = 1
    outside: int = 1
    limit: Fraction = Fraction(1, 3)

    def of(self, share: str) -> Fraction:
        return Fraction(getattr(self, share), self.clerical + self.internal + self.outside)


@dataclass(frozen=True, slots=True)
class TimeUse:
    """A person's minutes of a period by share (Q1, items A2.36, A2.37). `unclassified` counts to no share."""

    clerical: int = 0
    internal: int = 0
    outside: int = 0
    unclassified: int = 0

    @property
    def total(self) -> int:
        """The denominator of every share."""
        return self.clerical + self.internal + self.outside

    def share(self, name: str) -> Share:
        return Share(getattr(self, name), self.total)

    def is_too_little_outside(self, limit: Fraction) -> bool:
        """At or below the limit; never without any classified minute."""
        return self.total > 0 and Fraction(self.outside, self.total) <= limit
