"""The columns of groups, of incomplete profiles, of customers with a tag."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.customers.models import Customer
from kejing.domain.customers.queries import GapList, GroupPage, NodeRow, TaggedList, listed
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.figures import Figure
from kejing.foundation.ui.formats import local
from kejing.foundation.ui.tables import Column, Empty, Table, row_page

DEEPEST = 12
"""Levels that are drawn one by one; below, a number says how deep."""


def gap_table(found: GapList) -> Table[Customer]:
    """Whose profile is incomplete or old, and by what."""
    return Table(
        columns=[
            Column("name", gettext_lazy("Name"), link=row_page("customers:customer_page"), detail=_number),
            Column("missing", gettext_lazy("Missing"), cell=lambda row: _list(found.gaps[row.pk].missing)),
            Column("old", gettext_lazy("To confirm"), cell=lambda row: _list(found.gaps[row.pk].old)),
            Column("percent", gettext_lazy("Complete"), cell=lambda row: _percent(found, row)),
        ],
        page=found.page,
        count=found.count,
        cards=True,
        caption=gettext_lazy("Incomplete profiles"),
        empty=Empty(gettext_lazy("Every profile is complete and young enough"), icon="circle-check"),
    )


def group_figures(page: GroupPage) -> list[Figure]:
    """What the seen part of a group holds together."""
    note = _("%(n)s more out of your sight") % {"n": formats.number(page.hidden)} if page.hidden else ""
    return [
        Figure(_("Members"), formats.number(page.seen), note=note),
        Figure(_("Holdings"), formats.number(page.holdings), note=_("held today, shared ones once")),
        Figure(_("Lent"), formats.money(page.lent), note=_("loans held today, as granted")),
    ]


def node_table(page: GroupPage) -> Table[NodeRow]:
    """The tree as far as the reader sees it, each member with her own holder."""
    return Table.of(
        [
            Column("customer", gettext_lazy("Name"), cell=_node, detail=lambda row: row.customer.number),
            Column("holder", gettext_lazy("Held by"), cell=_held_by),
            Column("holdings", gettext_lazy("Holdings"), kind="number"),
            Column("lent", gettext_lazy("Lent"), kind="money"),
        ],
        page.nodes,
        caption=gettext_lazy("Members of the group"),
        selected=lambda row: row.customer.pk == page.customer.pk,
    )


def tagged_table(found: TaggedList) -> Table[Customer]:
    return Table(
        columns=[
            Column("name", gettext_lazy("Name"), link=row_page("customers:customer_page"), detail=_number),
            Column(
                "holder",
                gettext_lazy("Held by"),
                cell=lambda row: local(row.holder.name, row.holder.name_en),
            ),
            Column(
                "unit",
                gettext_lazy("Unit"),
                cell=lambda row: local(row.unit.name, row.unit.name_en),
                optional=True,
            ),
        ],
        page=found.page,
        count=found.count,
        cards=True,
        caption=gettext_lazy("Customers"),
        empty=Empty(gettext_lazy("No customer of yours has this tag"), icon="bookmark"),
    )


def _number(row: Customer) -> str:
    return row.number


def _percent(found: GapList, row: Customer) -> SafeString:
    text = formats.percent(found.gaps[row.pk].percent / 100, 0)
    address = reverse("customers:explain_profile", args=[row.pk])
    return format_html("{} {}", text, pieces.why(address, text, key=f"profile-{row.pk}"))


def _list(labels: list[str]) -> str:
    return listed(labels) if labels else formats.NOTHING


def _node(row: NodeRow) -> SafeString:
    deep = f" +{row.level - DEEPEST}" if row.level > DEEPEST else ""
    steps = "└ " if row.level else ""
    address = reverse("customers:customer_page", args=[row.customer.pk])
    name = pieces.link(address, row.customer.name)
    return format_html('<span class="lv{}">{}{}</span>{}', min(row.level, DEEPEST), steps, name, deep)


def _held_by(row: NodeRow) -> SafeString:
    holder, unit = row.customer.holder, row.customer.unit
    return pieces.two_lines(local(holder.name, holder.name_en), local(unit.name, unit.name_en))
