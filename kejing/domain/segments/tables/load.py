"""The columns of loads, and of a proposal."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.segments.queries.load import Balance, BeforeAfter, LoadBoard, LoadRow, MoveRow
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.tables import Column, Empty, Table


def load_cell(row: LoadRow, *, marked: bool = True) -> SafeString:
    """Percent load; above 100 % it says so in words too."""
    text = formats.percent(row.load)
    shown: Any = (
        pieces.state("late", _("%(percent)s overloaded") % {"percent": text}) if row.is_over else text
    )
    if not marked:
        return format_html("{}", shown)
    address = reverse("segments:explain_load", args=[row.holder_id])
    return format_html("{} {}", shown, pieces.why(address, text, key=f"load-{row.holder_id}"))


def load_table(board: LoadBoard) -> Table[LoadRow]:
    def of_class(pk: int | None) -> Callable[[LoadRow], str]:
        return lambda row: formats.number(row.counts.get(pk, 0))

    return Table.of(
        [
            Column(
                "name",
                gettext_lazy("Account manager"),
                cell=lambda row: format_html("<b>{}</b>", row.name),
                detail=lambda row: row.unit,
            ),
            Column("customers", gettext_lazy("Customers"), kind="number"),
            *(
                Column[LoadRow](
                    f"class{line.id}", line.label, kind="number", cell=of_class(line.id), optional=True
                )
                for line in board.classes
            ),
            *([Column[LoadRow]("value", board.value_label, kind="money")] if board.value_label else []),
            Column(
                "needed",
                gettext_lazy("Hours needed"),
                cell=lambda row: formats.exact(row.needed, 1),
                kind="number",
            ),
            Column(
                "there",
                gettext_lazy("Hours there"),
                cell=lambda row: formats.exact(row.there, 1),
                kind="number",
                optional=True,
            ),
            Column("load", gettext_lazy("Load"), cell=load_cell),
            Column(
                "balance",
                "",
                cell=lambda row: pieces.link(
                    reverse("segments:balance_unit", args=[row.unit_id]), _("Balance the unit"), name=False
                ),
            ),
        ],
        board.rows,
        cards=True,
        caption=gettext_lazy("Load by account manager"),
        empty=Empty(gettext_lazy("Nobody in your team"), "", "users"),
    )


def before_after(page: Balance) -> Table[BeforeAfter]:
    return Table.of(
        [
            Column("name", gettext_lazy("Account manager"), cell=lambda line: line.row.name),
            Column("before", gettext_lazy("Load now"), cell=lambda line: load_cell(line.row)),
            Column(
                "after", gettext_lazy("Load after"), cell=lambda line: load_cell(line.after, marked=False)
            ),
            Column("gives", gettext_lazy("Gives"), kind="number"),
            Column("takes", gettext_lazy("Takes"), kind="number"),
            Column(
                "customers",
                gettext_lazy("Customers after"),
                kind="number",
                cell=lambda line: formats.number(line.after.customers),
            ),
        ],
        page.people,
        caption=gettext_lazy("Before and after"),
        cards=True,
    )


def move_table(page: Balance) -> Table[MoveRow]:
    return Table.of(
        [
            Column(
                "name",
                gettext_lazy("Customer"),
                cell=lambda line: (
                    pieces.link(reverse("customers:customer_page", args=[line.move.customer_id]), line.name)
                    if line.card
                    else line.name
                ),
                detail=lambda line: line.card.number if line.card else "",
            ),
            Column("giver", gettext_lazy("With now")),
            Column("taker", gettext_lazy("Would go to")),
            Column(
                "hours",
                gettext_lazy("Hours a month"),
                kind="number",
                cell=lambda line: formats.exact(line.move.hours),
            ),
            *(
                [
                    Column[MoveRow](
                        "value",
                        page.board.value_label,
                        kind="money",
                        cell=lambda line: formats.money_column(line.move.value),
                    )
                ]
                if page.board.value_label
                else []
            ),
        ],
        page.moves,
        caption=gettext_lazy("Proposed moves"),
        cards=True,
        dense=True,
    )
