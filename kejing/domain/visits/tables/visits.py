"""The columns of the list of visits, and its filters."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.visits.queries.visits import VisitList, VisitRow
from kejing.domain.visits.vocabulary import Reached, VisitState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.tables import Column, Empty, Table

REACHED_STATES = {Reached.YES: "ok", Reached.PARTLY: "run", Reached.NO: "none", Reached.NONE: "ok"}


def customer_name(row: VisitRow) -> str:
    return row.customer.name if row.customer else _("A customer now with somebody else")


def visit_state(row: VisitRow) -> SafeString:
    """A visit's state: shape, word and colour. Red only for a plan whose day has passed."""
    if row.is_overdue:
        return pieces.due(row.day)
    if row.is_held:
        label = _("Held") if row.reached == Reached.NONE else row.reached.label
        return pieces.state(REACHED_STATES[row.reached], label)
    return pieces.state("none" if row.is_open else "na", row.state_label)


def visit_table(found: VisitList) -> Table[VisitRow]:
    return Table(
        columns=[
            Column("customer", gettext_lazy("Customer"), cell=customer_name, link=_visit),
            Column("day", gettext_lazy("Day"), cell=_when),
            Column("state", gettext_lazy("State"), cell=visit_state),
            Column("goal", gettext_lazy("Goal and result"), cell=_said),
            Column("direction", gettext_lazy("Who came to whom"), cell=_direction, optional=True),
            Column("staff", gettext_lazy("By"), optional=True),
        ],
        page=found.page,
        count=found.count,
        cards=True,
        caption=gettext_lazy("Visits"),
        empty=Empty(
            gettext_lazy("No visits here"),
            gettext_lazy("Plan one, or record what was held."),
            icon="calendar-event",
            action=gettext_lazy("Plan a visit"),
            url=reverse("visits:plan_visit"),
        ),
    )


def _visit(row: VisitRow) -> str:
    return reverse("visits:visit_page", args=[row.id])


def _when(row: VisitRow) -> SafeString:
    at = row.at
    return format_html("{}{}", pieces.time(row.day), f" {at}" if at else "")


def _said(row: VisitRow) -> SafeString | str:
    return (
        pieces.two_lines(row.goal or formats.NOTHING, row.result)
        if row.result
        else row.goal or formats.NOTHING
    )


def _direction(row: VisitRow) -> str:
    return f"{row.direction.label} · {row.channel.label}" if row.is_held else formats.NOTHING


@dataclass(frozen=True, slots=True)
class Filter:
    """One chip above a list; `value` goes into the address."""

    value: str
    label: str
    current: bool


def month_filters(found: VisitList) -> list[Filter]:
    """All, the months around this one, and the one shown."""
    shown, this = found.month, Month.of(clock.today())
    near = {this.next(), this, this.previous(), this.plus(-2)} | ({shown} if shown else set())
    months = [
        Filter(str(month), formats.month(month.start), month == shown) for month in sorted(near, reverse=True)
    ]
    return [Filter("", _("All months"), shown is None), *months]


def state_filters(found: VisitList) -> list[Filter]:
    states = [Filter(value, str(label), value == found.state) for value, label in VisitState.choices]
    return [Filter("", _("All states"), found.state not in VisitState.values), *states]
