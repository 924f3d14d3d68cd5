"""A team's month in the field as a table, a person's as key figures; each figure has its why."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kejing.domain.visits.queries.field import FieldBoard, FieldPage
from kejing.domain.visits.queries.why_field import SHARES, TITLES, FieldFigure, scored
from kejing.domain.visits.rules import FieldFigures, Fieldwork
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui import pieces
from kejing.foundation.ui.figures import Figure
from kejing.foundation.ui.tables import Column, Empty, Table

Row = tuple[str, FieldFigures]
ON_THE_BOARD = (
    FieldFigure.PRESENCE, FieldFigure.FINDINGS, FieldFigure.IN_TIME, FieldFigure.SOLVED, FieldFigure.GOALS,
    FieldFigure.CHECKLIST, FieldFigure.ORDER, FieldFigure.SHALLOW,
)  # fmt: skip


def field_table(board: FieldBoard) -> Table[Row]:
    return Table.of(
        [
            Column(
                "name", pgettext_lazy("person", "Name"), cell=lambda row: row[0],
                link=lambda row: _page(row, board),
            ),
            *(
                Column(figure.value, TITLES[figure], cell=_cell(figure, board))
                for figure in ON_THE_BOARD
            ),
        ],
        list(board.rows),
        caption=gettext_lazy("Work in the field"),
        cards=True,
        empty=Empty(
            gettext_lazy("Nobody in your team"), gettext_lazy("People in posts below yours appear here."), "users"
        ),
    )  # fmt: skip


def field_strip(page: FieldPage) -> list[Figure]:
    """All figures of one person."""
    return [_figure(figure, page) for figure in FieldFigure]


def _figure(figure: FieldFigure, page: FieldPage) -> Figure:
    counted = page.figures
    note = ""
    if figure in SHARES and SHARES[figure](counted).whole:
        share = SHARES[figure](counted)
        note = _("%(part)s of %(whole)s") % {"part": share.part, "whole": share.whole}
    return Figure(
        str(TITLES[figure]), scored(figure, counted)[0], note=note,
        why=_why(page.staff_id, figure, page.month),
        state="late" if alerting(figure, counted, page.policy) else "",
    )  # fmt: skip


def alerting(figure: FieldFigure, one: FieldFigures, policy: Fieldwork) -> bool:
    """Zero values of the three measures, low presence, a long run of visits that came to nothing."""
    if figure is FieldFigure.SHALLOW:
        return one.shallow_run >= policy.shallow_run
    if figure is FieldFigure.PRESENCE:
        return (
            bool(one.presence.whole)
            and one.presence.part * 100 < policy.presence_percent * one.presence.whole
        )
    if figure in {FieldFigure.FINDINGS, FieldFigure.IN_TIME, FieldFigure.SOLVED}:
        share = SHARES[figure](one)
        return bool(share.whole) and share.part == 0
    return False


def _cell(figure: FieldFigure, board: FieldBoard) -> Callable[[Row], SafeString]:
    def cell(row: Row) -> SafeString:
        text = scored(figure, row[1])[0]
        shown = pieces.state("late", text) if alerting(figure, row[1], board.policy) else text
        return format_html("{} {}", shown, pieces.why(_why(row[1].staff_id, figure, board.month), text))

    return cell


def _page(row: Row, board: FieldBoard) -> str:
    return reverse("visits:field_page", args=[row[1].staff_id]) + f"?month={board.month}"


def _why(staff_id: int, figure: FieldFigure, month: Month) -> str:
    return reverse("visits:explain_field", args=[staff_id, figure.value]) + f"?month={month}"
