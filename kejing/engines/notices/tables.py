"""How notices, endpoints and deliveries are shown."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.engines.notices.queries import DeliveryRow, EndpointRow
from kejing.engines.notices.vocabulary import DeliveryState
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.tables import Column, Empty, Table

NOTHING_NEW = Empty(
    gettext_lazy("Nothing here"), gettext_lazy("What you should know of appears here."), "bell"
)
EVERYTHING_ARRIVED = Empty(gettext_lazy("Everything arrived"), icon="circle-check")
STATES = {DeliveryState.WAITING: "run", DeliveryState.SENT: "ok", DeliveryState.DEAD: "late"}


def endpoint_table(rows: list[EndpointRow]) -> Table[EndpointRow]:
    return Table.of(
        [
            Column(
                "name", gettext_lazy("Name"), link=lambda row: reverse("notices:endpoint_page", args=[row.id])
            ),
            Column("url", gettext_lazy("Address")),
            Column("kinds", gettext_lazy("Told of"), cell=_kinds),
            Column("active", gettext_lazy("State"), cell=endpoint_state),
        ],
        rows,
        caption=gettext_lazy("Endpoints"),
        cards=True,
        empty=Empty(
            gettext_lazy("No other system is told"),
            gettext_lazy("Add the address of a bridge to your messenger, for example."),
            "world",
        ),
    )


def delivery_table(rows: Sequence[DeliveryRow]) -> Table[DeliveryRow]:
    return Table.of(_columns(), list(rows), caption=gettext_lazy("Last deliveries"), cards=True,
                    empty=Empty(gettext_lazy("Nothing was sent yet")))  # fmt: skip


def endpoint_state(row: EndpointRow) -> SafeString:
    if not row.active:
        return pieces.state("na", _("switched off"))
    if row.dead:
        return pieces.state("late", _("%(n)s given up") % {"n": row.dead})
    return pieces.state("ok", _("in use"))


def _columns() -> list[Column[DeliveryRow]]:
    return [
        Column("kind", gettext_lazy("Notice"), cell=lambda row: row.kind or _("test")),
        Column("made_at", gettext_lazy("Made at"), kind="day"),
        Column("state", gettext_lazy("State"), cell=_state),
        Column("attempts", gettext_lazy("Attempts"), kind="number", optional=True),
    ]


def _state(row: DeliveryRow) -> SafeString:
    mark = pieces.state(STATES[row.state], str(row.state.label))
    if not row.failure:
        return mark
    return pieces.two_lines(mark, f"{row.failure} {row.status or ''}".strip())


def _kinds(row: EndpointRow) -> str:
    return "; ".join(row.kinds) if row.kinds else _("everything") if not row.codes else formats.NOTHING
