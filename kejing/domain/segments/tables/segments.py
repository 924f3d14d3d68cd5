"""The columns of segments, their customers, and what a draft would change."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.segments.queries.segments import MemberRow, SegmentList, SegmentPage, SegmentRow, TrialRow
from kejing.domain.segments.tables.cells import customer_name
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.formats import local
from kejing.foundation.ui.tables import Column, Empty, Table


def segment_table(found: SegmentList) -> Table[SegmentRow]:
    return Table(
        [
            Column(
                "label",
                gettext_lazy("Segment"),
                link=lambda row: reverse("segments:segment_page", args=[row.id]),
                detail=lambda row: " · ".join(
                    filter(
                        None,
                        dict.fromkeys(
                            (
                                row.set_label if row.set_label != row.label else "",
                                str(row.kind.label),
                                row.unit,
                            )
                        ),
                    )
                ),
            ),
            Column("rule", gettext_lazy("Rule"), optional=True),
            Column("on", gettext_lazy("As of"), kind="iso"),
            Column(
                "has_draft",
                gettext_lazy("Draft"),
                cell=lambda row: (
                    pieces.state("due", _("waits to be applied")) if row.has_draft else formats.NOTHING
                ),
            ),
            Column("n", gettext_lazy("Customers"), kind="number"),
        ],
        found.page,
        cards=True,
        caption=gettext_lazy("Segments"),
        empty=Empty(
            gettext_lazy("No segments yet"),
            gettext_lazy("A segment is a rule over customers: who belongs together."),
            "users",
        ),
    )


def member_table(page: SegmentPage) -> Table[MemberRow]:
    def why(row: MemberRow) -> SafeString:
        address = reverse("segments:explain_membership", args=[row.customer_id, row.set_id])
        return format_html(
            "{} {}",
            row.values or formats.NOTHING,
            pieces.why(address, row.name, key=f"member-{row.customer_id}"),
        )

    return Table(
        [
            Column(
                "name",
                gettext_lazy("Customer"),
                cell=customer_name,
                detail=lambda row: row.card.number if row.card else "",
            ),
            Column(
                "holder",
                gettext_lazy("With"),
                cell=lambda row: local(row.card.holder, row.card.holder_en) if row.card else formats.NOTHING,
                optional=True,
            ),
            Column("since", gettext_lazy("Since"), kind="iso"),
            *([Column[MemberRow]("until", gettext_lazy("Until"), kind="iso")] if page.is_past else []),
            Column("values", gettext_lazy("Values that decided"), cell=why),
        ],
        page.members,
        count=page.count,
        cards=True,
        caption=gettext_lazy("Customers"),
        empty=Empty(
            gettext_lazy("Nobody of yours"),
            gettext_lazy("None of your customers is in this segment on this day."),
            "users",
        ),
    )


def trial_table(rows: tuple[TrialRow, ...]) -> Table[TrialRow]:
    return Table.of(
        [
            Column("label", gettext_lazy("Segment"), detail=lambda row: row.rule),
            Column("now", gettext_lazy("Would be in it"), kind="number"),
            Column("enters", gettext_lazy("Enter"), kind="number"),
            Column("leaves", gettext_lazy("Leave"), kind="number"),
        ],
        rows,
        caption=gettext_lazy("What would change"),
    )
