"""The columns of the pool, and of who is on the way into it."""

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.customers.queries import (
    PooledCustomer,
    PoolPage,
    RecyclingPage,
    RecyclingRow,
)
from kejing.domain.customers.tables.words import post_button
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.formats import local
from kejing.foundation.ui.tables import Column, Empty, Table, row_page


def pool_table(found: PoolPage, token: str) -> Table[PooledCustomer]:
    return Table(
        columns=[
            Column("name", gettext_lazy("Name"), cell=lambda row: pieces.two_lines(row.name, row.number)),
            Column("kind", gettext_lazy("Kind"), cell=lambda row: row.kind_label, optional=True),
            Column("unit", gettext_lazy("Pool of"), cell=lambda row: local(row.unit, row.unit_en)),
            Column("pooled_on", gettext_lazy("In the pool since"), kind="iso"),
            Column("id", "", cell=lambda row: _claim(row, token)),
        ],
        page=found.page,
        count=found.count,
        cards=True,
        caption=gettext_lazy("In the pool"),
        empty=Empty(
            gettext_lazy("The pool is empty"), gettext_lazy("Every customer is with somebody."), icon="users"
        ),
    )


def recycling_table(found: RecyclingPage, token: str) -> Table[RecyclingRow]:
    page = row_page("customers:customer_page")
    return Table(
        columns=[
            Column(
                "name",
                gettext_lazy("Name"),
                cell=lambda row: pieces.two_lines(row.name, row.number),
                link=page,
            ),
            Column("holder", gettext_lazy("Held by"), cell=lambda row: local(row.holder, row.holder_en)),
            Column("rule", gettext_lazy("Why"), cell=lambda row: row.rule.label),
            Column("due_on", gettext_lazy("Goes back"), kind="due"),
            Column(
                "id",
                "",
                cell=lambda row: (
                    post_button(reverse("customers:send_to_pool", args=[row.id]), _("To the pool"), token)
                    if found.may_send and row.is_due
                    else ""
                ),
            ),
        ],
        page=found.page,
        cards=True,
        caption=gettext_lazy("On the way to the pool"),
        empty=Empty(gettext_lazy("Nobody is on the way to the pool"), icon="check"),
    )


def _claim(row: PooledCustomer, token: str) -> SafeString | str:
    if not row.waits:
        return post_button(reverse("customers:claim_customer", args=[row.id]), _("Claim"), token)
    again = row.claimable_from
    return _("from %(day)s") % {"day": formats.iso(again)} if again else _("from tomorrow")
