"""Hours needed against hours there, and whom to move so that nobody has too much. Chapter: docs/algorithms/load.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

MONTHS, DAYS = 12, 365
FULL = Decimal(1)


@dataclass(frozen=True, slots=True)
class Norm:
    """How a class is served: a visit every so many days, an answer within hours, minutes for a visit."""

    visit_every_days: int
    respond_within_hours: int
    minutes_per_visit: int


@dataclass(frozen=True, slots=True)
class Hours:
    """What a working day has for customers, and the way to a visit."""

    per_day: Decimal
    travel_minutes: int


def hours_of(norm: Norm | None, hours: Hours) -> Decimal:
    """Hours a month that one customer of a class needs: visits a year × (visit + way) / 60 / 12."""
    if norm is None:
        return Decimal(0)
    minutes = Decimal(DAYS) / norm.visit_every_days * (norm.minutes_per_visit + hours.travel_minutes)
    return (minutes / 60 / MONTHS).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def load(needed: Decimal, there: Decimal) -> Decimal | None:
    """Q60: hours needed / hours there; None where no hour is there."""
    return (needed / there).quantize(Decimal("0.0001"), ROUND_HALF_UP) if there else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer that may be moved: how many hours a month she needs, what she is worth."""

    customer_id: int
    holder_id: int
    hours: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class Move:
    customer_id: int
    from_holder_id: int
    to_holder_id: int
    hours: Decimal
    value: Decimal


@dataclass
class _Desk:
    needed: Decimal
    there: Decimal
    rows: list[Candidate] = field(default_factory=list)

    def after(self, hours: Decimal) -> Decimal:
        return (self.needed + hours) / self.there


def balance(
    needed: Mapping[int, Decimal], there: Decimal, candidates: Sequence[Candidate], most: int
) -> list[Move]:
    """Whom to move within a unit so that loads above 100 % come down; at most `most` moves.

    Greedy: the fullest desk gives its customer of least value that costs it hours to the emptiest desk that
    stays at or below 100 % with her. `needed`: hours by holder; `there`: hours each of them has.
    """
    if not there:
        return []
    desks = {holder: _Desk(hours, there) for holder, hours in sorted(needed.items())}
    for row in sorted(candidates, key=lambda row: (row.value, -row.hours, row.customer_id), reverse=True):
        if row.hours and row.holder_id in desks:
            desks[row.holder_id].rows.append(row)
    moves: list[Move] = []
    while len(moves) < most:
        full = [(desk.needed, -holder) for holder, desk in desks.items() if desk.needed > there and desk.rows]
        if not full:
            break
        giver = -max(full)[1]
        row = desks[giver].rows.pop()
        taker = min(
            (holder for holder in desks if holder != giver), key=lambda h: (desks[h].needed, h), default=None
        )
        if taker is None or desks[taker].after(row.hours) > FULL:
            continue
        desks[giver].needed -= row.hours
        desks[taker].needed += row.hours
        moves.append(Move(row.customer_id, giver, taker, row.hours, row.value))
    return moves
