"""Handing in a log, and saying something after the fact."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kejing.domain.visits import access
from kejing.domain.visits.events import LogSubmitted
from kejing.domain.visits.models import Log, LogCorrection, TimeEntry
from kejing.domain.visits.queries.duty import Duty, duty_of, log_due_at, review_due_at
from kejing.domain.visits.queries.hours import HourRow
from kejing.domain.visits.queries.logs import hours_of_day
from kejing.domain.visits.rules import MINUTES_A_DAY, Parts, Rhythm, earliest_day
from kejing.domain.visits.vocabulary import SUBMIT, CorrectionKind, LogRefusal
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.events import publish

PARTS = ("visits_part", "results_part", "reflections_part")


@action("visits.submit_log", label=_("Hand in a log"), permission=SUBMIT, subject="log", private=PARTS)
def submit_log(
    *, actor: Actor, day: date, visits_part: str, results_part: str, reflections_part: str,
    hours: Mapping[str, int] | None = None, idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Hand in the log of a day, in three parts; it never changes after that. Items A2.55, A4.43.

    `hours` are minutes by code of a type of work (items A2.36, A4.9); None keeps what is drafted from the day.

    Raises Refused for a day that has not come, a second log of a day, a day past its cut-off, an empty log,
    more minutes than a day has, an unknown type of work, a closed month.
    """
    parts = _checked(visits_part, results_part, reflections_part)
    settings = _duty_on(actor, day).rhythm
    if _of_day(actor, day) is not None:
        raise Refused(LogRefusal.SECOND_LOG, day=day)
    due_at = log_due_at(day, settings)
    if clock.now() > due_at:
        raise Refused(LogRefusal.PAST_CUTOFF, day=day, cutoff=f"{localtime(due_at):%Y-%m-%d %H:%M}")
    log = _handed_in(actor, day, parts, settings, on_time=True)
    _write_hours(log, _hours(actor, day, hours))
    return log.pk


@action("visits.correct_log", label=_("Correct a log"), permission=SUBMIT, subject="log", private=PARTS)
def correct_log(
    *, actor: Actor, day: date, visits_part: str, results_part: str, reflections_part: str, reason: str,
    hours: Mapping[str, int] | None = None, idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Correct a submitted log, or hand one in after its cut-off; both are marked and carry both times.

    What was submitted stays as it was. A late log fills its day but was not in time. `hours` as in `submit_log`;
    of a log that is there None leaves them as they are. Gives the log's id.
    Raises Refused for a day whose log can still be submitted in time or lies too far back, and in a closed month.
    """
    parts = _checked(visits_part, results_part, reflections_part)
    settings = _duty_on(actor, day).rhythm
    log = _of_day(actor, day)
    if log is None:
        _check_late(day, settings)
        log, kind, original_at = (
            _handed_in(actor, day, parts, settings, on_time=False),
            CorrectionKind.LATE,
            None,
        )
        _write_hours(log, _hours(actor, day, hours))
    else:
        kind, original_at = CorrectionKind.AMENDED, log.submitted_at
        if hours is not None:
            _write_hours(log, _hours(actor, day, hours), seq=_next_seq(log))
    LogCorrection.objects.create(
        log=log, kind=kind, reason=reason, original_at=original_at, at=clock.now(),
        **dict(zip(PARTS, parts, strict=True)),
    )  # fmt: skip
    return log.pk


def _checked(*parts: str) -> Parts:
    if not any(parts):
        raise Refused(LogRefusal.NOTHING_SAID)
    visits, results, reflections = parts
    return visits, results, reflections


def _hours(actor: Actor, day: date, said: Mapping[str, int] | None) -> list[HourRow]:
    """What is written down: the draft, or what was said, with how often from the draft."""
    drafted = hours_of_day(actor=actor, day=day)
    if said is None:
        return [row for row in drafted if row.minutes or row.times]
    by_code = {row.code: row for row in drafted}
    if unknown := sorted(set(said) - set(by_code)):
        raise Refused(LogRefusal.UNKNOWN_WORK_TYPE, field="hours", code=unknown[0][:40])
    if (total := sum(said.values())) > MINUTES_A_DAY:
        raise Refused(LogRefusal.TOO_MANY_MINUTES, field="hours", most=MINUTES_A_DAY, minutes=total)
    rows = [replace(by_code[code], minutes=minutes) for code, minutes in said.items()]
    return [row for row in rows if row.minutes or row.times]


def _write_hours(log: Log, hours: list[HourRow], seq: int = 0) -> None:
    TimeEntry.objects.bulk_create(
        TimeEntry(
            log=log, seq=seq, work_type_id=row.type_id, minutes=row.minutes, times=max(row.times, 1),
            staff_id=log.staff_id, holder_id=log.holder_id, unit_id=log.unit_id, day=log.day,
        )
        for row in hours
    )  # fmt: skip


def _next_seq(log: Log) -> int:
    last = TimeEntry.objects.filter(log=log).order_by("-seq").values_list("seq", flat=True).first()
    return 1 if last is None else last + 1


def _duty_on(actor: Actor, day: date) -> Duty:
    """Raises Refused for a day on which the actor owes no log: to come, or before she was in a post."""
    writer = access.author(actor)
    if day > clock.today():
        raise Refused(LogRefusal.LOG_IN_FUTURE, field="day")
    duty = duty_of([writer])
    if day < duty.since.get(writer, clock.today()):
        raise Refused(LogRefusal.BEFORE_POST, field="day", day=day)
    return duty


def _check_late(day: date, settings: Rhythm) -> None:
    if clock.now() <= log_due_at(day, settings):
        raise Refused(LogRefusal.NOT_LATE_YET, day=day)
    if day < earliest_day(clock.today(), settings):
        raise Refused(LogRefusal.TOO_LONG_AGO, days=settings.max_days_back)


def _of_day(actor: Actor, day: date) -> Log | None:
    return access.own_logs(actor).filter(day=day).first()


def _handed_in(actor: Actor, day: date, parts: Parts, settings: Rhythm, *, on_time: bool) -> Log:
    """The unique constraint decides between two presses at once; the second waits for the first."""
    now = clock.now()
    assert actor.unit_id is not None  # whoever is in a post is in a unit
    log, made = Log.objects.get_or_create(
        staff_id=access.author(actor),
        day=day,
        defaults={
            "holder_id": actor.holder_id,
            "unit_id": actor.unit_id,
            "submitted_at": now,
            "due_at": log_due_at(day, settings),
            "review_due_at": review_due_at(now, settings),
            "on_time": on_time,
            **dict(zip(PARTS, parts, strict=True)),
        },
    )
    if not made:
        raise Refused(LogRefusal.SECOND_LOG, day=day)
    publish(LogSubmitted(log.pk, log.staff_id, day, on_time))
    return log
