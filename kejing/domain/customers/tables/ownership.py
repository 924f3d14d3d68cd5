"""The columns of whose customers are, were and may become."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.customers.models import Ownership
from kejing.domain.customers.queries import (
    CollaboratorRow,
    HeldOn,
    LeftList,
    LeftRow,
    Preview,
    PreviewRow,
    RotationList,
    Stretch,
)
from kejing.domain.customers.rules import rotation_due
from kejing.domain.customers.tables.words import post_button, why
from kejing.domain.customers.vocabulary import SinceLook
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.formats import local
from kejing.foundation.ui.tables import Column, Empty, Table, row_page


def stretch_table(rows: list[Stretch]) -> Table[Stretch]:
    return Table.of(
        [
            Column(
                "holder",
                gettext_lazy("Held by"),
                cell=lambda row: pieces.two_lines(
                    local(row.holder, row.holder_en), local(row.unit, row.unit_en)
                ),
            ),
            Column("valid_from", gettext_lazy("From"), kind="iso"),
            Column("valid_to", gettext_lazy("Until"), kind="iso"),
            Column("reason", gettext_lazy("Why it began"), cell=lambda row: why(row.reason)),
            Column("decided_by", gettext_lazy("Decided by")),
        ],
        rows,
        caption=gettext_lazy("Who held this customer"),
        cards=True,
    )


def collaborator_table(
    rows: list[CollaboratorRow], customer_id: int, token: str = ""
) -> Table[CollaboratorRow]:
    """`token` gives the rows at work a button that ends them."""
    return Table.of(
        [
            Column(
                "name",
                gettext_lazy("Who"),
                cell=lambda row: pieces.two_lines(local(row.name, row.name_en), local(row.unit, row.unit_en)),
            ),
            Column("role", gettext_lazy("As what")),
            Column("valid_from", gettext_lazy("From"), kind="iso"),
            Column("valid_to", gettext_lazy("Until"), kind="iso"),
            Column("reason", gettext_lazy("Why"), optional=True),
            Column(
                "id",
                "",
                cell=lambda row: (
                    ""
                    if row.is_over or not token
                    else post_button(
                        reverse("customers:end_collaboration", args=[customer_id, row.id]), _("End"), token
                    )
                ),
            ),
        ],
        rows,
        caption=gettext_lazy("Who works on this customer"),
        empty=Empty(gettext_lazy("Nobody beside the holder"), icon="users"),
    )


def preview_table(preview: Preview) -> Table[PreviewRow]:
    return Table.of(
        [
            Column(
                "number",
                gettext_lazy("Number"),
                cell=lambda row: pieces.two_lines(row.name or formats.NOTHING, row.number),
            ),
            Column("holder", gettext_lazy("Held by"), cell=lambda row: local(row.holder, row.holder_en)),
            *([_SINCE] if preview.changed else []),
            Column("fault", gettext_lazy("May move"), cell=_verdict),
        ],
        preview.rows,
        caption=gettext_lazy("What would happen"),
    )


def held_table(found: HeldOn) -> Table[Ownership]:
    page = row_page("customers:customer_page")
    return Table(
        columns=[
            Column(
                "name",
                gettext_lazy("Name"),
                cell=lambda row: row.customer.name,
                link=lambda row: page(row.customer),
            ),
            Column("number", gettext_lazy("Number"), cell=lambda row: row.customer.number),
            Column("valid_from", gettext_lazy("From"), kind="iso"),
            Column("valid_to", gettext_lazy("Until"), kind="iso"),
            Column(
                "now",
                gettext_lazy("Now with"),
                cell=lambda row: local(row.customer.holder.name, row.customer.holder.name_en),
            ),
        ],
        page=found.page,
        count=found.count,
        cards=True,
        caption=gettext_lazy("Held on a day"),
        empty=Empty(gettext_lazy("Nobody you see was with this holder then"), icon="users"),
    )


def left_table(found: LeftList) -> Table[LeftRow]:
    return Table(
        columns=[
            Column("number", gettext_lazy("Number")),
            Column(
                "holder",
                gettext_lazy("Was with"),
                cell=lambda row: pieces.two_lines(
                    local(row.holder, row.holder_en), local(row.unit, row.unit_en)
                ),
            ),
            Column("held_from", gettext_lazy("From"), kind="iso", optional=True),
            Column("left_on", gettext_lazy("Left on"), kind="iso"),
            Column("to_unit", gettext_lazy("Went to"), cell=lambda row: local(row.to_unit, row.to_unit_en)),
            Column("reason", gettext_lazy("Why"), cell=lambda row: why(row.reason)),
            Column("decided_by", gettext_lazy("Decided by"), optional=True),
        ],
        page=found.page,
        cards=True,
        caption=gettext_lazy("Customers who left"),
        empty=Empty(gettext_lazy("No customer has left your units"), icon="building"),
    )


def rotation_table(found: RotationList) -> Table[Ownership]:
    page = row_page("customers:customer_page")
    return Table(
        columns=[
            Column(
                "name",
                gettext_lazy("Name"),
                cell=lambda row: row.customer.name,
                link=lambda row: page(row.customer),
            ),
            Column("number", gettext_lazy("Number"), cell=lambda row: row.customer.number, optional=True),
            Column(
                "holder", gettext_lazy("Held by"), cell=lambda row: local(row.holder.name, row.holder.name_en)
            ),
            Column("valid_from", gettext_lazy("Since"), kind="iso"),
            Column(
                "due",
                gettext_lazy("To rotate by"),
                cell=lambda row: pieces.due(rotation_due(row.valid_from, found.policy)),
            ),
        ],
        page=found.page,
        cards=True,
        caption=gettext_lazy("Due for rotation"),
        empty=Empty(gettext_lazy("Nobody has had a customer for too long"), icon="check"),
    )


_SINCE: Column[PreviewRow] = Column(
    "since", gettext_lazy("Since you looked"), cell=lambda row: str(row.since.label) if row.since else ""
)


def _verdict(row: PreviewRow) -> SafeString:
    if row.since is SinceLook.GONE:
        return pieces.state("na", _("Not chosen"))
    if row.fault is None:
        return pieces.state("na", _("Is there already")) if row.stays else pieces.state("ok", _("Yes"))
    return format_html("{} {}", pieces.state("late", _("No")), row.fault.text)
