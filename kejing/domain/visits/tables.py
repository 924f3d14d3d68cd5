"""The columns and figures of visits, logs and the team board."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kejing.domain.visits.queries.logs import LogRow, MyLogs
from kejing.domain.visits.queries.reviews import ReviewQueue, Waiting
from kejing.domain.visits.queries.team import MemberRow, PersonPage, TeamBoard
from kejing.domain.visits.queries.visits import VisitList, VisitRow
from kejing.domain.visits.queries.why import Figure as Why
from kejing.domain.visits.rules import LogRecord, Share
from kejing.domain.visits.vocabulary import Reached, VisitState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.paging import Page
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.figures import Figure
from kejing.foundation.ui.tables import Column, Empty, Table

REACHED_STATES = {Reached.YES: "ok", Reached.PARTLY: "run", Reached.NO: "none", Reached.NONE: "ok"}
MOST_DAYS = 3


def customer_name(row: VisitRow) -> str:
    return row.customer.name if row.customer else _("A customer now with somebody else")


def visit_state(row: VisitRow) -> SafeString:
    """A visit's state: shape, word and colour. Red only for a plan whose day has passed."""
    if row.is_overdue:
        return pieces.due(row.day)
    if row.is_held:
        label = _("Held") if row.reached == Reached.NONE else row.reached.label
        return pieces.state(REACHED_STATES[row.reached], label)
    return pieces.state("none" if row.is_open else "na", row.state_label)


def visit_table(found: VisitList) -> Table[VisitRow]:
    return Table(
        columns=[
            Column("customer", gettext_lazy("Customer"), cell=customer_name, link=_visit),
            Column("day", gettext_lazy("Day"), cell=_when),
            Column("state", gettext_lazy("State"), cell=visit_state),
            Column("goal", gettext_lazy("Goal and result"), cell=_said),
            Column("direction", gettext_lazy("Who came to whom"), cell=_direction, optional=True),
            Column("staff", gettext_lazy("By"), optional=True),
        ],
        page=found.page,
        count=found.count,
        cards=True,
        caption=gettext_lazy("Visits"),
        empty=Empty(
            gettext_lazy("No visits here"),
            gettext_lazy("Plan one, or record what was held."),
            icon="calendar-event",
            action=gettext_lazy("Plan a visit"),
            url=reverse("visits:plan_visit"),
        ),
    )


def _visit(row: VisitRow) -> str:
    return reverse("visits:visit_page", args=[row.id])


def _when(row: VisitRow) -> SafeString:
    at = row.at
    return format_html("{}{}", pieces.time(row.day), f" {at}" if at else "")


def _said(row: VisitRow) -> SafeString | str:
    return pieces.two_lines(row.goal or formats.NOTHING, row.result) if row.result else row.goal or formats.NOTHING


def _direction(row: VisitRow) -> str:
    return f"{row.direction.label} · {row.channel.label}" if row.is_held else formats.NOTHING


@dataclass(frozen=True, slots=True)
class Filter:
    """One chip of a list: `key` and `value` go into the address."""

    key: str
    value: str
    label: str
    current: bool


def visit_filters(found: VisitList) -> list[Filter]:
    """The months around and the states, as addresses."""
    shown = found.month
    this = Month.of(clock.today())
    months = sorted({this.next(), this, this.previous(), this.plus(-2), *([shown] if shown else [])}, reverse=True)
    return [
        Filter("month", "", _("All months"), shown is None),
        *(Filter("month", str(month), formats.month(month.start), month == shown) for month in months),
        Filter("state", "", _("All states"), not found.state),
        *(Filter("state", value, str(label), value == found.state) for value, label in VisitState.choices),
    ]


def log_state(row: LogRow) -> SafeString:
    """What became of a log: waits, reviewed."""
    if row.reviewed_at is not None:
        return pieces.state("ok", _("Reviewed"))
    return pieces.state("run", _("Waits for review"))


def log_table(page: Page[LogRow]) -> Table[LogRow]:
    return Table(
        columns=[
            Column("day", gettext_lazy("Day"), cell=lambda row: formats.day(row.day), link=_log),
            Column("submitted_at", gettext_lazy("Handed in"), cell=_handed_in),
            Column("reviewed_at", gettext_lazy("Review"), cell=log_state),
        ],
        page=page,
        caption=gettext_lazy("My logs"),
        empty=Empty(
            gettext_lazy("No log yet"),
            gettext_lazy("A log is drafted from the day's visits; you add your judgement."),
            icon="notebook",
            action=gettext_lazy("Write today's log"),
            url=reverse("visits:submit_log", args=[clock.today()]),
        ),
    )


