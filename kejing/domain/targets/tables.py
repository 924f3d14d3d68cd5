"""The columns of targets."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.targets.queries import TargetPage, TargetRow
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.figures import Figure
from kejing.foundation.ui.tables import Column, Empty, Table


def progress_table(rows: list[TargetRow]) -> Table[TargetRow]:
    """A person's targets of one period, by measure."""
    return _table(rows, Column("measure", gettext_lazy("Measure"), cell=lambda row: row.measure.label, link=_page,
                               detail=lambda row: row.product))  # fmt: skip


def parts_table(rows: list[TargetRow]) -> Table[TargetRow]:
    """The parts of a target, in one of its ways."""
    return _table(
        rows,
        Column(
            "name", gettext_lazy("Part of the target"), cell=_part, link=_page, detail=lambda row: row.number
        ),
    )


def _table(rows: list[TargetRow], first: Column[TargetRow]) -> Table[TargetRow]:
    return Table.of(
        [
            first,
            Column("base", gettext_lazy("Target"), cell=lambda row: row.base_text),
            Column("floor", gettext_lazy("Floor"), cell=lambda row: row.floor_text),
            Column("stretch", gettext_lazy("Stretch target"), cell=lambda row: row.stretch_text, optional=True),
            Column("actual", gettext_lazy("Reached"), cell=lambda row: row.actual_text),
            Column("attainment", gettext_lazy("Attainment"), cell=attainment),
            Column("floor_met", gettext_lazy("Floor met"), cell=floor_state),
        ],
        rows,
        caption=gettext_lazy("Targets"),
        cards=True,
        empty=Empty(gettext_lazy("No targets here"), icon="target-arrow"),
    )  # fmt: skip


def _page(row: TargetRow) -> str:
    return reverse("targets:target_page", args=[row.id])


def _part(row: TargetRow) -> str:
    """A product, a shorter period, or whoever it is."""
    return row.product or row.name if row.above_id else row.period


def attainment(row: TargetRow) -> SafeString | str:
    """The share with its why and a bar on which the floor is marked."""
    if row.percent is None:
        return formats.NOTHING
    why = pieces.why(
        reverse("targets:explain_target", args=[row.id]), row.attainment_text, key=f"target-{row.id}"
    )
    bar = render_to_string(
        "ui/_bar.html", {"share": row.percent, "tone": row.tone, "mark": row.floor_mark, "tall": False}
    )
    return format_html("{} {}{}", row.attainment_text, why, bar)


def floor_state(row: TargetRow) -> SafeString | str:
    if row.floor_met is None:
        return formats.NOTHING
    return pieces.state("ok", _("Met")) if row.floor_met else pieces.state("due", _("Not reached yet"))


def target_figures(page: TargetPage) -> list[Figure]:
    """A target's own figures."""
    row = page.row
    why = reverse("targets:explain_target", args=[row.id]) if row.attainment is not None else ""
    floor = {None: "", True: "ok", False: "late"}[row.floor_met]
    return [
        Figure(_("Target"), row.base_text, note=row.period),
        Figure(_("Reached"), row.actual_text, note=_as_of(row)),
        Figure(_("Attainment"), row.attainment_text, why=why),
        Figure(_("Floor"), row.floor_text, state=floor,
               note={None: "", True: _("Met"), False: _("Not reached yet")}[row.floor_met]),
        Figure(_("Stretch target"), row.stretch_text),
    ]  # fmt: skip


def _as_of(row: TargetRow) -> str:
    if row.actual is None:
        return _("not measured")
    return _("as of %(day)s") % {"day": formats.day(row.counted_at)}
