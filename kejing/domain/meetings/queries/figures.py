"""The pack of figures of a meeting: drawn up by itself from what other modules give, frozen with the minutes."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from kejing.domain.meetings import access
from kejing.domain.meetings.models import Meeting
from kejing.domain.meetings.queries.kinds import card_of
from kejing.domain.meetings.rules import grouped, looked_back_on
from kejing.domain.meetings.vocabulary import FIGURES
from kejing.foundation.kernel import clock, sections
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.workdays import previous_workday
from kejing.foundation.ui.formats import local


@dataclass(frozen=True, slots=True)
class PackFigure:
    """One key figure, formatted. `url` leads to what it is made of, `why` to its explanation; `state` as the kit's."""

    label: str
    value: str
    note: str = ""
    url: str = ""
    why: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class PackRow:
    """A line of a section's table, as a person's: her name and one cell for each of the section's columns."""

    name: str
    cells: tuple[str, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class PackSection:
    """What one provider of `meetings.pack` gives. It names people, never customers: frozen figures outlive walls."""

    title: str
    figures: tuple[PackFigure, ...]
    columns: tuple[str, ...] = ()
    rows: tuple[PackRow, ...] = ()


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """`frozen`: as they stood when the minutes were signed; otherwise as they stand now. Days `[start, end)`."""

    meeting_id: int
    heading: str
    unit: str
    start: date
    end: date
    sections: tuple[PackSection, ...]
    frozen: bool
    sha256: str

    @property
    def grouped(self) -> str:
        return grouped(self.sha256)

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)


def figures_page(*, actor: Actor, meeting_id: int) -> FiguresPage:
    """Raises NotVisible (404), NotYours (403) for who does not lead the unit."""
    meeting = access.get_visible(actor, meeting_id)
    frozen = access.figures(actor, meeting)
    start, end = period_of(meeting)
    found = thaw(frozen.body) if frozen else collect(actor, meeting.unit_id, start, end)
    heading = local(meeting.kind.label, meeting.kind.label_en)
    unit = local(meeting.unit.name, meeting.unit.name_en)
    return FiguresPage(
        meeting.pk, heading, unit, start, end, found, frozen is not None, frozen.sha256 if frozen else ""
    )


def period_of(meeting: Meeting) -> tuple[date, date]:
    cadence = card_of(meeting.kind).rules.cadence
    return looked_back_on(cadence, meeting.day, previous_workday(meeting.day, clock.calendar_overrides()))


def collect(actor: Actor, unit_id: int, start: date, end: date) -> tuple[PackSection, ...]:
    """The sections that every module above gives, under the reader's own walls."""
    found = sections.collect(FIGURES, actor=actor, unit_id=unit_id, start=start, end=end)
    return tuple(found.values())


def frozen_body(found: tuple[PackSection, ...], start: date, end: date) -> dict[str, Any]:
    """What is kept: a JSON value."""
    return {"start": start.isoformat(), "end": end.isoformat(), "sections": [asdict(one) for one in found]}


def thaw(body: dict[str, Any]) -> tuple[PackSection, ...]:
    return tuple(
        PackSection(
            one["title"],
            tuple(PackFigure(**figure) for figure in one["figures"]),
            tuple(one["columns"]),
            tuple(PackRow(row["name"], tuple(row["cells"]), row["url"]) for row in one["rows"]),
        )
        for one in body["sections"]
    )
