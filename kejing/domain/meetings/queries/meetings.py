"""Meetings: the list, one with everything on it, the forms of those who write it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from kejing.domain.customers.public import cards
from kejing.domain.meetings import access
from kejing.domain.meetings.models import Archive, Attendance, Contribution, Meeting, Point
from kejing.domain.meetings.queries.agreed import ActionRow, agreed_at, carried
from kejing.domain.meetings.queries.due import DueMeetings, due_meetings
from kejing.domain.meetings.queries.kinds import KindCard, card_of, kinds
from kejing.domain.meetings.rules import grouped, lines, span
from kejing.domain.meetings.vocabulary import (
    ATTEND,
    CAME,
    RUN,
    ContributionKind,
    MeetingRefusal,
    MeetingState,
    Presence,
    Share,
)
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden, Refused
from kejing.foundation.kernel.paging import Page, page
from kejing.foundation.kernel.permissions import catalogue
from kejing.foundation.ui.formats import local

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting as lists show it: how many came of those called, days late against the day it was due."""

    id: int
    pk: int
    kind: str
    code: str
    topic: str
    unit_id: int
    unit: str
    leader: str
    day: date
    at: time | None
    place: str
    minutes: int | None
    state: MeetingState
    due_on: date | None
    period_start: date
    came: int
    called: int
    version: int

    @property
    def days_late(self) -> int:
        return max((self.day - self.due_on).days, 0) if self.due_on else 0

    @property
    def is_open(self) -> bool:
        return self.state is MeetingState.CALLED

    @property
    def why(self) -> str:
        """The address that explains how late it is, for those who lead the unit."""
        return reverse("meetings:explain_due", args=[self.code, self.unit_id, self.period_start])


@dataclass(frozen=True, slots=True)
class MeetingList:
    """`led`: the kinds that the reader's role leads; `short` the one recorded on one page."""

    page: Page[MeetingRow]
    due: DueMeetings
    led: tuple[KindCard, ...]
    own: bool
    leads_a_unit: bool

    @property
    def short(self) -> tuple[KindCard, ...]:
        return tuple(kind for kind in self.led if kind.rules.short)


@dataclass(frozen=True, slots=True)
class Attendee:
    staff_id: int
    name: str
    presence: Presence
    reason: str
    stands_for: str

    @property
    def came(self) -> bool:
        return self.presence in CAME


@dataclass(frozen=True, slots=True)
class PointRow:
    id: int
    seq: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ContributionRow:
    """A contribution that the reader may read; `customer` is empty where she does not see her."""

    id: int
    staff_id: int
    author: str
    kind: ContributionKind
    share: Share
    customer_id: int | None
    customer: str
    text: str
    at: datetime
    comment: str
    commented_by: str
    may_comment: bool
    version: int