def _log(row: LogRow) -> str:
    return reverse("visits:log_page", args=[row.id])


def _handed_in(row: LogRow) -> SafeString:
    moment = pieces.time(row.submitted_at)
    return moment if row.on_time else format_html("{} {}", moment, pieces.state("late", _("late")))


def queue_table(page: ReviewQueue) -> Table[LogRow]:
    return Table(
        columns=[
            Column("staff", gettext_lazy("Written by"), link=_log),
            Column("day", gettext_lazy("Day"), kind="day"),
            Column("submitted_at", gettext_lazy("Handed in"), cell=_handed_in, optional=True),
            Column("review_due_at", gettext_lazy("My clock"), cell=lambda row: pieces.due(row.review_due_at)),
        ],
        page=page.page,
        count=page.waiting,
        caption=gettext_lazy("Logs to review"),
        empty=Empty(
            gettext_lazy("Every log is reviewed"), gettext_lazy("New ones appear here as they come."), icon="check"
        ),
    )


def share_text(share: Share) -> str:
    """`62.5%`, or a dash when there was nothing to count."""
    return ratio_text(share.ratio)


def ratio_text(ratio: Fraction | None) -> str:
    return formats.percent(None if ratio is None else float(ratio))


def counts(share: Share) -> str:
    return _("%(part)s of %(whole)s") % {"part": share.part, "whole": share.whole}


def share_figure(label: str, share: Share, why: str) -> Figure:
    """A rate that judges: with its counts and its why."""
    return Figure(label, share_text(share), note=counts(share), why=why if share.whole else "")


def why_address(staff_id: int, figure: Why, month: Month) -> str:
    return reverse("visits:explain_rate", args=[staff_id, figure.value]) + f"?month={month}"


def record_figures(staff_id: int, record: LogRecord, month: Month) -> list[Figure]:
    missing = len(record.missing)
    return [
        Figure(_("Streak"), formats.number(record.streak), _("days"), _("working days in a row, in time")),
        share_figure(_("Log completeness"), record.completeness, why_address(staff_id, Why.LOGS, month)),
        Figure(
            _("Without a log"), formats.number(missing), _("days"), days_text(record.missing) or _("none this month"),
            state="late" if missing else "ok",
        ),
    ]  # fmt: skip


def own_figures(page: MyLogs, actor: Actor) -> list[Figure]:
    staff_id = actor.staff_id or 0
    return [
        *record_figures(staff_id, page.record, page.month),
        share_figure(_("Outbound share"), page.rates.outbound, why_address(staff_id, Why.OUTBOUND, page.month)),
        share_figure(_("Productive visits"), page.rates.productive, why_address(staff_id, Why.PRODUCTIVE, page.month)),
    ]


def person_figures(page: PersonPage) -> list[Figure]:
    return [
        *record_figures(page.staff_id, page.record, page.month),
        share_figure(_("Outbound share"), page.rates.outbound, why_address(page.staff_id, Why.OUTBOUND, page.month)),
        share_figure(
            _("Productive visits"), page.rates.productive, why_address(page.staff_id, Why.PRODUCTIVE, page.month)
        ),
    ]


def days_text(days: Sequence[object]) -> str:
    """The latest few of a list of days, in words."""
    shown = [formats.day(day) for day in list(days)[-MOST_DAYS:]]  # type: ignore[arg-type]  # dates
    more = len(days) - len(shown)
    return _("%(days)s and %(n)s more") % {"days": ", ".join(shown), "n": more} if more > 0 else ", ".join(shown)


def person_logs(page: PersonPage) -> Table[LogRow]:
    return Table.of(
        [
            Column("day", gettext_lazy("Day"), cell=lambda row: formats.day(row.day), link=_log),
            Column("submitted_at", gettext_lazy("Handed in"), cell=_handed_in),
            Column("reviewed_at", gettext_lazy("Review"), cell=_review_clock),
        ],
        page.logs,
        caption=gettext_lazy("Logs"),
        empty=Empty(gettext_lazy("No log yet"), icon="notebook"),
    )


def _review_clock(row: LogRow) -> SafeString:
    return log_state(row) if row.reviewed_at else pieces.due(row.review_due_at)


def _waiting_state(waiting: Waiting) -> tuple[str, str]:
    if waiting.late:
        return "late", ngettext("%(n)s past its time", "%(n)s past their time", waiting.late) % {"n": waiting.late}
    if waiting.next_due_at:
        return "due", _("first %(at)s") % {"at": formats.day(waiting.next_due_at)}
    return "ok", _("nothing waits")


