"""The columns of overdue contacts."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.segments.queries.answers import LateAnswers
from kejing.domain.segments.queries.due import OverdueList, OverdueRow, PersonOverdue
from kejing.domain.segments.tables.cells import customer_name
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.tables import Column, Empty, Table


def overdue_table(found: OverdueList) -> Table[OverdueRow]:
    def days(row: OverdueRow) -> SafeString:
        text = _("%(n)s days") % {"n": formats.number(row.days)}
        address = reverse("segments:explain_overdue", args=[row.customer_id])
        return format_html(
            "{} {}", pieces.state("late", text), pieces.why(address, text, key=f"overdue-{row.customer_id}")
        )

    def plan(row: OverdueRow) -> SafeString:
        return pieces.link(
            f"{reverse('visits:plan_visit')}?customer={row.customer_id}", _("Plan a visit"), name=False
        )

    return Table(
        [
            Column(
                "name",
                gettext_lazy("Customer"),
                cell=customer_name,
                detail=lambda row: row.card.number if row.card else "",
            ),
            Column("segment", gettext_lazy("Class")),
            Column("last_on", gettext_lazy("Last contact"), kind="iso"),
            Column("norm_days", gettext_lazy("Norm, days"), kind="number", optional=True),
            Column("days", gettext_lazy("Overdue"), cell=days),
            Column(
                "holder",
                gettext_lazy("With"),
                cell=lambda row: row.card.holder if row.card else formats.NOTHING,
                optional=True,
            ),
            Column("plan", "", cell=plan),
        ],
        found.page,
        count=found.count,
        cards=True,
        caption=gettext_lazy("Overdue contacts"),
        empty=Empty(
            gettext_lazy("Nobody is overdue"),
            gettext_lazy("Customers longer without contact than their class allows appear here."),
            "circle-check",
        ),
    )


def people_overdue(found: OverdueList | LateAnswers) -> Table[PersonOverdue]:
    return Table.of(
        [
            Column(
                "name",
                gettext_lazy("Account manager"),
                link=lambda row: f"?holder={row.holder_id}",
                detail=lambda row: row.unit,
            ),
            Column("n", gettext_lazy("Overdue"), kind="number"),
        ],
        found.people,
        caption=gettext_lazy("By person"),
        dense=True,
    )
