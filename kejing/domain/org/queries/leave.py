"""Who is away: for everybody until when, for those it concerns also why."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from kejing.domain.org import access
from kejing.domain.org.models import Absence, AbsenceKind, Appointment, Staff, UnitClosure
from kejing.domain.org.queries.covers import visible_covers
from kejing.domain.org.rules import days_between
from kejing.domain.org.vocabulary import ABSENCES, LEAVE, AbsenceState, HalfDay
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden
from kejing.foundation.kernel.paging import Page, page
from kejing.foundation.kernel.periods import Month
from kejing.foundation.kernel.permissions import catalogue
from kejing.foundation.kernel.sql import in_force
from kejing.foundation.ui.formats import local

PAGE_SIZE = 30
MOST_AWAY = 200
"""People on one page of the calendar."""
MOST_COLLEAGUES = 500
MOST_COUNTED = 99
FIRST_YEAR, LAST_YEAR = 1900, 9000
"""The calendar is paged between these."""
_KNOWN = ("staff", "kind", "unit", "deputy", "asked_by", "decided_by")


@dataclass(frozen=True, slots=True)
class Away:
    """When somebody is away, `[valid_from, valid_to)`, without why."""

    valid_from: date
    valid_to: date
    half: str = ""

    @property
    def last_day(self) -> date:
        return self.valid_to - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """An absence for those it concerns: the person, her superiors, the personnel department."""

    id: int
    staff_id: int
    name: str
    unit: str
    kind: str
    valid_from: date
    valid_to: date
    half: HalfDay
    reason: str
    state: AbsenceState
    deputy_id: int | None
    deputy: str
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    note: str
    version: int

    @property
    def last_day(self) -> date:
        return self.valid_to - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MyAbsences:
    page: Page[AbsenceRow]
    may_decide: bool


@dataclass(frozen=True, slots=True)
class AbsencePage:
    """`cover_id`: the cover made for it, where the reader sees it; what happened in its time stands there."""

    absence: AbsenceRow
    cover_id: int | None
    may_decide: bool
    may_cancel: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One absence of the month. `id` and `kind` only for those it concerns."""

    staff_id: int
    name: str
    away: Away
    id: int | None = None
    kind: str = ""
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    month: Month
    rows: tuple[CalendarRow, ...]
    is_cut: bool

    @property
    def before(self) -> Month | None:
        return self.month.previous() if self.month.year > FIRST_YEAR else None

    @property
    def after(self) -> Month | None:
        return self.month.plus(1) if self.month.year < LAST_YEAR else None


