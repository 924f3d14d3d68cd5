"""The manager's board: who has planned, visited and logged, and one person behind it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from kejing.domain.org.public import Member, team
from kejing.domain.visits import access
from kejing.domain.visits.queries.day import MOST_OF_A_DAY
from kejing.domain.visits.queries.duty import STREAK_HORIZON, Duty, duty_of, log_due_at
from kejing.domain.visits.queries.logs import LogRow, log_row, record_of
from kejing.domain.visits.queries.names import name_of
from kejing.domain.visits.queries.rates import NO_CONTACTS, ContactRates, contact_rates, with_first_review
from kejing.domain.visits.queries.reviews import LISTED_FOR, Waiting, waiting_of
from kejing.domain.visits.queries.visits import VisitRow, visit_rows
from kejing.domain.visits.rules import LogRecord, Share
from kejing.domain.visits.vocabulary import REVIEW, VisitState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.periods import Month
from kejing.foundation.kernel.workdays import previous_workday
from kejing.foundation.ui.formats import local

WRITERS = ("account_manager", "market_manager")
"""Whose page a reader may open; the board itself lists the account managers."""
MOST_LOGS = 20


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One person on the board. `log` is that of the last working day before today, whose cut-off is `log_due_at`.

    `unread_due_at` is the reader's own clock: when the most urgent unread log of this person is due. `away_until`:
    the last day of the leave she is on today.
    """

    staff_id: int
    name: str
    unit: str
    planned: int
    held: int
    logged_today: bool
    log: LogRow | None
    log_due_at: datetime
    log_was_due: bool
    unread: int
    unread_due_at: datetime | None
    missing: tuple[date, ...]
    rates: ContactRates
    away_until: date | None = None

    @property
    def log_is_missing(self) -> bool:
        return self.log_was_due and self.log is None and self.log_due_at < clock.now()

    @property
    def visits(self) -> int:
        return self.planned + self.held


@dataclass(frozen=True, slots=True)
class TeamBoard:
    """`waiting` and `reviewed` are the reader's own, None when she does not review."""

    day: date
    log_day: date
    month: Month
    members: tuple[MemberRow, ...]
    waiting: Waiting | None
    reviewed: Share

    @property
    def held(self) -> Share:
        return Share(sum(m.held for m in self.members), sum(m.visits for m in self.members))

    @property
    def missing(self) -> int:
        return sum(m.log_is_missing for m in self.members)


@dataclass(frozen=True, slots=True)
class PersonPage:
    """`reads_content` False: the reader sees the person's figures, not her visits and what her logs say."""

    staff_id: int
    name: str
    number: str
    unit: str
    day: date
    month: Month
    record: LogRecord
    rates: ContactRates
    reads_content: bool
    today: tuple[VisitRow, ...]
    logs: tuple[LogRow, ...]


def team_board(*, actor: Actor) -> TeamBoard:
    """Seven queries, whatever the size of the team. Raises Forbidden (403) without the right to the board."""
    actor.require(access.TEAM)
    today = clock.today()
    month = Month.of(today)
    members = team(actor, today)
    ids = [member.staff_id for member in members]
    duty = duty_of(ids)
    log_day = previous_workday(today, duty.rhythm.overrides)
    with access.counting(actor) as counter:
        visits, rates = _visits_today(counter, ids, today), contact_rates(counter, ids, month)
        logs = _recent_logs(counter, ids, today)
    reviews = actor.may(REVIEW)
    mine = [log for rows in logs.values() for log in rows if log.staff_id != actor.staff_id]
    return TeamBoard(
        day=today,
        log_day=log_day,
        month=month,
        members=tuple(
            _member(member, duty, month, log_day, visits, rates, logs[member.staff_id]) for member in members
        ),
        waiting=waiting_of(sorted(log.review_due_at for log in mine if log.reviewed_at is None))
        if reviews
        else None,
        reviewed=_reviewed(mine, month),
    )


def _visits_today(actor: Actor, ids: Collection[int], today: date) -> dict[int, tuple[int, int]]:
    """Planned and held, by person."""
    counted = (
        access.in_scope(actor)
        .filter(staff_id__in=ids, day=today)
        .values("staff_id")
        .annotate(
            planned=Count("pk", Q(state=VisitState.PLANNED)), held=Count("pk", Q(state=VisitState.DONE))
        )
        .order_by("staff_id")
    )
    return {row["staff_id"]: (row["planned"], row["held"]) for row in counted}


