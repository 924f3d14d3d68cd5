"""Reading logs: writing today's, one's own, one as its readers see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import get_language, override

from kejing.domain.visits import access
from kejing.domain.visits.models import Log, LogCorrection, Review
from kejing.domain.visits.queries.day import Day, day_of
from kejing.domain.visits.queries.duty import STREAK_HORIZON, Duty, days_written, duty_of, log_due_at
from kejing.domain.visits.queries.hours import HourRow, drafted_hours, hours_of_log
from kejing.domain.visits.queries.names import name_of
from kejing.domain.visits.queries.rates import NO_CONTACTS, ContactRates, contact_rates, with_first_review
from kejing.domain.visits.queries.visits import VisitRow
from kejing.domain.visits.rules import (
    Held,
    LogDraft,
    LogRecord,
    Parts,
    Unheld,
    draft_log,
    earliest_day,
    with_sections,
)
from kejing.domain.visits.vocabulary import SUBMIT, CorrectionKind, Direction
from kejing.foundation.kernel import clock, sections
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.paging import Page, page
from kejing.foundation.kernel.periods import Month

PAGE_SIZE = 30
PARTS = ("visits_part", "results_part", "reflections_part")
DRAFT = "logs.draft"
"""The document whose sections add to the draft of a log: provider(actor=, day=) -> LogDraft or None."""


@dataclass(frozen=True, slots=True)
class LogRow:
    """A log as lists show it. `mark` is the last review's, None before the first."""

    id: int
    staff_id: int
    staff: str
    day: date
    submitted_at: datetime
    due_at: datetime
    on_time: bool
    review_due_at: datetime
    reviewed_at: datetime | None

    @property
    def reviewed_in_time(self) -> bool | None:
        return None if self.reviewed_at is None else self.reviewed_at <= self.review_due_at


@dataclass(frozen=True, slots=True)
class DayLog:
    """A day's log for its writer: drafted and waiting, or handed in. `must_correct` once the cut-off has passed.

    `parts` is the text as it stands: last corrected, handed in, or drafted from the day's visits.
    """

    day: date
    due_at: datetime
    log: LogRow | None
    draft: Parts
    parts: Parts
    held: tuple[VisitRow, ...]
    unheld: tuple[VisitRow, ...]
    must_correct: bool
    is_workday: bool
    hours: tuple[HourRow, ...]


@dataclass(frozen=True, slots=True)
class MyLogs:
    """`earliest` is the first day whose log may still be handed in late."""

    page: Page[LogRow]
    record: LogRecord
    earliest: date
    rates: ContactRates
    month: Month


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    kind: CorrectionKind
    parts: Parts
    reason: str
    original_at: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ReviewRow:
    seq: int
    reviewer: str
    mark: int
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LogPage:
    """A log with all that was said of it. `corrections` oldest first, `reviews` newest first."""

    log: LogRow
    unit: str
    parts: Parts
    corrections: tuple[CorrectionRow, ...]
    reviews: tuple[ReviewRow, ...]
    is_own: bool
    may_review: bool
    hours: tuple[HourRow, ...]

    @property
    def review(self) -> ReviewRow | None:
        return self.reviews[0] if self.reviews else None


def log_row(log: Log, reviewed_at: datetime | None) -> LogRow:
    return LogRow(
        id=log.pk,
        staff_id=log.staff_id,
        staff=name_of(log.staff),
        day=log.day,
        submitted_at=log.submitted_at,
        due_at=log.due_at,
        on_time=log.on_time,
        review_due_at=log.review_due_at,
        reviewed_at=reviewed_at,
    )


def day_log(*, actor: Actor, day: date) -> DayLog:
    """A day of the actor's own. Raises NotVisible (404) for a day to come, or before she was in a post."""
    duty = _own_duty(actor, day)
    found = with_first_review(access.own_logs(actor).filter(day=day)).select_related("staff").first()
    held = day_of(actor, day)
    language = get_language() or "zh"
    added = _sections(actor, day, language)
    draft = with_sections(_draft(held, language), added)
    due_at = log_due_at(day, duty.rhythm)
    return DayLog(
        day=day,
        due_at=due_at,
        log=log_row(found, found.reviewed_at) if found else None,  # type: ignore[attr-defined]  # annotated
        draft=draft,
        parts=_parts_now(found) if found else draft,
        held=held.held,
        unheld=held.unheld,
        must_correct=clock.now() > due_at,
        is_workday=duty.works(actor.staff_id or 0, day),
        hours=tuple(drafted_hours(held, added)),
    )


