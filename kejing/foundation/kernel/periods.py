"""Half-open periods in the organisation's calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, `[start, end)`."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12 or not 1 <= self.year <= 9998:
            raise ValueError(f"{self.year}-{self.month} is not a month")

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `1997-12`; raises ValueError for anything else."""
        year, dash, month = text.partition("-")
        if not (
            dash
            and len(year) == 4
            and len(month) == 2
            and (year + month).isascii()
            and (year + month).isdigit()
        ):
            raise ValueError(f"{text!r} is not a month")
        return cls(int(year), int(month))

    @property
    def start(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def end(self) -> date:
        return date(self.year + self.month // 12, self.month % 12 + 1, 1)

    def next(self) -> Self:
        return self.plus(1)

    def previous(self) -> Self:
        return self.plus(-1)

    def plus(self, months: int) -> Self:
        index = self.year * 12 + self.month - 1 + months
        return type(self)(index // 12, index % 12 + 1)

    def contains(self, day: date) -> bool:
        return (day.year, day.month) == (self.year, self.month)

    def days(self) -> Iterator[date]:
        return Period(self.start, self.end).days()

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True, slots=True)
class Period:
    """Days `[start, end)`; `end` None means open."""

    start: date
    end: date | None = None

    def contains(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def days(self) -> Iterator[date]:
        """Each day of a period that has an end; raises ValueError for an open one."""
        if self.end is None:
            raise ValueError("an open period has no last day")
        return (self.start + timedelta(days=i) for i in range((self.end - self.start).days))