def absences_of(staff_ids: Iterable[int], start: date, end: date) -> dict[int, list[Away]]:
    """Approved absences of people that touch `[start, end)`, by staff, in order: never why. One query."""
    wanted = list(set(staff_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            "select staff_id, valid_from, valid_to, half from kj_absences(%s::bigint[], %s, %s)"
            " order by staff_id, valid_from",
            [wanted, start, end],
        )
        found: dict[int, list[Away]] = defaultdict(list)
        for staff_id, first, last, half in cursor.fetchall():
            found[staff_id].append(Away(first, last, half))
    return dict(found)


def absent_days(staff_ids: Iterable[int], start: date, end: date) -> dict[int, frozenset[date]]:
    """The whole days of `[start, end)` on which each of the people is away; nobody's is missing. One query.

    Half a day away is a working day still.
    """
    wanted = list(set(staff_ids))
    away = absences_of(wanted, start, end)
    return {
        staff_id: days_between(
            ((row.valid_from, row.valid_to) for row in away.get(staff_id, ()) if not row.half), start, end
        )
        for staff_id in wanted
    }


def absences_between(start: date, end: date) -> list[tuple[int, date, date]]:
    """(staff id, first day, day after the last) of every approved absence of whole days that touches `[start, end)`.

    For work by the system, which looks at everybody: under a person's walls only what she sees of it.
    """
    rows = Absence.objects.filter(
        state=AbsenceState.APPROVED, half="", valid_from__lt=end, valid_to__gt=start
    )
    return list(rows.order_by("staff_id", "valid_from").values_list("staff_id", "valid_from", "valid_to"))


def absence_kinds() -> list[tuple[str, str]]:
    """(code, label) of the kinds of leave, in the reader's language."""
    rows = AbsenceKind.objects.order_by("position", "id")
    return [(row.code, local(row.label_zh, row.label_en)) for row in rows]


def my_absences(*, actor: Actor, cursor: str | None = None) -> MyAbsences:
    """The actor's own, the latest first. Raises Forbidden (403) for whoever is in no post."""
    actor.require(LEAVE)
    own = access.visible_absences(actor).filter(staff_id=actor.staff_id or 0)
    return MyAbsences(_paged(own, ("-valid_from", "-id"), cursor), actor.may(ABSENCES))


def absence_queue(*, actor: Actor, cursor: str | None = None) -> Page[AbsenceRow]:
    """Requests that wait for the actor, the soonest first. Raises Forbidden (403)."""
    actor.require(ABSENCES)
    return _paged(_waiting(actor), ("valid_from", "id"), cursor)


def waiting_absences(actor: Actor) -> int:
    """For the badge: how many requests wait, up to 99; one query, none without the right."""
    return _waiting(actor)[:MOST_COUNTED].count() if actor.may(ABSENCES) else 0


def _waiting(actor: Actor) -> QuerySet[Absence]:
    asked = access.visible_absences(actor).filter(state=AbsenceState.ASKED)
    return asked.exclude(staff_id=actor.staff_id or 0)


def absence_page(*, actor: Actor, absence_id: int) -> AbsencePage:
    """Raises NotVisible (404)."""
    access.get_visible_absence(actor, absence_id)
    row = Absence.objects.select_related(*_KNOWN).get(pk=absence_id)
    decides = actor.may(ABSENCES) and row.staff_id != actor.staff_id
    concerned = decides or row.staff_id == actor.staff_id
    open_ = row.state == AbsenceState.ASKED
    approved, today = row.state == AbsenceState.APPROVED, clock.today()
    cover = row.cover_id if row.cover_id and visible_covers(actor).filter(pk=row.cover_id).exists() else None
    return AbsencePage(
        _row(row),
        cover,
        may_decide=decides and open_,
        may_cancel=concerned and (open_ or (approved and today < row.valid_from)),
        may_end=concerned and approved and row.valid_from < row.valid_to - timedelta(days=1)
        and row.valid_from <= today < row.valid_to,
    )  # fmt: skip


def absence_to_decide(*, actor: Actor, absence_id: int) -> AbsencePage:
    """Raises NotVisible (404), Forbidden (403) for whoever does not decide on leave, or on her own."""
    found = absence_page(actor=actor, absence_id=absence_id)
    actor.require(ABSENCES)
    if found.absence.staff_id == actor.staff_id:
        raise Forbidden(catalogue()[ABSENCES])
    return found


def may_enter(*, actor: Actor) -> None:
    """Raises Forbidden (403) for whoever does not decide on leave."""
    actor.require(ABSENCES)


def may_ask(*, actor: Actor) -> None:
    """Raises Forbidden (403) for whoever asks for no leave."""
    actor.require(LEAVE)


def absence_calendar(*, actor: Actor, month: Month | None = None) -> Calendar:
    """Who is away in a month: with kinds for those it concerns, colleagues of the unit with their days alone.

    Raises Forbidden (403) for somebody in no post. Four queries.
    """
    if actor.appointment_id is None:
        raise Forbidden(catalogue()[LEAVE])
    actor.require(LEAVE)
    shown = month or Month.of(clock.today())
    known = list(
        access.visible_absences(actor)
        .filter(
            valid_from__lt=shown.end,
            valid_to__gt=shown.start,
            state__in=[AbsenceState.ASKED, AbsenceState.APPROVED],
        )
        .select_related("staff", "kind")
        .order_by("staff__number", "valid_from")[: MOST_AWAY + 1]
    )
    rows = [
        CalendarRow(
            row.staff_id, local(row.staff.name, row.staff.name_en), Away(row.valid_from, row.valid_to, row.half),
            row.pk, local(row.kind.label_zh, row.kind.label_en), row.state == AbsenceState.ASKED,
        )
        for row in known
    ]  # fmt: skip
    rows += _colleagues(actor, shown, {row.staff_id for row in known if row.state == AbsenceState.APPROVED})
    return Calendar(shown, tuple(rows[:MOST_AWAY]), len(rows) > MOST_AWAY)


def _colleagues(actor: Actor, month: Month, known: Collection[int]) -> list[CalendarRow]:
    here = Appointment.objects.filter(in_force(clock.today()), position__unit_id=actor.unit_id or 0)
    staff = [pk for pk in here.values_list("staff_id", flat=True)[:MOST_COLLEAGUES] if pk not in known]
    away = absences_of(staff, month.start, month.end)
    names = {row.pk: row for row in Staff.objects.filter(pk__in=away).order_by("number")}
    return [
        CalendarRow(pk, local(row.name, row.name_en), one) for pk, row in names.items() for one in away[pk]
    ]


def superior_of(staff_id: int) -> int | None:
    """The staff of the one whom a person's post reports to today, None where nobody is in that post."""
    mine = Appointment.objects.filter(in_force(clock.today()), staff_id=staff_id)
    above = Appointment.objects.filter(
        in_force(clock.today()), position_id__in=mine.values("position__reports_to_id")
    )
    return above.order_by("id").values_list("staff_id", flat=True).first()


def user_ids(staff_ids: Iterable[int]) -> dict[int, int]:
    """The account of each of the people who has one, by staff."""
    rows = Staff.objects.filter(Q(pk__in=set(staff_ids)), user__isnull=False)
    return dict(rows.values_list("id", "user_id"))


def absences_named(*, actor: Actor, ids: Iterable[int]) -> dict[int, str]:
    """Whose leave it is, of those in the actor's sight."""
    rows = access.visible_absences(actor).filter(pk__in=set(ids))
    return {
        pk: local(name, name_en)
        for pk, name, name_en in rows.values_list("id", "staff__name", "staff__name_en")
    }


def whereabouts(user_ids: Iterable[int]) -> dict[int, tuple[str, date | None]]:
    """Of accounts: the time zone of the unit ("" for the organisation's), and the day back for those on leave today.

    Two queries.
    """
    today = clock.today()
    rows = Appointment.objects.filter(in_force(today), staff__user_id__in=set(user_ids)).order_by("-id")
    found = {
        user: (staff, zone)
        for user, staff, zone in rows.values_list("staff__user_id", "staff_id", "position__unit__time_zone")
    }
    away = absences_of((staff for staff, _zone in found.values()), today, today + timedelta(days=1))
    return {
        user: (zone, next((one.valid_to for one in away.get(staff, ()) if not one.half), None))
        for user, (staff, zone) in found.items()
    }


def deciders(permission: str, unit_id: int) -> list[int]:
    """Accounts of the people in posts who have a right over a unit: of the nearest one at or above it that has any."""
    above = dict(
        UnitClosure.objects.filter(in_force(clock.today()), descendant_id=unit_id).values_list(
            "ancestor_id", "depth"
        )
    )
    rows = Appointment.objects.filter(
        in_force(clock.today()),
        position__unit_id__in=above,
        position__role__permissions__contains=[permission],
        position__role__scope__in=["unit", "all"],
        staff__user__isnull=False,
    ).values_list("position__unit_id", "staff__user_id")
    found = [(above[unit], user) for unit, user in rows]
    nearest = min((depth for depth, _user in found), default=0)
    return sorted({user for depth, user in found if depth == nearest})


def _paged(rows: QuerySet[Absence], order: tuple[str, ...], cursor: str | None) -> Page[AbsenceRow]:
    found = page(rows.select_related(*_KNOWN), order, cursor, PAGE_SIZE)
    return Page([_row(row) for row in found.rows], found.next, found.previous)


def _row(row: Absence) -> AbsenceRow:
    return AbsenceRow(
        id=row.pk,
        staff_id=row.staff_id,
        name=local(row.staff.name, row.staff.name_en),
        unit=local(row.unit.name, row.unit.name_en),
        kind=local(row.kind.label_zh, row.kind.label_en),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        half=HalfDay(row.half),
        reason=row.reason,
        state=AbsenceState(row.state),
        deputy_id=row.deputy_id,
        deputy=local(row.deputy.name, row.deputy.name_en) if row.deputy else "",
        asked_by=local(row.asked_by.name, row.asked_by.name_en),
        asked_at=row.asked_at,
        decided_by=local(row.decided_by.name, row.decided_by.name_en) if row.decided_by else "",
        decided_at=row.decided_at,
        note=row.note,
        version=row.version,
    )
