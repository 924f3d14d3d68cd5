"""Hours of a day: the types of work, what the day's happenings took, what a log says."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Exists, OuterRef, QuerySet

from kejing.domain.visits import access
from kejing.domain.visits.models import Log, TimeEntry, TimeTargets, WorkType
from kejing.domain.visits.queries.day import Day
from kejing.domain.visits.queries.names import name_of
from kejing.domain.visits.rules import DraftHours, LogDraft, Targets
from kejing.domain.visits.vocabulary import TimeShare
from kejing.foundation.kernel.actor import Actor

UNCLASSIFIED = "other"
"""In forms and bodies: the code of minutes of no type. No pack may name a type so."""


@dataclass(frozen=True, slots=True)
class HourRow:
    """Minutes of one type of work; `type_id` None: not classified. `share` is "" then."""

    code: str
    type_id: int | None
    label: str
    share: str
    minutes: int
    times: int


def work_types() -> list[WorkType]:
    return list(WorkType.objects.order_by("place", "id"))


def targets() -> Targets:
    """The pack's, or a third each. Items A2.36, A2.37."""
    row = TimeTargets.objects.order_by("id").first()
    if row is None:
        return Targets()
    return Targets(row.clerical, row.internal, row.outside, Fraction(row.limit_part, row.limit_whole))


def drafted_hours(day: Day, sections: Iterable[LogDraft]) -> list[HourRow]:
    """A row for each type, with the minutes of the day's visits under the type that is theirs, those of other
    happenings under the first type of their share, and at the end those that belong to none. One query.
    """
    took = [DraftHours(TimeShare.OUTSIDE, sum(visit.minutes or 0 for visit in day.held), len(day.held))]
    took += [hours for section in sections for hours in section.hours]
    types = work_types()
    minutes: dict[int | None, int] = {}
    times: dict[int | None, int] = {}
    for i, hours in enumerate(took):
        key = _type_for(types, hours.share, of_visits=i == 0)
        minutes[key] = minutes.get(key, 0) + hours.minutes
        times[key] = times.get(key, 0) + hours.times
    return [_row(kind, minutes.get(kind.pk, 0), times.get(kind.pk, 0)) for kind in types] + [
        _row(None, minutes.get(None, 0), times.get(None, 0))
    ]


def _type_for(types: list[WorkType], share: str, *, of_visits: bool) -> int | None:
    fitting = [kind for kind in types if kind.share == share]
    fitting.sort(key=lambda kind: kind.of_visits != of_visits)
    return fitting[0].pk if fitting else None


def _row(kind: WorkType | None, minutes: int, times: int) -> HourRow:
    if kind is None:
        return HourRow(UNCLASSIFIED, None, "", "", minutes, times)
    return HourRow(kind.code, kind.pk, name_of(kind), kind.share, minutes, times)


def counted_entries(entries: QuerySet[TimeEntry]) -> QuerySet[TimeEntry]:
    """Those that count: of each log the ones said last."""
    return entries.filter(~Exists(TimeEntry.objects.filter(log=OuterRef("log"), seq__gt=OuterRef("seq"))))


def hours_of_log(actor: Actor, log: Log) -> tuple[HourRow, ...]:
    entries = counted_entries(access.visible_time(actor).filter(log=log)).select_related("work_type")
    rows = sorted(
        entries, key=lambda entry: (entry.work_type is None, entry.work_type and entry.work_type.place)
    )
    return tuple(_row(entry.work_type, entry.minutes, entry.times) for entry in rows)
