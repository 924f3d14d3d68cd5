"""The columns of what teams and units owe."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kejing.domain.duties.queries import Coverage, PersonRow, TeamDuties, UnitRow
from kejing.domain.duties.rules import Record
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.figures import Figure
from kejing.foundation.ui.tables import Column, Empty, Table


def people_table(team: TeamDuties) -> Table[PersonRow]:
    return Table.of(
        [
            Column(
                "name", pgettext_lazy("person", "Name"), link=_person, detail=lambda row: row.unit or None
            ),
            Column("overdue", _("Not done"), cell=lambda row: _bad(row.record.overdue)),
            Column("open", _("Not due yet"), cell=lambda row: row.record.open, optional=True),
            Column("late", _("Done late"), cell=lambda row: _warn(row.record.late)),
            Column("excused", _("Excused"), cell=lambda row: row.record.excused, optional=True),
            Column("share", _("Done"), cell=_person_share),
        ],
        team.people,
        caption=_("People and their duties"),
        cards=True,
        empty=Empty(
            _("Nobody here has duties"), _("Who owes what stands in the duty calendar."), "list-check"
        ),
    )


def units_table(page: Coverage) -> Table[UnitRow]:
    return Table.of(
        [
            Column("name", _("Unit"), link=_unit),
            Column("owed", _("Due by now"), cell=lambda row: formats.number(row.record.owed)),
            Column("overdue", _("Not done"), cell=lambda row: _bad(row.record.overdue)),
            Column("late", _("Done late"), cell=lambda row: _warn(row.record.late)),
            Column("share", _("Done"), cell=lambda row: share_text(row.record)),
        ],
        page.units,
        caption=_("Units and their duties"),
        cards=True,
        empty=Empty(_("No unit below this one"), "", "sitemap"),
    )


def record_figures(record: Record, why: str = "") -> list[Figure]:
    """The strip of a month: not done, not due yet, late, the share done."""
    return [
        Figure(
            str(_("Done")), formats.percent(record.share), note=counts(record), why=why if record.owed else ""
        ),
        Figure(str(_("Not done")), formats.number(record.overdue), bad=record.overdue > 0),
        Figure(str(_("Done late")), formats.number(record.late)),
        Figure(str(_("Not due yet")), formats.number(record.open)),
    ]


def counts(record: Record) -> str:
    return f"{record.done + record.late} / {record.owed}" if record.owed else ""


def share_text(record: Record) -> SafeString | str:
    if record.share is None:
        return formats.NOTHING
    return pieces.two_lines(formats.percent(record.share), counts(record))


def _person_share(row: PersonRow) -> SafeString | str:
    share = row.record.share
    if share is None:
        return formats.NOTHING
    why = pieces.why(
        reverse("duties:explain_share", args=[row.staff_id]),
        formats.percent(share),
        key=f"duties-{row.staff_id}",
    )
    return pieces.two_lines(format_html("{} {}", formats.percent(share), why), counts(row.record))


def _bad(n: int) -> SafeString | str:
    return pieces.state("late", n) if n else "0"


def _warn(n: int) -> SafeString | str:
    return pieces.state("due", n) if n else "0"


def _person(row: PersonRow) -> str:
    return reverse("duties:person_duties", args=[row.staff_id])


def _unit(row: UnitRow) -> str:
    page = "duties:team_duties" if row.is_leaf else "duties:coverage"
    return f"{reverse(page)}?unit={row.id}"
