"""Since when and until when logs are due: the settings, the calendar, the posts people are in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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

_RHYTHM = """
select s.log_cutoff, s.review_until, s.max_days_back,
       (select array_agg(day) from kernel_calendarday where works),
       (select array_agg(day) from kernel_calendarday where not works)
from (select 1) one left join visits_settings s on true limit 1
"""


def rhythm() -> Rhythm:
    """The settings in force, those of the pack or the defaults, with the calendar's overrides. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_RHYTHM)
        row = cursor.fetchone()
    assert row is not None
    overrides = dict.fromkeys(row[3] or (), True) | dict.fromkeys(row[4] or (), False)
    if row[0] is None:
        return Rhythm(overrides=overrides)
    return Rhythm(row[0], row[1], row[2], overrides)


def log_due_at(day: date, rhythm: Rhythm) -> datetime:
    """The cut-off of a day's log: on the next working day."""
    return clock.at(next_workday(day, rhythm.overrides), rhythm.log_cutoff.hour, rhythm.log_cutoff.minute)


def review_due_at(submitted_at: datetime, rhythm: Rhythm) -> datetime:
    """The end of the working day after the one on which a log was handed in."""
    on = localtime(submitted_at).date()
    return clock.at(next_workday(on, rhythm.overrides), rhythm.review_until.hour, rhythm.review_until.minute)


def in_post_since(staff_ids: Iterable[int]) -> dict[int, date]:
    """The first day of each person's first appointment: no log is due before it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select staff_id, min(valid_from) from org_appointment where staff_id = any(%s) group by staff_id",
            [list(staff_ids)],
        )
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Duty:
    """What is needed to judge anybody's logs."""

    rhythm: Rhythm
    since: Mapping[int, date]

    def works(self, day: date) -> bool:
        return is_workday(day, self.rhythm.overrides)

    def record(
        self, staff_id: int, logs: Mapping[date, bool], start: date, end: date, horizon: date | None = None
    ) -> LogRecord:
        """One person's record of `[start, end)`; `horizon` is where the streak stops looking (None: `start`)."""
        began = self.since.get(staff_id, end)
        moment = clock.now()
        return log_record(
            logs=logs,
            due=workdays(
                max(began, horizon or start), clock.today() + timedelta(days=1), self.rhythm.overrides
            ),
            start=max(began, start),
            end=end,
            is_open=lambda day: moment <= log_due_at(day, self.rhythm),
        )


def duty_of(staff_ids: Iterable[int]) -> Duty:
    """Two queries, whatever the number of people."""
    return Duty(rhythm(), in_post_since(staff_ids))


def days_written(actor: Actor, staff_id: int, since: date) -> dict[date, bool]:
    """Day → in time, of the logs one person has handed in."""
    logs = access.visible_logs(actor).filter(staff_id=staff_id, day__gte=since)
    return dict(logs.values_list("day", "on_time"))
