"""Charts as the table they are drawn from: the table is the source for the eye, the screen reader and the printer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from kejing.foundation.ui import formats
from kejing.foundation.ui.formats import Number

Tone = Literal["c1", "c2", "c3", "c4", "bad", "warn", "good"]


@dataclass(frozen=True, slots=True)
class Series:
    """One column of the table. `kind`: line, step, dash (a target), bar, base and band (a range), mark."""

    name: str
    values: Sequence[Number | None]
    kind: Literal["line", "step", "dash", "bar", "base", "band", "mark"] = "line"
    tone: Tone = "c1"
    stack: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    cells: list[str]
    note: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What line and bar charts share. `summary` is what somebody who cannot see it is told.

    `head` names the first column; `notes` puts words at points of the first series. `money` shows sums in
    the language's column unit; otherwise `unit` stands over the axis. `rate` lets the axis not start at zero.
    """

    summary: str
    head: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    money: bool = False
    rate: bool = False
    top: float | None = None
    notes: Sequence[str] = ()
    height: Literal["h180", "", "h280"] = ""
    layout: Literal["", "bars"] = ""

    def __post_init__(self) -> None:
        for series in self.series:
            if len(series.values) != len(self.labels):
                raise ValueError(f"{series.name}: {len(series.values)} values for {len(self.labels)} labels")

    @property
    def axis(self) -> str:
        return formats.money_unit() if self.money else self.unit

    @property
    def legend(self) -> list[Series]:
        return [series for series in self.series if series.kind != "base"] if len(self.series) > 1 else []

    @property
    def rows(self) -> list[Row]:
        write = formats.money_column if self.money else formats.number
        return [
            Row(
                label,
                [write(series.values[i]) for series in self.series],
                self.notes[i] if self.notes else "",
            )
            for i, label in enumerate(self.labels)
        ]

    @property
    def empty(self) -> bool:
        return all(value is None for series in self.series for value in series.values)


@dataclass(frozen=True, slots=True)
class LineChart(Chart):
    """A course over time: at most two lines and a band."""


@dataclass(frozen=True, slots=True)
class BarChart(Chart):
    """Amounts side by side; `layout="bars"` lays them down, for names of people and things."""


def bars(name: str, values: Sequence[Number | None], tone: Tone = "c1", stack: str = "") -> Series:
    return Series(name, values, "bar", tone, stack)


def course(label: str, values: Sequence[Number | None]) -> str:
    """A one-line summary for screen readers: from the first known value to the last."""
    known = [value for value in values if value is not None]
    if not known:
        return _("%(label)s: no data") % {"label": label}
    ends = {"label": label, "first": formats.number(known[0]), "last": formats.number(known[-1])}
    return _("%(label)s: from %(first)s to %(last)s") % ends