def _parts_now(log: Log) -> Parts:
    last = LogCorrection.objects.filter(log=log).order_by("-at", "-id").first()
    return _parts(last or log)


def _parts(row: Log | LogCorrection) -> Parts:
    return row.visits_part, row.results_part, row.reflections_part


def draft_of_day(*, actor: Actor, day: date, language: str | None = None) -> Parts:
    """The draft of the actor's log of a day, from her visits and plans, in her language. Items A2.55, A4.43."""
    words = language or get_language() or "zh"
    return with_sections(_draft(day_of(actor, day), words), _sections(actor, day, words))


def hours_of_day(*, actor: Actor, day: date) -> list[HourRow]:
    """The drafted hours of the actor's day by type of work. Items A2.36, A4.9."""
    return drafted_hours(day_of(actor, day), _sections(actor, day, get_language() or "zh"))


def _sections(actor: Actor, day: date, language: str) -> list[LogDraft]:
    with override(language):
        return list(sections.collect(DRAFT, actor=actor, day=day).values())


def _own_duty(actor: Actor, day: date) -> Duty:
    actor.require(SUBMIT)
    if actor.staff_id is None or day > clock.today():
        raise NotVisible
    duty = duty_of([actor.staff_id])
    since = duty.since.get(actor.staff_id)
    if since is None or day < since:
        raise NotVisible
    return duty


def _draft(day: Day, language: str) -> Parts:
    with override(language):
        held = [_held(row) for row in day.held]
        unheld = [Unheld(_name(row), row.goal) for row in day.unheld]
    return draft_log(held, unheld, language)


def _held(row: VisitRow) -> Held:
    return Held(
        at=row.at,
        customer=_name(row),
        channel=str(row.channel.label),
        outbound=row.direction == Direction.OUTBOUND,
        goal=row.goal,
        reached=str(row.reached.label),
        result=row.result,
        observations=row.observations,
        next_step=row.next_step,
        next_step_on=row.next_step_on,
    )


def _name(row: VisitRow) -> str:
    return row.customer.name if row.customer else f"#{row.customer_id}"


def my_logs(*, actor: Actor, month: Month | None = None, cursor: str | None = None) -> MyLogs:
    """One's own logs with the record of a month (default: this one). Raises Forbidden (403) for whoever writes none."""
    actor.require(SUBMIT)
    if actor.staff_id is None:
        raise NotVisible
    shown = month or Month.of(clock.today())
    mine = with_first_review(access.own_logs(actor)).select_related("staff")
    found = page(mine, ("-day", "-id"), cursor, PAGE_SIZE)
    rates = contact_rates(actor, [actor.staff_id], shown).get(actor.staff_id, NO_CONTACTS)
    rows = [log_row(log, log.reviewed_at) for log in found.rows]  # type: ignore[attr-defined]  # annotated
    horizon = min(clock.today() - STREAK_HORIZON, shown.start)
    duty = duty_of([actor.staff_id])
    record = record_of(duty, actor.staff_id, days_written(actor, actor.staff_id, horizon), shown, horizon)
    earliest = earliest_day(clock.today(), duty.rhythm)
    return MyLogs(Page(rows, found.next, found.previous), record, earliest, rates, shown)


def record_of(
    duty: Duty, staff_id: int, written: Mapping[date, bool], month: Month, horizon: date | None = None
) -> LogRecord:
    return duty.record(
        staff_id, written, month.start, min(month.end, clock.today() + timedelta(days=1)), horizon
    )


def log_page(*, actor: Actor, log_id: int) -> LogPage:
    """Raises NotVisible (404)."""
    log = access.get_visible_log(actor, log_id)
    corrections = LogCorrection.objects.filter(log=log).order_by("at", "id")[:50]
    reviews = list(Review.objects.filter(log=log).select_related("reviewer").order_by("-seq")[:50])
    first = reviews[-1].at if reviews else None
    return LogPage(
        log=log_row(log, first),
        unit=name_of(log.unit),
        parts=_parts(log),
        corrections=tuple(
            CorrectionRow(CorrectionKind(row.kind), _parts(row), row.reason, row.original_at, row.at)
            for row in corrections
        ),
        reviews=tuple(
            ReviewRow(row.seq, name_of(row.reviewer), row.mark, row.comment, row.at) for row in reviews
        ),
        is_own=log.staff_id == actor.staff_id,
        may_review=access.may_review(actor, log),
        hours=hours_of_log(actor, log),
    )
