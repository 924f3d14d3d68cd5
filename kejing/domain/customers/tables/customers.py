"""The columns of customer lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.customers.models import Customer
from kejing.domain.customers.queries import (
    CustomerFilter,
    CustomerList,
    CustomerPage,
    HoldingRow,
    OwnershipRow,
    filter_words,
)
from kejing.domain.customers.tables.words import why
from kejing.domain.customers.vocabulary import PHONE, Risk
from kejing.engines.metrics.public import FactCard
from kejing.foundation.kernel import masks
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.fields import Access, show
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.figures import Figure
from kejing.foundation.ui.formats import local
from kejing.foundation.ui.saved_views import canonical
from kejing.foundation.ui.tables import Column, Empty, Table, row_page

RISK_STATES = {Risk.GOOD: "ok", Risk.UNCLASSIFIED: "due", Risk.WATCH: "late", Risk.BAD: "late"}


def risk_mark(risk: str, *, pill: bool = False) -> SafeString | str:
    """A risk as shape, word and colour; nothing for a customer without loans."""
    state = RISK_STATES.get(Risk(risk))
    return pieces.state(state, Risk(risk).label, pill=pill) if state else ""


def customer_table(found: CustomerList, actor: Actor) -> Table[Customer]:
    columns = [
        Column(
            "name", gettext_lazy("Name"), cell=_name, link=row_page("customers:customer_page"), sort="name"
        ),
        Column("number", gettext_lazy("Number"), sort="number"),
        Column(
            "holder", gettext_lazy("Held by"), cell=lambda row: local(row.holder.name, row.holder.name_en)
        ),
        Column(
            "unit",
            gettext_lazy("Unit"),
            cell=lambda row: local(row.unit.name, row.unit.name_en),
            optional=True,
        ),
        Column("since", gettext_lazy("Customer since"), kind="iso", optional=True, sort="since"),
    ]
    if actor.field(PHONE) is not Access.HIDE:
        columns.append(
            Column(
                "phone",
                gettext_lazy("Phone"),
                cell=lambda row: show(actor, PHONE, row.phone) or formats.NOTHING,
                optional=True,
            )
        )
    columns.append(Column("risk", gettext_lazy("Loans"), cell=lambda row: risk_mark(row.risk)))
    return Table(
        columns=columns,
        page=found.page,
        count=found.count,
        sort=found.wanted.sort,
        cards=True,
        caption=gettext_lazy("Customers"),
        empty=_empty(found.wanted),
    )


@dataclass(frozen=True, slots=True)
class Chip:
    """One of the filters in force, and the list without it."""

    label: str
    without: str


def filter_chips(wanted: CustomerFilter, params: Mapping[str, str]) -> list[Chip]:
    """What the list is narrowed to, in words; the text stands in its own box."""
    return [
        Chip(label, f"?{canonical({k: v for k, v in params.items() if k != name})}")
        for name, label in filter_words(wanted).items()
    ]


def key_figures(page: CustomerPage) -> list[Figure]:
    """The strip under the name: what is held across all lines."""
    lent = (
        [Figure(_("Lent"), formats.money(page.lent), note=_("loans held today, as granted"))]
        if page.amounts.seen
        else []
    )
    return [
        Figure(_("Product lines held"), formats.number(page.lines), note=_("of all lines")),
        Figure(_("Holdings"), formats.number(len(page.active)), note=_("held today, shared ones included")),
        *lent,
    ]


def holding_table(rows: list[HoldingRow], amounts: Access = Access.SHOW) -> Table[HoldingRow]:
    """What a customer holds, alone or with others; amounts are shown, masked or left out."""
    columns: list[Column[HoldingRow]] = [
        Column("number", gettext_lazy("Product"), cell=_product),
        Column("opened_on", gettext_lazy("From"), kind="iso"),
        Column("status", gettext_lazy("State"), cell=_status),
        Column("role", gettext_lazy("Part"), optional=True, cell=_part),
    ]
    if amounts is Access.MASK:
        columns.insert(2, Column("amount", gettext_lazy("Amount"), cell=lambda _row: masks.anything("")))
    elif amounts.seen:
        columns.insert(2, Column("amount", gettext_lazy("Amount"), kind="money"))
    return Table.of(
        columns, rows, caption=gettext_lazy("Holdings"), empty=Empty(gettext_lazy("Nothing held here yet"))
    )


def transaction_table(rows: list[FactCard]) -> Table[FactCard]:
    return Table.of(
        [
            Column("on_day", gettext_lazy("Day"), kind="iso"),
            Column("kind", gettext_lazy("What"), cell=_what),
            Column("amount", gettext_lazy("Amount"), kind="exact"),
            Column("balance", gettext_lazy("Balance"), kind="exact", cell=_balance),
        ],
        rows,
        dense=True,
        caption=gettext_lazy("Last transactions"),
    )


def ownership_table(rows: list[OwnershipRow]) -> Table[OwnershipRow]:
    return Table.of(
        [
            Column("holder", gettext_lazy("Held by"), cell=_holder),
            Column("valid_from", gettext_lazy("From"), kind="iso"),
            Column("valid_to", gettext_lazy("Until"), kind="iso"),
        ],
        rows,
        dense=True,
        caption=gettext_lazy("Who held this customer"),
    )


def _holder(row: OwnershipRow) -> SafeString:
    reason = f"{row.merged} · {why(row.reason)}" if row.merged else why(row.reason)
    return pieces.two_lines(local(row.holder, row.holder_en), reason)


def _name(row: Customer) -> SafeString | str:
    if not row.name_is_generated:
        return row.name
    hint = _("The source has no name; this one is generated.")
    return format_html('<span title="{}">{}</span>', hint, row.name)


def _product(row: HoldingRow) -> SafeString:
    return pieces.two_lines(local(row.product_zh, row.product_en), row.number)


def _status(row: HoldingRow) -> SafeString | str:
    """A loan's risk; other holdings say nothing until they end."""
    if row.status in Risk.values:
        return risk_mark(row.status)
    return row.status


def _what(row: FactCard) -> str:
    """How and for what, as the bank says it; else the kind of the fact."""
    said = [row.detail.get(name) for name in ("operation", "purpose")]
    words = [local(code.get("zh", ""), code.get("en", "")) for code in said if isinstance(code, dict)]
    return " · ".join(word for word in words if word) or local(row.label_zh, row.label_en)


def _balance(row: FactCard) -> str:
    kept = row.detail.get("balance")
    return formats.exact(Decimal(str(kept))) if kept is not None else formats.NOTHING


def _part(row: HoldingRow) -> str:
    if not row.shared_with:
        return row.role
    return _("%(role)s, shared with %(n)s") % {"role": row.role, "n": row.shared_with}


def _empty(wanted: CustomerFilter) -> Empty:
    if wanted.narrows:
        return Empty(
            gettext_lazy("No customer of yours is like this"),
            gettext_lazy("Take a filter off, or write less."),
            icon="search",
        )
    if wanted.query:
        return Empty(
            gettext_lazy("No customer of yours is found by this"),
            gettext_lazy("Two characters of a name, its pinyin initials, or part of the number will do."),
            icon="search",
        )
    return Empty(
        gettext_lazy("No customers yet"),
        gettext_lazy("Customers appear here when they are imported or given to you."),
        icon="building",
    )
