"""The columns of requests to unlock, and of what is packed to whom."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.customers.queries import (
    PackedHolding,
    UnlockRow,
)
from kejing.domain.customers.tables.words import post_button
from kejing.foundation.kernel.paging import Page
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.formats import local
from kejing.foundation.ui.tables import Column, Empty, Table, row_page


def unlock_table(page: Page[UnlockRow], token: str) -> Table[UnlockRow]:
    return Table(
        columns=[
            Column(
                "name",
                gettext_lazy("Name"),
                cell=lambda row: pieces.two_lines(row.name, row.number),
                link=row_page("customers:customer_page"),
            ),
            Column(
                "holder",
                gettext_lazy("Locked to"),
                cell=lambda row: pieces.two_lines(
                    local(row.holder, row.holder_en), formats.iso(row.locked_since)
                ),
            ),
            Column(
                "reason",
                gettext_lazy("Why she should be unlocked"),
                cell=lambda row: pieces.two_lines(
                    row.reason, f"{row.asked_by} · {formats.iso(row.asked_on)}"
                ),
            ),
            Column("id", "", cell=lambda row: _decide(row, token)),
        ],
        page=page,
        cards=True,
        caption=gettext_lazy("Requests to unlock"),
        empty=Empty(gettext_lazy("Nobody has asked to unlock anything"), icon="check"),
    )


def package_table(rows: list[PackedHolding]) -> Table[PackedHolding]:
    return Table.of(
        [
            Column(
                "number",
                gettext_lazy("Product"),
                cell=lambda row: pieces.two_lines(local(row.product_zh, row.product_en), row.number),
            ),
            Column("amount", gettext_lazy("Amount"), kind="money"),
            Column(
                "holder",
                gettext_lazy("Packed to"),
                cell=lambda row: local(row.holder, row.holder_en) or formats.NOTHING,
            ),
            Column("since", gettext_lazy("Since"), kind="iso"),
            Column(
                "locked",
                gettext_lazy("Locked"),
                cell=lambda row: _("with the customer") if row.locked else "",
            ),
        ],
        rows,
        caption=gettext_lazy("What is packed to whom"),
        empty=Empty(gettext_lazy("Nothing held here yet")),
    )


def _decide(row: UnlockRow, token: str) -> SafeString | str:
    if row.own:
        return _("A second person decides")
    url = reverse("customers:decide_unlock", args=[row.id])
    return format_html(
        "{} {}",
        post_button(url, _("Unlock"), token, approve="1"),
        post_button(url, _("Leave locked"), token, approve=""),
    )
