"""Coaching records: those of a team, those due to be looked at again, one's own."""

from dataclasses import dataclass
from datetime import date, datetime

from kejing.domain.checks import access
from kejing.domain.checks.models import Coaching
from kejing.domain.checks.vocabulary import COACH, INSPECT, CoachingOutcome
from kejing.domain.org.public import staff_names
from kejing.domain.visits.public import readable_logs
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.paging import Page, page

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class CoachingRow:
    id: int
    staff_id: int
    staff: str
    coach_id: int
    coach: str
    log_id: int | None
    on: date
    reason: str
    agreed: str
    check_on: date
    read_at: datetime | None
    answer: str
    outcome: CoachingOutcome | None
    remark: str
    followed_on: date | None
    version: int

    @property
    def is_due(self) -> bool:
        return self.followed_on is None and self.check_on <= clock.today()


@dataclass(frozen=True, slots=True)
class CoachingList:
    """`due` are the reader's own follow-ups whose day has come."""

    due: tuple[CoachingRow, ...]
    page: Page[CoachingRow]


@dataclass(frozen=True, slots=True)
class CoachingPage:
    row: CoachingRow
    is_own: bool
    is_coach: bool

    @property
    def may_answer(self) -> bool:
        return self.is_own and self.row.read_at is None

    @property
    def may_follow(self) -> bool:
        return self.is_coach and self.row.followed_on is None


def coaching_list(*, actor: Actor, cursor: str | None = None) -> CoachingList:
    """Raises Forbidden (403) without the right to coach."""
    actor.require(COACH)
    rows = access.visible_coaching(actor).exclude(access.own(actor))
    found = page(rows, ("-on", "-id"), cursor, PAGE_SIZE)
    due = coaching_due(actor=actor)
    shown = coaching_rows(found.rows)
    return CoachingList(tuple(due), Page(shown, found.next, found.previous))


def coaching_due(*, actor: Actor) -> list[CoachingRow]:
    """What the actor promised to look at again by today."""
    mine = Coaching.objects.filter(coach_id=actor.staff_id, followed_on=None, check_on__lte=clock.today())
    return coaching_rows(list(mine.order_by("check_on", "id")[:PAGE_SIZE])) if actor.staff_id else []


def coaching_page(*, actor: Actor, coaching_id: int) -> CoachingPage:
    """Raises NotVisible (404)."""
    row = access.one(access.visible_coaching(actor), coaching_id)
    return CoachingPage(
        coaching_rows([row])[0], row.staff_id == actor.staff_id, row.coach_id == actor.staff_id
    )


def own_coaching(actor: Actor, *, unread: bool = False) -> list[CoachingRow]:
    mine = access.visible_coaching(actor).filter(access.own(actor))
    if unread:
        mine = mine.filter(read_at=None)
    return coaching_rows(list(mine.order_by("-on", "-id")[:PAGE_SIZE]))


def coaching_rows(rows: list[Coaching]) -> list[CoachingRow]:
    names = staff_names([pk for row in rows for pk in (row.staff_id, row.coach_id)])
    return [
        CoachingRow(
            row.pk, row.staff_id, names.get(row.staff_id, ""), row.coach_id, names.get(row.coach_id, ""), row.log_id,
            row.on, row.reason, row.agreed, row.check_on, row.read_at, row.answer,
            CoachingOutcome(row.outcome) if row.outcome else None, row.remark, row.followed_on, row.version,
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonCoaching:
    """For the person's page: what was recorded, and what the reader may do."""

    staff_id: int
    rows: tuple[CoachingRow, ...]
    may_coach: bool
    may_inspect: bool


def person_coaching(*, actor: Actor, staff_id: int) -> PersonCoaching | None:
    """None for a reader who may do nothing about the person, and for herself."""
    may_coach, may_inspect = actor.may(COACH), actor.may(INSPECT)
    if staff_id == actor.staff_id or not (may_coach or may_inspect):
        return None
    rows = access.visible_coaching(actor).filter(staff_id=staff_id).order_by("-on", "-id")[:5]
    return PersonCoaching(staff_id, tuple(coaching_rows(list(rows))), may_coach, may_inspect)


def coached_from_log(*, actor: Actor, log_id: int) -> int | None:
    """Whom the reader of a log could coach for it: its writer; None for whoever may not, and for one's own."""
    if not actor.may(COACH):
        return None
    writer = readable_logs(actor=actor, ids=[log_id]).get(log_id)
    return None if writer == actor.staff_id else writer
