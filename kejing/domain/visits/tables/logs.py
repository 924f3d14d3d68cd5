"""The columns of lists of logs."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.visits.queries.logs import LogRow
from kejing.domain.visits.queries.reviews import ReviewQueue
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.paging import Page
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.tables import Column, Empty, Table


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
            gettext_lazy("Every log is reviewed"),
            gettext_lazy("New ones appear here as they come."),
            icon="check",
        ),
    )


def person_logs(rows: Sequence[LogRow], *, link: bool) -> Table[LogRow]:
    """`link` False for a reader who may not open what is written in them."""
    return Table.of(
        [
            Column(
                "day", gettext_lazy("Day"), cell=lambda row: formats.day(row.day), link=_log if link else None
            ),
            Column("submitted_at", gettext_lazy("Handed in"), cell=_handed_in),
            Column("reviewed_at", gettext_lazy("Review"), cell=_review_clock),
        ],
        rows,
        caption=gettext_lazy("Logs"),
        empty=Empty(gettext_lazy("No log yet"), icon="notebook"),
    )


def _review_clock(row: LogRow) -> SafeString:
    return log_state(row) if row.reviewed_at else pieces.due(row.review_due_at)
