"""How the organisation is shown."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.org.queries import (
    CoverRow,
    Covers,
    Organisation,
    PlannedMove,
    Seat,
    UnitRow,
    WaitingPerson,
)
from kejing.domain.org.vocabulary import UnitLevel
from kejing.foundation.kernel import clock
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.formats import local
from kejing.foundation.ui.tables import Column, Empty, Table

STATES = {"waiting": "none", "running": "run", "over": "na"}


def local_time(zone: str, now: datetime | None = None) -> str:
    """What time it is where a unit is, `09:30`; empty for one in the organisation's own zone."""
    if not zone:
        return ""
    return f"{(now or clock.now()).astimezone(ZoneInfo(zone)):%H:%M}"


def people_table(found: Organisation) -> Table[Seat]:
    return Table(
        columns=[
            Column("name", gettext_lazy("Name"), cell=lambda row: local(row.name, row.name_en)),
            Column("username", gettext_lazy("User name")),
            Column("role", gettext_lazy("Role"), cell=lambda row: local(row.role, row.role_en)),
            Column("unit", gettext_lazy("Unit"), cell=_where),
        ],
        page=found.people,
        count=found.count,
        caption=gettext_lazy("People"),
        cards=True,
        empty=Empty(gettext_lazy("Nobody is called so")) if found.text else Empty(gettext_lazy("Nobody yet")),
    )


def unit_table(units: list[UnitRow]) -> Table[UnitRow]:
    """The tree, each unit under the one it stands below."""
    return Table.of(
        [
            Column("name", gettext_lazy("Unit"), cell=_indented),
            Column("kind", gettext_lazy("Kind of unit"), cell=lambda row: level(row.kind)),
            Column("time_zone", gettext_lazy("Time zone"), cell=_zone),
            Column("language", gettext_lazy("Language"), cell=lambda row: row.language or formats.NOTHING),
            Column("id", "", cell=_change),
        ],
        units,
        caption=gettext_lazy("Units"),
        dense=True,
        empty=Empty(gettext_lazy("No units yet")),
    )


def cover_table(found: Covers) -> Table[CoverRow]:
    return Table(
        columns=[
            Column(
                "covered",
                gettext_lazy("For whom"),
                cell=lambda row: local(row.covered.name, row.covered.name_en),
                link=lambda row: reverse("org:cover_page", args=[row.id]),
            ),
            Column(
                "deputy",
                gettext_lazy("Who acts"),
                cell=lambda row: local(row.deputy.name, row.deputy.name_en),
            ),
            Column("valid_from", gettext_lazy("From"), kind="iso"),
            Column("last_day", gettext_lazy("Last day"), kind="iso"),
            Column("state", gettext_lazy("State"), cell=cover_state),
            Column("reason", gettext_lazy("Why"), optional=True),
        ],
        page=found.page,
        cards=True,
        caption=gettext_lazy("Covers"),
        empty=Empty(gettext_lazy("Nobody acts for anybody"), icon="users"),
    )


def cover_state(row: CoverRow) -> SafeString:
    words = {"waiting": _("not yet"), "running": _("acts now"), "over": _("handed back")}
    return pieces.state(STATES[row.state], words[row.state])


def level(kind: str) -> str:
    """A unit's kind: a level known by name, or the organisation's own word."""
    return str(UnitLevel(kind).label) if kind in UnitLevel.values else kind


def _where(row: Seat) -> SafeString | str:
    """The unit; where it lies in another zone, with the time there."""
    name = local(row.unit, row.unit_en)
    if not row.time_zone:
        return name
    return pieces.two_lines(
        name, _("%(time)s there (%(zone)s)") % {"time": local_time(row.time_zone), "zone": row.time_zone}
    )


def _indented(row: UnitRow) -> SafeString:
    return format_html(
        '{}{} <span class="t3 sm">{}</span>', "　" * row.depth, local(row.name, row.name_en), row.code
    )


def _zone(row: UnitRow) -> SafeString | str:
    if not row.time_zone:
        return formats.NOTHING
    return pieces.two_lines(row.time_zone, local_time(row.time_zone))


def _change(row: UnitRow) -> SafeString:
    return pieces.link(reverse("org:set_unit_place", args=[row.id]), _("Change"), name=False)


def waiting_table(people: list[WaitingPerson]) -> Table[WaitingPerson]:
    return Table.of(
        [
            Column("name", gettext_lazy("Name")),
            Column("username", gettext_lazy("User name")),
            Column("unit", gettext_lazy("Unit")),
        ],
        people,
        caption=gettext_lazy("People without a password"),
        cards=True,
        empty=Empty(gettext_lazy("Everybody has a password")),
    )


def move_table(moves: list[PlannedMove]) -> Table[PlannedMove]:
    return Table.of(
        [
            Column("unit", gettext_lazy("Unit")),
            Column("parent", gettext_lazy("Goes below")),
            Column("moves_on", gettext_lazy("On"), kind="iso"),
            Column("asked_by", gettext_lazy("Asked for by")),
            Column(
                "overdue",
                gettext_lazy("State"),
                cell=lambda row: _("cannot be made: the tree changed") if row.overdue else "–",
            ),
        ],
        moves,
        caption=gettext_lazy("Moves of units ahead"),
        cards=True,
    )