@dataclass(frozen=True, slots=True)
class ArchiveRow:
    """Signed minutes, or a supplement with its text and why it came later."""

    seq: int
    sha256: str
    by: str
    at: datetime
    text: str
    reason: str

    @property
    def grouped(self) -> str:
        return grouped(self.sha256)


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting with all of it. `runs`: the reader writes its minutes; `hidden` contributions are not for her."""

    meeting: MeetingRow
    kind: KindCard
    guests: str
    decisions: tuple[str, ...]
    cancel_reason: str
    points: tuple[PointRow, ...]
    attendees: tuple[Attendee, ...]
    contributions: tuple[ContributionRow, ...]
    carried: tuple[ActionRow, ...]
    agreed: tuple[ActionRow, ...]
    archives: tuple[ArchiveRow, ...]
    runs: bool
    contributes: bool
    reads_figures: bool

    @property
    def writes(self) -> bool:
        """Whether the reader may still change the minutes."""
        return self.runs and self.meeting.is_open

    @property
    def is_ticked(self) -> bool:
        return all(one.presence is not Presence.CALLED for one in self.attendees)

    @property
    def is_signed(self) -> bool:
        return self.meeting.state is MeetingState.SIGNED


def may_look(actor: Actor) -> None:
    """Raises Forbidden (403) for who attends no meetings and sees none."""
    if not (actor.may(ATTEND) or actor.sees_all):
        raise Forbidden(catalogue()[ATTEND])


def meeting_list(*, actor: Actor, own: bool = False, cursor: str | None = None) -> MeetingList:
    """Meetings in sight, the newest first, and those due. Raises Forbidden (403)."""
    may_look(actor)
    rows = access.mine(actor) if own else access.visible(actor)
    found = page(rows.select_related("kind", "unit", "leader"), ("-day", "-id"), cursor, PAGE_SIZE)
    shown = Page(_rows(found.rows), found.next, found.previous)
    led = [kind for kind in kinds() if actor.role in kind.rules.led_by] if actor.may(RUN) else []
    return MeetingList(shown, due_meetings(actor=actor), tuple(led), own, actor.sees_all or bool(actor.units))


def _rows(found: Iterable[Meeting]) -> list[MeetingRow]:
    meetings = list(found)
    counted: dict[int, list[str]] = defaultdict(list)
    there = Attendance.objects.filter(meeting__in=[row.pk for row in meetings])
    for meeting, presence in there.values_list("meeting_id", "presence"):
        counted[meeting].append(presence)
    return [row_of(row, counted[row.pk]) for row in meetings]


def row_of(row: Meeting, presences: Iterable[str]) -> MeetingRow:
    ticked = list(presences)
    return MeetingRow(
        row.pk, row.pk, local(row.kind.label, row.kind.label_en), row.kind.code, row.topic, row.unit_id,
        local(row.unit.name, row.unit.name_en), local(row.leader.name, row.leader.name_en), row.day, row.at, row.place,
        row.minutes, MeetingState(row.state), row.due_on,
        span(row.kind.body["cadence"], row.day)[0], sum(one in CAME for one in ticked), len(ticked), row.version,
    )  # fmt: skip


def meeting_page(*, actor: Actor, meeting_id: int) -> MeetingPage:
    """Nine queries, whatever is on it. Raises NotVisible (404)."""
    meeting = access.get_visible(actor, meeting_id)
    kind, there = card_of(meeting.kind), attendees(meeting)
    runs = access.runs(actor, meeting)
    called = meeting.leader_id == actor.staff_id or any(one.staff_id == actor.staff_id for one in there)
    return MeetingPage(
        meeting=row_of(meeting, [one.presence for one in there]),
        kind=kind,
        guests=meeting.guests,
        decisions=tuple(lines(meeting.decisions)),
        cancel_reason=meeting.cancel_reason,
        points=points(meeting),
        attendees=there,
        contributions=_contributions(actor, meeting, runs=runs) if kind.rules.contributes else (),
        carried=tuple(carried(actor, meeting)) if meeting.state == MeetingState.CALLED else (),
        agreed=tuple(agreed_at(actor, meeting)),
        archives=tuple(_archive_row(row) for row in access.archives(meeting)),
        runs=runs,
        contributes=called
        and actor.may(ATTEND)
        and kind.rules.contributes
        and meeting.state == MeetingState.CALLED,
        reads_figures=access.reads_figures(actor, meeting),
    )


def attendees(meeting: Meeting) -> tuple[Attendee, ...]:
    rows = Attendance.objects.filter(meeting=meeting).select_related("staff", "stands_for").order_by("id")
    return tuple(
        Attendee(
            row.staff_id, local(row.staff.name, row.staff.name_en), Presence(row.presence), row.reason,
            local(row.stands_for.name, row.stands_for.name_en) if row.stands_for else "",
        )
        for row in rows
    )  # fmt: skip


def points(meeting: Meeting) -> tuple[PointRow, ...]:
    rows = Point.objects.filter(meeting=meeting).order_by("seq")
    return tuple(PointRow(row.pk, row.seq, local(row.title, row.title_en), row.text) for row in rows)


def _contributions(actor: Actor, meeting: Meeting, *, runs: bool) -> tuple[ContributionRow, ...]:
    rows: QuerySet[Contribution] = access.visible_contributions(actor).filter(meeting=meeting)
    found = list(rows.select_related("staff", "commented_by").order_by("id"))
    known = cards(actor=actor, ids={row.customer_id for row in found if row.customer_id is not None})
    open_ = runs and meeting.state == MeetingState.CALLED
    return tuple(
        ContributionRow(
            row.pk, row.staff_id, local(row.staff.name, row.staff.name_en), ContributionKind(row.kind),
            Share(row.share), row.customer_id if row.customer_id in known else None,
            known[row.customer_id].name if row.customer_id in known else "", row.text, row.at, row.comment,
            local(row.commented_by.name, row.commented_by.name_en) if row.commented_by else "",
            open_ and row.staff_id != actor.staff_id, row.version,
        )
        for row in found
    )  # fmt: skip


def _archive_row(row: Archive) -> ArchiveRow:
    return ArchiveRow(
        row.seq,
        row.sha256,
        local(row.by.name, row.by.name_en),
        row.at,
        row.body.get("text", ""),
        row.body.get("reason", ""),
    )


def writing(*, actor: Actor, meeting_id: int) -> MeetingPage:
    """The page for a form that changes the minutes. Raises NotVisible (404), Forbidden or NotYours (403), Refused."""
    found = meeting_page(actor=actor, meeting_id=meeting_id)
    actor.require(RUN)
    if not found.runs:
        raise access.NotYours(MeetingRefusal.NOT_YOUR_MEETING)
    return found


def contributing(*, actor: Actor, meeting_id: int) -> MeetingPage:
    """The page for a contribution. Raises NotVisible (404), Forbidden or NotYours (403) for who was not called."""
    found = meeting_page(actor=actor, meeting_id=meeting_id)
    actor.require(ATTEND)
    if not found.contributes:
        if found.kind.rules.contributes and found.meeting.is_open:
            raise access.NotYours(MeetingRefusal.NOT_CALLED)
        raise Refused(
            MeetingRefusal.IS_SIGNED if found.kind.rules.contributes else MeetingRefusal.NO_CONTRIBUTIONS
        )
    return found


def contribution_page(*, actor: Actor, contribution_id: int) -> tuple[MeetingPage, ContributionRow]:
    """A contribution for the comment of who leads the meeting. Raises NotVisible (404), Forbidden or NotYours (403)."""
    row = access.get_contribution(actor, contribution_id)
    found = writing(actor=actor, meeting_id=row.meeting_id)
    return found, next(one for one in found.contributions if one.id == row.pk)


def now_at() -> time:
    """The hour of the business clock, to the minute."""
    return localtime(clock.now()).time().replace(second=0, microsecond=0)
