"""The columns of the list of internal contacts."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from kejing.domain.visits.queries.people import InternalRow
from kejing.foundation.kernel.paging import Page
from kejing.foundation.ui import pieces
from kejing.foundation.ui.tables import Column, Empty, Table


def internal_table(found: Page[InternalRow]) -> Table[InternalRow]:
    return Table(
        columns=[
            Column("department", gettext_lazy("Department")),
            Column("when", gettext_lazy("When"), cell=lambda row: pieces.time(row.happened_at)),
            Column(
                "topic", gettext_lazy("What about"), cell=lambda row: pieces.two_lines(row.topic, row.result)
            ),
            Column("channel", gettext_lazy("How"), cell=lambda row: row.channel.label),
            Column("staff", gettext_lazy("By"), optional=True),
        ],
        page=found,
        cards=True,
        caption=gettext_lazy("Internal contacts"),
        empty=Empty(
            gettext_lazy("No internal contacts yet"),
            gettext_lazy("What was agreed with other departments stands here."),
            icon="users",
            action=gettext_lazy("Record an internal contact"),
            url=reverse("visits:log_internal"),
        ),
    )
