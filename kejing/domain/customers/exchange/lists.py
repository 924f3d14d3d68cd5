"""What can be taken out: the customer list as a file. The same filters, scope and field rights as the page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers import access
from kejing.domain.customers.models import Customer, ProfileField
from kejing.domain.customers.queries import chosen, list_words, read_filter
from kejing.domain.customers.queries.unmasking import written
from kejing.domain.customers.vocabulary import ADDRESS, IDENTITY_NUMBER, PHONE, PROFILE, CustomerKind, Risk
from kejing.engines.interchange.public import ExportColumn, ExportTarget
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui.formats import chinese

MOST_EXPORTED = 1_000_000


def _choose(actor: Actor, params: Mapping[str, str]) -> tuple[QuerySet[Customer], Sequence[str]]:
    rows, keys = chosen(actor, read_filter(actor, params), MOST_EXPORTED)
    return rows.select_related("holder", "unit"), keys


_SORTED = {"name": _("by name"), "number": _("by number"), "since": _("by the day they became customers")}


def _words(actor: Actor, params: Mapping[str, str]) -> list[str]:
    """The filters as the page's chips name them, the text searched for, and the order when it is not the usual."""
    wanted = read_filter(actor, params)
    order = str(_SORTED[wanted.sort.removeprefix("-")]) if wanted.sort != "name" else ""
    if wanted.sort.startswith("-"):
        order = gettext("%(order)s, downwards") % {"order": order}
    return [*list_words(wanted), *filter(None, [order])]


def _columns(_actor: Actor) -> list[ExportColumn]:
    zh = chinese()
    return [
        ExportColumn("number", _("Number"), lambda row: row.number),
        ExportColumn("name", _("Name"), lambda row: row.name),
        ExportColumn("kind", _("Kind"), lambda row: str(CustomerKind(row.kind).label)),
        ExportColumn("holder", _("Held by"), lambda row: _local(row.holder, zh=zh)),
        ExportColumn("unit", _("Unit"), lambda row: _local(row.unit, zh=zh)),
        ExportColumn("since", _("Customer since"), lambda row: row.since),
        ExportColumn("risk", _("Loans"), lambda row: str(Risk(row.risk).label)),
        ExportColumn("phone", _("Phone"), lambda row: row.phone, PHONE),
        ExportColumn(
            "identity_number", _("Identity number"), lambda row: row.identity_number, IDENTITY_NUMBER
        ),
        ExportColumn("address", _("Address"), lambda row: row.address, ADDRESS),
        *(_profile_column(field, zh=zh) for field in ProfileField.objects.order_by("position", "code")),
    ]


def _profile_column(field: ProfileField, *, zh: bool) -> ExportColumn:
    label = field.label_zh if zh else field.label_en
    return ExportColumn(
        f"profile.{field.code}",
        label,
        lambda row: written(row.attributes.get(field.code, "")),
        f"{PROFILE}.{field.code}",
    )


def _local(row: Any, *, zh: bool) -> str:
    return str(row.name if zh else row.name_en or row.name)


EXPORTS = (
    ExportTarget(
        name="customers.customer",
        label=_("Customers"),
        route="customers:customer_list",
        columns=_columns,
        choose=_choose,
        words=_words,
        visible=access.visible,
    ),
)