def queue_figures(page: ReviewQueue) -> list[Figure]:
    late = page.late.n
    return [
        Figure(
            _("Logs for me to review"), formats.count(page.waiting.n, page.waiting.more), _("logs"),
            ngettext("%(n)s past its time", "%(n)s past their time", late) % {"n": late} if late else _("none late"),
            state="late" if late else "ok",
        ),
        share_figure(
            _("Reviewed in time"), page.rate, reverse("visits:explain_reviews") + f"?month={page.month}"
        ),
    ]  # fmt: skip


def board_figures(board: TeamBoard) -> list[Figure]:
    held = board.held
    figures = [
        Figure(
            _("Visits today"), formats.number(held.part), f"/ {held.whole}", _("held of planned"), icon="calendar-event"
        ),
        Figure(
            _("Logs not handed in"), formats.number(board.missing), _("people"), formats.day(board.log_day),
            icon="notebook", state="late" if board.missing else "ok",
        ),
    ]  # fmt: skip
    if board.waiting is None:
        return figures
    state, note = _waiting_state(board.waiting)
    return [
        Figure(
            _("Logs for me to review"), formats.number(board.waiting.n), _("logs"), note, icon="list-check",
            state=state, url=reverse("visits:review_queue"),
        ),
        *figures,
        share_figure(
            _("Reviewed in time"), board.reviewed, reverse("visits:explain_reviews") + f"?month={board.month}"
        ),
    ]  # fmt: skip


def team_table(board: TeamBoard) -> Table[MemberRow]:
    month = board.month
    return Table.of(
        [
            Column("name", gettext_lazy("Account manager"), link=_person),
            Column("held", gettext_lazy("Visits today"), cell=_visits_today),
            Column("logged_today", gettext_lazy("Today's log"), cell=_log_today, optional=True),
            Column("log", _("Log of %(day)s") % {"day": formats.day(board.log_day)}, cell=_last_log),
            Column("unread_due_at", gettext_lazy("My clock"), cell=_my_clock),
            Column("missing", gettext_lazy("Without a log"), cell=lambda row: _missing(row, month)),
            Column(
                "outbound", gettext_lazy("Outbound share"),
                cell=lambda row: _share(row.rates.outbound, why_address(row.staff_id, Why.OUTBOUND, month)),
            ),
            Column(
                "productive", gettext_lazy("Productive visits"),
                cell=lambda row: _share(row.rates.productive, why_address(row.staff_id, Why.PRODUCTIVE, month)),
            ),
        ],
        board.members,
        caption=gettext_lazy("People and today"),
        cards="visits/_member_card.html",
        empty=Empty(gettext_lazy("Nobody in your team"), gettext_lazy("People in posts below yours appear here."), "users"),
    )  # fmt: skip


def _person(row: MemberRow) -> str:
    return reverse("visits:person_page", args=[row.staff_id])


def _visits_today(row: MemberRow) -> SafeString:
    if not row.visits:
        return format_html('<span class="t3">{}</span>', _("no plan"))
    marks = format_html_join("", '<i class="{}"></i>', (("n" if i < row.held else "",) for i in range(row.visits)))
    return format_html('<b>{}</b> / {} <span class="kj-track" aria-hidden="true">{}</span>', row.held, row.visits, marks)


def _log_today(row: MemberRow) -> SafeString:
    return pieces.state("ok", _("Handed in")) if row.logged_today else pieces.state("none", _("Not yet"))


def _last_log(row: MemberRow) -> SafeString:
    if row.log is not None:
        return log_state(row.log)
    if not row.log_was_due:
        return pieces.state("na", _("Not due"))
    return pieces.state("late", _("Not handed in")) if row.log_is_missing else pieces.due(row.log_due_at)


def _my_clock(row: MemberRow) -> SafeString:
    if row.unread_due_at is None:
        return format_html('<span class="t3">{}</span>', formats.NOTHING)
    unread = ngettext("%(n)s unread", "%(n)s unread", row.unread) % {"n": row.unread}
    return pieces.two_lines(pieces.due(row.unread_due_at), unread)


def _missing(row: MemberRow, month: Month) -> SafeString | str:
    if not row.missing:
        return formats.NOTHING
    return format_html('<span title="{}">{}</span>', days_text(row.missing), formats.days(len(row.missing)))


def _share(share: Share, why: str) -> SafeString | str:
    """A judged rate with its counts and its why; a dash when there was nothing to count."""
    if not share.whole:
        return formats.NOTHING
    text = share_text(share)
    return pieces.two_lines(format_html("{} {}", text, pieces.why(why, text)), counts(share))
