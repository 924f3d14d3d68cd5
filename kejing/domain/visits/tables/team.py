"""The columns of the team board."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from kejing.domain.visits.queries.team import MemberRow, TeamBoard
from kejing.domain.visits.queries.why import Figure as Why
from kejing.domain.visits.rules import Share
from kejing.domain.visits.tables.figures import counts, days_text, share_text, why_address
from kejing.domain.visits.tables.logs import log_state
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.tables import Column, Empty, Table


def team_table(board: TeamBoard) -> Table[MemberRow]:
    month = board.month
    return Table.of(
        [
            Column("name", pgettext_lazy("person", "Name"), link=_person),
            Column("held", gettext_lazy("Visits today"), cell=_visits_today),
            Column("logged_today", gettext_lazy("Today's log"), cell=_log_today, optional=True),
            Column("log", _("Log of %(day)s") % {"day": formats.day(board.log_day)}, cell=_last_log),
            Column("unread_due_at", gettext_lazy("My clock"), cell=_my_clock),
            Column("missing", gettext_lazy("Without a log"), cell=_missing),
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
        empty=Empty(
            gettext_lazy("Nobody in your team"), gettext_lazy("People in posts below yours appear here."), "users"
        ),
    )  # fmt: skip


def _person(row: MemberRow) -> str:
    return reverse("visits:person_page", args=[row.staff_id])


def _visits_today(row: MemberRow) -> SafeString:
    if row.away_until:
        return pieces.state("na", _("away until %(day)s") % {"day": formats.month_day(row.away_until)})
    if not row.visits:
        return format_html('<span class="t3">{}</span>', _("no plan"))
    marks = format_html_join(
        "", '<i class="{}"></i>', (("n" if i < row.held else "",) for i in range(row.visits))
    )
    return format_html(
        '<b>{}</b> / {} <span class="kj-track" aria-hidden="true">{}</span>', row.held, row.visits, marks
    )


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


def _missing(row: MemberRow) -> SafeString | str:
    if not row.missing:
        return formats.NOTHING
    return format_html('<span title="{}">{}</span>', days_text(row.missing), formats.days(len(row.missing)))


def _share(share: Share, why: str) -> SafeString | str:
    """A judged rate with its counts and its why; a dash when there was nothing to count."""
    if not share.whole:
        return formats.NOTHING
    text = share_text(share)
    return pieces.two_lines(format_html("{} {}", text, pieces.why(why, text)), counts(share))
