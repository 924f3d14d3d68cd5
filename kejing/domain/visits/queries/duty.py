"""Since when and until when logs are due: the settings, the calendar, the posts people are in."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils.timezone import localtime

from kejing.domain.visits import access
from kejing.domain.visits.rules import LogRecord, Rhythm, log_record
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.workdays import is_workday, next_workday, workdays

STREAK_HORIZON = timedelta(days=400)
"""How far back a streak is followed: a year of working days and a little more."""

_SETTINGS = """
select s.log_cutoff, s.review_until, s.max_days_back,
       (select array_agg(day) from kernel_calendarday where works),
       (select array_agg(day) from kernel_calendarday where not works),
       (select jsonb_object_agg(staff_id, since) from
           (select staff_id, min(valid_from) as since from org_appointment
            where staff_id = any (%s) group by staff_id) posts),
       (select jsonb_agg(array[staff_id::text, valid_from::text, valid_to::text])
        from kj_absences(%s::bigint[], null, null) where half = '')
from (select 1) one left join visits_settings s on true limit 1
"""


@dataclass(frozen=True, slots=True)
class Duty:
    """What is needed to judge logs. `since`: the first day of each person's first post; none is due before.

    `away`: when each person was on leave, half-open; those days are no working days of hers.
    """

    rhythm: Rhythm
    since: Mapping[int, date]
    away: Mapping[int, Sequence[tuple[date, date]]] = field(default_factory=dict)

    def works(self, staff_id: int, day: date) -> bool:
        return is_workday(day, self.rhythm.overrides) and not self.is_away(staff_id, day)

    def is_away(self, staff_id: int, day: date) -> bool:
        return any(first <= day < end for first, end in self.away.get(staff_id, ()))

    def record(
        self, staff_id: int, logs: Mapping[date, bool], start: date, end: date, horizon: date | None = None
    ) -> LogRecord:
        """One person's record of `[start, end)`; `horizon` is where the streak stops looking (None: `start`)."""
        began = self.since.get(staff_id, end)
        moment = clock.now()
        return log_record(
            logs=logs,
            due=[
                day
                for day in workdays(
                    max(began, horizon or start), clock.today() + timedelta(days=1), self.rhythm.overrides
                )
                if not self.is_away(staff_id, day)
            ],
            start=max(began, start),
            end=end,
            is_open=lambda day: moment <= log_due_at(day, self.rhythm),
        )


def duty_of(staff_ids: Iterable[int]) -> Duty:
    """The settings in force, those of the pack or the defaults, the calendar's overrides, the people's posts and leave.

    One query, whatever the number of people.
    """
    with connection.cursor() as cursor:
        wanted = list(staff_ids)
        cursor.execute(_SETTINGS, [wanted, wanted])
        row = cursor.fetchone()
    assert row is not None
    log_cutoff, review_until, max_days_back, works, rests, posts, leave = row
    away: dict[int, list[tuple[date, date]]] = {}
    for staff_id, first, end in json.loads(leave or "[]"):
        away.setdefault(int(staff_id), []).append((date.fromisoformat(first), date.fromisoformat(end)))
    overrides = dict.fromkeys(works or (), True) | dict.fromkeys(rests or (), False)
    return Duty(
        rhythm=Rhythm(log_cutoff, review_until, max_days_back, overrides)
        if log_cutoff
        else Rhythm(overrides=overrides),
        since={int(staff_id): date.fromisoformat(day) for staff_id, day in json.loads(posts or "{}").items()},
        away=away,
    )


def rhythm() -> Rhythm:
    return duty_of([]).rhythm


def log_due_at(day: date, rhythm: Rhythm) -> datetime:
    """The cut-off of a day's log: on the next working day."""
    return clock.at(next_workday(day, rhythm.overrides), rhythm.log_cutoff.hour, rhythm.log_cutoff.minute)


def review_due_at(submitted_at: datetime, rhythm: Rhythm) -> datetime:
    """The end of the working day after the one on which a log was handed in."""
    on = localtime(submitted_at).date()
    return clock.at(next_workday(on, rhythm.overrides), rhythm.review_until.hour, rhythm.review_until.minute)


def days_written(actor: Actor, staff_id: int, since: date) -> dict[date, bool]:
    """Day → in time, of the logs one person has handed in."""
    logs = access.visible_logs(actor).filter(staff_id=staff_id, day__gte=since)
    return dict(logs.values_list("day", "on_time"))
