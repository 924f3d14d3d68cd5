"""Shares of time as figures and columns."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.visits.queries.development import DevelopmentRow
from kejing.domain.visits.queries.time_use import PersonTime, TimeBoard, TimePage, TypeRow, duration, percent
from kejing.domain.visits.vocabulary import TimeShare
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.figures import Figure
from kejing.foundation.ui.tables import Column, Empty, Table


def why_time(staff_id: int, month: Month) -> str:
    return reverse("visits:explain_time", args=[staff_id]) + f"?month={month}"


def time_figures(page: TimePage) -> list[Figure]:
    """The three shares against their targets, and what is not classified, apart."""
    use, person = page.person.use, page.person
    figures = [
        Figure(
            str(share.label),
            percent(use, share),
            note=_("%(hours)s h · target %(target)s")
            % {
                "hours": duration(getattr(use, share)),
                "target": formats.percent(float(page.targets.of(share))),
            },
            why=why_time(person.staff_id, page.month) if use.total else "",
            state="late" if share == TimeShare.OUTSIDE and person.is_short else "",
        )
        for share in TimeShare
    ]
    return [*figures, Figure(_("Not classified"), duration(use.unclassified), _("h"), _("in no share"))]


def type_table(person: PersonTime) -> Table[TypeRow]:
    return Table.of(
        [
            Column("label", gettext_lazy("Type of work")),
            Column("share", gettext_lazy("Counts to"), cell=lambda row: _share(row.share)),
            Column("minutes", gettext_lazy("Hours"), kind="number", cell=lambda row: duration(row.minutes)),
            Column("times", gettext_lazy("Times"), kind="number"),
            Column("ratio", gettext_lazy("Of all hours"), kind="percent"),
        ],
        person.types,
        caption=gettext_lazy("Hours by type of work"),
        empty=Empty(
            gettext_lazy("No types of work"),
            gettext_lazy("The industry pack names them in its section time_use."),
            icon="clock",
        ),
    )


def _share(code: str) -> str:
    """What a type counts to, and with whom one has to do in it."""
    contact = {TimeShare.OUTSIDE: _("external contact"), TimeShare.INTERNAL: _("internal contact")}
    if not code:
        return formats.NOTHING
    share = TimeShare(code)
    return f"{share.label} · {contact[share]}" if share in contact else str(share.label)


def time_table(board: TimeBoard) -> Table[PersonTime]:
    return Table.of(
        [
            Column(
                "name",
                gettext_lazy("Person"),
                link=lambda row: reverse("visits:time_use", args=[row.staff_id]) + f"?month={board.month}",
                detail=lambda row: row.unit,
            ),
            *(
                Column(share.value, share.label, kind="number", cell=_share_cell(share, board))
                for share in TimeShare
            ),
            Column(
                "unclassified",
                gettext_lazy("Not classified"),
                kind="number",
                cell=lambda row: duration(row.use.unclassified),
                optional=True,
            ),
            Column("consumers", gettext_lazy("Takes most of the time"), cell=_consumers),
        ],
        board.people,
        cards=True,
        caption=gettext_lazy("Shares of time"),
        empty=Empty(
            gettext_lazy("Nobody in your team"), gettext_lazy("People appear here by their posts."), icon="users"
        ),
    )  # fmt: skip


def _share_cell(share: TimeShare, board: TimeBoard) -> Callable[[PersonTime], SafeString]:
    def cell(row: PersonTime) -> SafeString:
        text = percent(row.use, share)
        if share != TimeShare.OUTSIDE or not row.use.total:
            return format_html("{}", text)
        shown = pieces.state("late", text) if row.is_short else format_html("{}", text)
        return format_html(
            "{} {}",
            shown,
            pieces.why(why_time(row.staff_id, board.month), text, key=f"time-{row.staff_id}"),
        )

    return cell


def _consumers(row: PersonTime) -> str:
    return "; ".join(f"{kind.label} {duration(kind.minutes)}" for kind in row.consumers) or formats.NOTHING


def development_table(rows: list[DevelopmentRow]) -> Table[DevelopmentRow]:
    return Table.of(
        [
            Column("month", gettext_lazy("Month"), cell=lambda row: formats.month(row.month.start)),
            Column("heads", gettext_lazy("Account managers"), kind="number"),
            Column("customers", gettext_lazy("New customers"), kind="number"),
            Column(
                "per_head",
                gettext_lazy("New customers per head"),
                kind="number",
                cell=lambda row: formats.NOTHING if row.per_head is None else f"{float(row.per_head):.1f}",
            ),
            Column("volume", gettext_lazy("Volume of new customers"), kind="money"),
            Column("volume_per_head", gettext_lazy("Volume per head"), kind="money"),
        ],
        rows,
        cards=True,
        caption=gettext_lazy("Development per head"),
        empty=Empty(gettext_lazy("Nothing to count yet"), "", icon="chart-bar"),
    )
