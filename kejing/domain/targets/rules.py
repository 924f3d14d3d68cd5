"""What decides about targets: periods, attainment, floors, parts and whole, how a whole is divided.

Chapter: docs/algorithms/targets.md. Today, figures and rows are arguments.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from typing import Literal

PERIODS = ("year", "half", "quarter", "month", "week", "day")
"""From the longest to the shortest."""
MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}
MOST_PLACES = 4
State = Literal["even", "short", "over", "none"]


@dataclass(frozen=True, slots=True)
class Span:
    """A period of one kind, `[begins, ends)`."""

    kind: str
    begins: date
    ends: date

    @property
    def last_day(self) -> date:
        return self.ends - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Source:
    """What a module above offers for an activity: a SELECT of `ref, day, staff_id, unit_id, customer_id, value`,
    one row for each thing done. It runs under the walls of whoever asks.
    """

    activity: str
    sql: str


def span_of(kind: str, day: date) -> Span:
    """The period of a kind that a day lies in. Weeks begin on Monday. Raises ValueError for an unknown kind."""
    if kind in MONTHS:
        length = MONTHS[kind]
        first = date(day.year, (day.month - 1) // length * length + 1, 1)
        index = first.year * 12 + first.month - 1 + length
        return Span(kind, first, date(index // 12, index % 12 + 1, 1))
    if kind == "week":
        first = day - timedelta(days=day.weekday())
        return Span(kind, first, first + timedelta(days=7))
    if kind == "day":
        return Span(kind, day, day + timedelta(days=1))
    raise ValueError(f"{kind!r} is no kind of period")


def previous(span: Span) -> Span:
    return span_of(span.kind, span.begins - timedelta(days=1))


def spans_within(kind: str, whole: Span) -> list[Span]:
    """The shorter periods that belong to a longer one: a week belongs to where it begins (A4.39)."""
    found, day = [], whole.begins
    while day < whole.ends:
        span = span_of(kind, day)
        if whole.begins <= span.begins:
            found.append(span)
        day = span.ends
    return found


def shorter(kind: str) -> tuple[str, ...]:
    return PERIODS[PERIODS.index(kind) + 1 :]


def attainment(actual: Decimal | None, base: Decimal) -> Decimal | None:
    """Q16: what was reached by the target; a target of 0 has none, nor has what is not measured."""
    if actual is None or base == 0:
        return None
    return actual / base


def floor_met(actual: Decimal | None, floor: Decimal | None) -> bool | None:
    """Q16: reached at least the floor; None without a floor, or where nothing is measured."""
    if actual is None or floor is None:
        return None
    return actual >= floor


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a whole in one way: their sum, how many. `explained` is the difference somebody explained."""

    whole: Decimal
    total: Decimal
    n: int
    explained: Decimal | None = None

    @property
    def difference(self) -> Decimal:
        return self.total - self.whole

    @property
    def state(self) -> State:
        if not self.n:
            return "none"
        return "even" if not self.difference else "over" if self.difference > 0 else "short"

    @property
    def is_off(self) -> bool:
        return self.state in {"short", "over"}

    @property
    def is_explained(self) -> bool:
        """An explanation holds for the difference it was given for, not for another that came later."""
        return self.is_off and self.explained == self.difference


def quantum(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def fits(value: Decimal, places: int) -> bool:
    """Whether a figure has no more places than its measure."""
    return value == value.quantize(quantum(places), ROUND_DOWN)


def divide(whole: Decimal, weights: Sequence[Decimal], places: int) -> list[Decimal]:
    """Parts in proportion to weights that come to the whole exactly; what rounding leaves goes to the largest
    remainders, of equal ones to the first. Without any weight the whole is divided evenly.
    """
    if not weights:
        return []
    shares = [max(weight, Decimal(0)) for weight in weights]
    if not sum(shares):
        shares = [Decimal(1)] * len(shares)
    total, step = sum(shares, Decimal(0)), quantum(places)
    exact = [whole * share / total for share in shares]
    parts = [value.quantize(step, ROUND_DOWN) for value in exact]
    left = int((whole - sum(parts)) / step)
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[:left]:
        parts[i] += step
    return parts


@dataclass(frozen=True, slots=True)
class Figures:
    """The target, what must be reached at least, what would be excellent."""

    base: Decimal
    floor: Decimal | None = None
    stretch: Decimal | None = None


def in_proportion(part: Decimal, whole: Figures, places: int) -> Figures:
    """A part's floor and stretch, as they stand to the whole's target."""

    def of(value: Decimal | None) -> Decimal | None:
        if value is None or not whole.base:
            return None
        return (value * part / whole.base).quantize(quantum(places))

    return Figures(part, of(whole.floor), of(whole.stretch))


class BadLine(Exception):
    """A pasted line that cannot be read: its number, and the cell that is no number, if any."""

    def __init__(self, line: int, value: str = "") -> None:
        super().__init__(f"line {line}")
        self.line, self.value = line, value


def pasted(text: str) -> list[tuple[str, Figures]]:
    """What was copied from a spreadsheet: number, target, floor, stretch by line. Raises BadLine."""
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        key, *cells = [cell.strip() for cell in line.split("\t")]
        if not key or not cells or not cells[0] or len(cells) > 3:  # target, floor, stretch
            raise BadLine(number)
        base, floor, stretch = [*(_figure(cell, number) for cell in cells), None, None][:3]
        assert base is not None
        rows.append((key, Figures(base, floor, stretch)))
    return rows


def _figure(cell: str, line: int) -> Decimal | None:
    """A number as spreadsheets write it: `1,200.50`; an empty cell is none."""
    if not cell:
        return None
    try:
        value = Decimal(cell.replace(",", ""))
    except InvalidOperation as error:
        raise BadLine(line, cell) from error
    if not value.is_finite() or abs(value) >= Decimal(10) ** 14:
        raise BadLine(line, cell)
    return value


def share_of_time(span: Span, today: date) -> Decimal:
    """How much of a period is over, by days, today included."""
    passed = (min(today + timedelta(days=1), span.ends) - span.begins).days
    return max(Decimal(0), Decimal(passed) / Decimal((span.ends - span.begins).days))


def rolled_up(rows: Sequence[tuple[int, int | None]]) -> set[int]:
    """Of targets (id, id of the one above) those to add up: without one above among them, so that nothing that
    was broken down counts twice (A3.17).
    """
    ids: Mapping[int, int | None] = dict(rows)
    return {pk for pk, above in rows if above not in ids}
