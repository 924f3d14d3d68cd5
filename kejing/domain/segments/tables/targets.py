"""The columns of target lists, their coverage, and prospects."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.segments.queries.prospects import ProspectList, ProspectRow
from kejing.domain.segments.queries.targets import ListRow, PersonCoverage, TargetListPage, TargetRow
from kejing.domain.segments.tables.cells import customer_name, share_cell
from kejing.domain.segments.vocabulary import ProspectState, TargetState
from kejing.foundation.kernel.paging import Page
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.figures import Figure
from kejing.foundation.ui.tables import Column, Empty, Table

STATES = {TargetState.OPEN: "none", TargetState.WON: "ok", TargetState.DROPPED: "na"}
COURSES = {
    ProspectState.PROSPECT: "none",
    ProspectState.CONTACTED: "run",
    ProspectState.CUSTOMER: "ok",
    ProspectState.DROPPED: "na",
}


def list_table(page: Page[ListRow]) -> Table[ListRow]:
    return Table(
        [
            Column(
                "purpose",
                gettext_lazy("Target list"),
                link=lambda row: reverse("segments:target_list", args=[row.id]),
                detail=lambda row: row.segment,
            ),
            Column("made_on", gettext_lazy("Made on"), kind="iso", optional=True),
            Column("due_on", gettext_lazy("Contact until"), kind="due"),
            Column(
                "coverage",
                gettext_lazy("Coverage"),
                cell=lambda row: share_cell(
                    row.coverage, reverse("segments:explain_coverage", args=[row.id]), f"list-{row.id}"
                ),
            ),
            Column("won", gettext_lazy("Won"), kind="number"),
        ],
        page,
        cards=True,
        caption=gettext_lazy("Target lists"),
        empty=Empty(
            gettext_lazy("No target lists yet"),
            gettext_lazy("A list is made from a segment, for each account manager."),
            "target-arrow",
        ),
    )


def coverage_table(page: TargetListPage, *, by_unit: bool) -> Table[PersonCoverage]:
    def why(row: PersonCoverage) -> SafeString:
        address = reverse("segments:explain_coverage", args=[page.row.id])
        if row.holder_id is None:
            return format_html(
                '{} <span class="t3 sm">{} / {}</span>',
                formats.percent(row.coverage.ratio),
                row.coverage.part,
                row.coverage.whole,
            )
        return share_cell(row.coverage, f"{address}?holder={row.holder_id}", f"of-{row.holder_id}")

    link: Callable[[PersonCoverage], str] | None = (
        None if by_unit else (lambda row: f"?holder={row.holder_id}")
    )
    return Table.of(
        [
            Column(
                "name",
                gettext_lazy("Unit") if by_unit else gettext_lazy("Account manager"),
                link=link,
                detail=None if by_unit else (lambda row: row.unit),
            ),
            Column("coverage", gettext_lazy("Coverage"), cell=why),
            Column("won", gettext_lazy("Won"), kind="number"),
            Column("dropped", gettext_lazy("Dropped"), kind="number"),
        ],
        page.units if by_unit else page.people,
        caption=gettext_lazy("Coverage by unit") if by_unit else gettext_lazy("Coverage by person"),
        dense=True,
    )


def target_table(page: TargetListPage) -> Table[TargetRow]:
    def state(row: TargetRow) -> SafeString:
        if row.state == TargetState.OPEN and row.contacted_on:
            return pieces.state("run", _("contacted"))
        return pieces.state(STATES[row.state], row.state.label, title=row.note)

    def mark(row: TargetRow) -> Any:
        if not row.may_mark:
            return ""
        return pieces.link(
            reverse("segments:mark_target", args=[row.id]), _("Say what became of it"), name=False
        )

    return Table(
        [
            Column(
                "name",
                gettext_lazy("Customer"),
                cell=customer_name,
                detail=lambda row: row.card.number if row.card else _("now with somebody else"),
            ),
            Column("holder", gettext_lazy("On the list of"), optional=True),
            Column("contacted_on", gettext_lazy("Contacted"), kind="iso"),
            Column("state", gettext_lazy("State"), cell=state),
            Column("mark", "", cell=mark),
        ],
        page.targets,
        count=page.count,
        cards=True,
        caption=gettext_lazy("Customers of the list"),
    )


def list_figures(page: TargetListPage) -> list[Figure]:
    share = page.row.coverage
    left = formats.deadline(page.row.due_on)
    return [
        Figure(
            _("Coverage"),
            formats.percent(share.ratio),
            note=f"{share.part} / {share.whole}",
            why=reverse("segments:explain_coverage", args=[page.row.id]),
        ),
        Figure(_("Won"), formats.number(page.row.won)),
        Figure(
            _("Contact until"),
            formats.iso(page.row.due_on),
            note=_("over") if page.is_over else left.text if left.state != "none" else "",
        ),
    ]


def prospect_table(found: ProspectList) -> Table[ProspectRow]:
    def state(row: ProspectRow) -> SafeString:
        mark = pieces.state(COURSES[row.state], row.state.label, title=row.note)
        if row.customer_id:
            return format_html(
                "{} {}",
                mark,
                pieces.link(
                    reverse("customers:customer_page", args=[row.customer_id]),
                    _("see the customer"),
                    name=False,
                ),
            )
        return mark

    def step(row: ProspectRow) -> Any:
        if row.is_settled or not row.may_move:
            return ""
        return pieces.link(reverse("segments:move_prospect", args=[row.id]), _("Next step"), name=False)

    return Table(
        [
            Column(
                "name",
                gettext_lazy("Prospect"),
                detail=lambda row: " · ".join(filter(None, (row.phone, row.source))),
            ),
            Column("holder", gettext_lazy("With"), optional=True),
            Column("entered_on", gettext_lazy("Entered"), kind="iso", optional=True),
            Column("contacted_on", gettext_lazy("Contacted"), kind="iso"),
            Column("state", gettext_lazy("State"), cell=state),
            Column("step", "", cell=step),
        ],
        found.page,
        cards=True,
        caption=gettext_lazy("Prospects"),
        empty=Empty(
            gettext_lazy("No prospects yet"),
            gettext_lazy("Enter who could become a customer of this market."),
            "target-arrow",
        ),
    )
