"""The columns of crossed contacts."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from kejing.domain.visits.queries.contacts import Crossed, CrossedRow
from kejing.foundation.ui import pieces
from kejing.foundation.ui.formats import local
from kejing.foundation.ui.tables import Column, Empty, Table


def crossed_table(found: Crossed) -> Table[CrossedRow]:
    return Table.of(
        [
            Column(
                "name",
                gettext_lazy("Customer"),
                cell=lambda row: pieces.two_lines(row.name, row.number),
                link=lambda row: f"{reverse('visits:visit_list')}?customer={row.customer_id}",
            ),
            Column("holder", gettext_lazy("Held by"), cell=lambda row: local(row.holder, row.holder_en)),
            Column("by", gettext_lazy("Contacted by")),
            Column("contacts", gettext_lazy("Contacts made"), kind="number"),
            Column("last", gettext_lazy("Last one"), kind="iso"),
        ],
        found.rows,
        cards=True,
        caption=gettext_lazy("Crossed contacts"),
        empty=Empty(gettext_lazy("Nobody contacted a customer of somebody else unannounced"), icon="check"),
    )
