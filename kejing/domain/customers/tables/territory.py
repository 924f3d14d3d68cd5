"""The columns of unit markets, and of their sums by unit."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.customers.queries import AreaRow, Markets, TerritoryRow
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.formats import local
from kejing.foundation.ui.tables import Column, Empty, Table


def territory_table(found: Markets) -> Table[TerritoryRow]:
    return Table.of(
        [
            Column(
                "name", gettext_lazy("Unit market"), cell=lambda row: pieces.two_lines(row.name, row.code)
            ),
            Column("unit", gettext_lazy("Unit"), optional=True),
            Column(
                "holder",
                gettext_lazy("Whose"),
                cell=lambda row: local(row.holder, row.holder_en) or formats.NOTHING,
            ),
            Column("customers", gettext_lazy("Customers"), kind="number"),
            Column("sold", gettext_lazy("Sold"), kind="money"),
            Column("id", "", cell=lambda row: _change(row) if found.may_change else ""),
        ],
        found.rows,
        cards=True,
        caption=gettext_lazy("Unit markets"),
        empty=Empty(gettext_lazy("No unit markets yet"), icon="map-pin"),
    )


def area_table(found: Markets) -> Table[AreaRow]:
    return Table.of(
        [
            Column("unit", gettext_lazy("Unit")),
            Column("markets", gettext_lazy("Unit markets"), kind="number"),
            Column("customers", gettext_lazy("Customers"), kind="number"),
            Column("sold", gettext_lazy("Sold"), kind="money"),
        ],
        found.areas,
        dense=True,
        caption=gettext_lazy("By unit"),
    )


def _change(row: TerritoryRow) -> SafeString:
    give = pieces.link(reverse("customers:give_territory", args=[row.id]), _("Give"), name=False)
    place = pieces.link(
        reverse("customers:place_customers", args=[row.id]), _("Put customers in"), name=False
    )
    return format_html("{} · {}", give, place)