def _recent_logs(actor: Actor, ids: Collection[int], today: date) -> dict[int, list[LogRow]]:
    """Logs of this month and those that may still wait for a review, newest first."""
    rows = with_first_review(access.visible_logs(actor).filter(staff_id__in=ids, day__gte=today - LISTED_FOR))
    wanted = rows.filter(Q(day__gte=Month.of(today).previous().start) | Q(reviewed_at=None))
    found: dict[int, list[LogRow]] = defaultdict(list)
    for log in wanted.select_related("staff").order_by("-day", "-id"):
        found[log.staff_id].append(log_row(log, log.reviewed_at))  # type: ignore[attr-defined]  # annotated
    return found


def _member(
    member: Member, duty: Duty, month: Month, log_day: date, visits: dict[int, tuple[int, int]],
    rates: dict[int, ContactRates], logs: list[LogRow],
) -> MemberRow:  # fmt: skip
    by_day = {log.day: log for log in logs}
    unread = [log.review_due_at for log in logs if log.reviewed_at is None]
    planned, held = visits.get(member.staff_id, (0, 0))
    written = {log.day: log.on_time for log in logs}
    return MemberRow(
        staff_id=member.staff_id,
        name=name_of(member),
        unit=local(member.unit, member.unit_en),
        planned=planned,
        held=held,
        logged_today=clock.today() in by_day,
        log=by_day.get(log_day),
        log_due_at=log_due_at(log_day, duty.rhythm),
        log_was_due=duty.since.get(member.staff_id, clock.today()) <= log_day
        and not duty.is_away(member.staff_id, log_day),
        away_until=next(
            (
                end - timedelta(days=1)
                for first, end in duty.away.get(member.staff_id, ())
                if first <= clock.today() < end
            ),
            None,
        ),
        unread=len(unread),
        unread_due_at=min(unread, default=None),
        missing=record_of(duty, member.staff_id, written, month).missing,
        rates=rates.get(member.staff_id, NO_CONTACTS),
    )


def _reviewed(logs: Collection[LogRow], month: Month) -> Share:
    """As `rates.review_share`, of rows that are there already."""
    now = clock.now()
    judged = [
        log
        for log in logs
        if month.contains(log.day) and (log.reviewed_at is not None or log.review_due_at < now)
    ]
    return Share(sum(log.reviewed_in_time is True for log in judged), len(judged))


def person_page(*, actor: Actor, staff_id: int) -> PersonPage:
    """One person of the team. Raises Forbidden (403) without the right to the board, NotVisible (404)."""
    actor.require(access.TEAM)
    today = clock.today()
    month = Month.of(today)
    member = next((m for m in team(actor, today, WRITERS) if m.staff_id == staff_id), None)
    if member is None:
        raise NotVisible
    duty, horizon = duty_of([staff_id]), today - STREAK_HORIZON
    with access.counting(actor) as counter:
        logs = with_first_review(access.visible_logs(counter).filter(staff_id=staff_id, day__gte=horizon))
        rows = [
            log_row(log, log.reviewed_at)  # type: ignore[attr-defined]  # annotated
            for log in logs.select_related("staff").order_by("-day", "-id")
        ]
        rates = contact_rates(counter, [staff_id], month).get(staff_id, NO_CONTACTS)
    visits = access.in_scope(actor).filter(staff_id=staff_id, day=today).exclude(state=VisitState.CANCELLED)
    held = visits.select_related("staff").order_by("happened_at", "planned_at", "id")[:MOST_OF_A_DAY]
    return PersonPage(
        staff_id=staff_id,
        name=name_of(member),
        number=member.number,
        unit=local(member.unit, member.unit_en),
        day=today,
        month=month,
        record=record_of(duty, staff_id, {log.day: log.on_time for log in rows}, month, horizon),
        rates=rates,
        reads_content=not actor.sees_people_apart,
        today=tuple(visit_rows(actor, held)),
        logs=tuple(rows[:MOST_LOGS]),
    )
