"""What can be taken out: the list of visits as a file. The same filters and scope as the page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.public import CustomerCard, customer_card
from kejing.domain.visits import access
from kejing.domain.visits.models import Visit
from kejing.domain.visits.queries.visits import KEYS, VisitRow, chosen, visit_rows
from kejing.domain.visits.vocabulary import VisitRefusal, VisitState
from kejing.engines.interchange.public import ExportColumn, ExportTarget
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import KernelRefusal, Refused
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui import formats

FILTERS = frozenset({"month", "state", "customer"})


def _words(actor: Actor, params: Mapping[str, str]) -> list[str]:
    """What `_choose` narrows the list to, in words."""
    state = params.get("state", "")
    month = _month(params.get("month", ""))
    customer = _customer(actor, params)
    words = [
        month and formats.month(month.start),
        state and VisitState(state).label,
        customer and customer.name,
    ]
    return [str(word) for word in words if word]


def _choose(actor: Actor, params: Mapping[str, str]) -> tuple[QuerySet[Visit], Sequence[str]]:
    """Raises Refused for a filter the list does not have or a value that will not do, NotVisible for a customer."""
    for name in params:
        if name not in FILTERS:
            raise Refused(VisitRefusal.UNKNOWN_FILTER, field=name[:40], name=name[:40])
    state = params.get("state", "")
    if state and state not in VisitState.values:
        raise Refused(VisitRefusal.UNKNOWN_FILTER, field="state", name=state[:40])
    month, customer = _month(params.get("month", "")), _customer(actor, params)
    return chosen(actor, month, state, customer).select_related("staff"), KEYS


def _customer(actor: Actor, params: Mapping[str, str]) -> CustomerCard | None:
    wanted = params.get("customer", "")
    if not wanted:
        return None
    known = wanted.isascii() and wanted.isdigit() and len(wanted) < 19
    return customer_card(actor=actor, customer_id=int(wanted) if known else 0)


def _month(text: str) -> Month | None:
    try:
        return Month.parse(text) if text else None
    except ValueError as error:
        raise Refused(KernelRefusal.NOT_A_MONTH, field="month", text=text[:20]) from error


def _rows(actor: Actor, visits: list[Any]) -> list[VisitRow]:
    return visit_rows(actor, visits)


def _columns(_actor: Actor) -> list[ExportColumn]:
    return [
        ExportColumn("customer_number", _("Number"), lambda row: row.customer.number if row.customer else ""),
        ExportColumn("customer", _("Customer"), lambda row: row.customer.name if row.customer else ""),
        ExportColumn("day", _("Day"), lambda row: row.day),
        ExportColumn("at", _("Time"), lambda row: row.at),
        ExportColumn("state", _("State"), lambda row: row.state_label),
        ExportColumn("channel", _("Channel"), lambda row: str(row.channel.label)),
        ExportColumn("goal", _("Goal"), lambda row: row.goal),
        ExportColumn("result", _("Result"), lambda row: row.result),
        ExportColumn("next_step", _("Next step"), lambda row: row.next_step),
        ExportColumn("next_step_on", _("Next step on"), lambda row: row.next_step_on),
        ExportColumn("staff", _("By"), lambda row: row.staff),
    ]


EXPORTS = (
    ExportTarget(
        name="visits.visit",
        label=_("Visits"),
        route="visits:visit_list",
        columns=_columns,
        choose=_choose,
        words=_words,
        visible=access.visible,
        prepare=_rows,
    ),
)
