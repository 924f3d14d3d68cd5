"""The columns of lists of plans, and the figures of one."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kejing.domain.plans.queries.binders import BinderPage, BinderRow, BoundItem, BoundPlan, Missing
from kejing.domain.plans.queries.board import MemberPlan, Queue, UnitPlans
from kejing.domain.plans.queries.due import late_words
from kejing.domain.plans.queries.plans import PlanPage, PlanRow
from kejing.domain.plans.queries.why import Figure as Why
from kejing.domain.plans.vocabulary import PlanState
from kejing.foundation.kernel.paging import Page
from kejing.foundation.ui import formats, pieces
from kejing.foundation.ui.figures import Figure
from kejing.foundation.ui.tables import Column, Empty, Table, row_page

STATES = {
    PlanState.DRAFT: "none",
    PlanState.SUBMITTED: "run",
    PlanState.RETURNED: "back",
    PlanState.APPROVED: "ok",
}


def plan_state(row: PlanRow) -> SafeString:
    return pieces.state(STATES[row.state], row.state.label)


def why_url(plan_id: int, figure: Why) -> str:
    return reverse("plans:explain_plan", args=[plan_id, figure.value])


def handed_in(row: PlanRow) -> SafeString:
    """When it was handed in, and how many days late; or by when it is due."""
    if row.handed_in_at is None:
        return pieces.due(row.due_at)
    if not row.days_late:
        return pieces.time(row.handed_in_at)
    mark = pieces.why(why_url(row.id, Why.LATE), row.late_text, key=f"late-{row.id}")
    return format_html("{} {} {}", pieces.time(row.handed_in_at), pieces.state("late", row.late_text), mark)


def plan_table(page: Page[PlanRow]) -> Table[PlanRow]:
    return Table(
        columns=[
            Column("name", gettext_lazy("Period"), link=row_page("plans:plan_page"), detail=_what),
            Column("staff", gettext_lazy("Written by"), optional=True),
            Column("handed_in_at", gettext_lazy("Handed in"), cell=handed_in),
            Column("state", gettext_lazy("State"), cell=plan_state),
        ],
        page=page,
        caption=gettext_lazy("My plans"),
        cards=True,
        empty=Empty(
            gettext_lazy("No plan yet"),
            gettext_lazy("A plan is drafted from what is due; you change it and hand it in."),
            icon="checklist",
            action=gettext_lazy("Begin a plan"),
            url=reverse("plans:draft_plan"),
        ),
    )


def _what(row: PlanRow) -> str:
    if row.number == 1:
        return row.label
    return _("%(kind)s, version %(n)s") % {"kind": row.label, "n": row.number}


def queue_table(queue: Queue) -> Table[PlanRow]:
    return Table(
        columns=[
            Column("staff", gettext_lazy("Written by"), link=row_page("plans:decide_plan"), detail=_period),
            Column("unit", gettext_lazy("Unit"), optional=True),
            Column("handed_in_at", gettext_lazy("Handed in"), cell=handed_in),
            Column("decide_by", gettext_lazy("My clock"), kind="due"),
        ],
        page=queue.page,
        count=queue.waiting,
        caption=gettext_lazy("Plans to approve"),
        cards=True,
        empty=Empty(
            gettext_lazy("No plan waits for you"),
            gettext_lazy("Plans appear here as they are handed in."),
            icon="check",
        ),
    )


def _period(row: PlanRow) -> str:
    return f"{_what(row)} · {row.name}"


def unit_table(found: UnitPlans | None) -> Table[MemberPlan]:
    return Table.of(
        [
            Column("name", pgettext_lazy("person", "Name"), cell=_member, detail=lambda row: row.unit),
            Column("state", gettext_lazy("Plan"), cell=_state_of),
            Column("days_late", gettext_lazy("Handed in"), cell=_handed_in_by),
        ],
        found.members if found else (),
        caption=gettext_lazy("Plans of the unit"),
        empty=Empty(
            gettext_lazy("Nobody owes a plan here"),
            gettext_lazy("Who owes plans of which kind stands in the pack."),
            icon="users",
        ),
    )


def _member(row: MemberPlan) -> Any:
    return pieces.link(reverse("plans:plan_page", args=[row.plan.id]), row.name) if row.plan else row.name


def _state_of(row: MemberPlan) -> SafeString:
    return plan_state(row.plan) if row.plan else pieces.state("na", _("no plan"))


def _handed_in_by(row: MemberPlan) -> SafeString:
    if row.plan and row.plan.handed_in_at:
        return handed_in(row.plan)
    if row.days_late:
        return pieces.state("late", late_words(row.days_late))
    return pieces.state("none", _("not yet due"))


def missing_table(rows: Sequence[Missing]) -> Table[Missing]:
    return Table.of(
        [
            Column("name", gettext_lazy("Week")),
            Column("staff", pgettext_lazy("person", "Name")),
            Column("state", gettext_lazy("Plan"), cell=_gap),
        ],
        rows,
        caption=gettext_lazy("Weeks without an approved plan"),
        empty=Empty(gettext_lazy("No week is missing"), icon="check"),
    )


def _gap(row: Missing) -> SafeString:
    return pieces.state("due", row.state_label) if row.state else pieces.state("late", _("no plan"))


def binder_table(rows: Sequence[BinderRow]) -> Table[BinderRow]:
    return Table.of(
        [
            Column(
                "number",
                gettext_lazy("Binding"),
                cell=lambda row: _("No. %(n)s") % {"n": row.number},
                link=lambda row: reverse("plans:binder_page", args=[row.id]),
                detail=lambda row: row.unit,
            ),
            Column("bound", gettext_lazy("Plans"), kind="number"),
            Column("missing", gettext_lazy("Missing weeks"), kind="number"),
            Column("at", gettext_lazy("Bound"), kind="day", detail=lambda row: row.by),
        ],
        rows,
        caption=gettext_lazy("Bound"),
        empty=Empty(gettext_lazy("Not bound yet"), icon="archive"),
    )


def leaves(page: BinderPage) -> list[tuple[BoundPlan, Table[BoundItem]]]:
    """Each bound plan with the table of its actions."""
    return [(plan, Table.of(_BOUND, plan.items, caption=f"{plan.staff} {plan.name}")) for plan in page.plans]


_BOUND: list[Column[BoundItem]] = [
    Column("text", gettext_lazy("What is to be done")),
    Column("customer", gettext_lazy("Customer")),
    Column("point", gettext_lazy("Point")),
    Column("due_on", gettext_lazy("By when"), kind="iso"),
    Column("expected", gettext_lazy("Expected result")),
    Column("hours", gettext_lazy("Hours")),
    Column("budget", gettext_lazy("Budget")),
]


def plan_figures(page: PlanPage) -> list[Figure]:
    """Actions and their balance, what was carried out, hours, money."""
    figures, plan_id = page.figures, page.row.id
    points = " · ".join(f"{label} {n}" for label, n in figures.points)
    found = [Figure(_("Actions"), formats.number(figures.actions), note=points)]
    if page.row.state == PlanState.APPROVED:
        share = figures.carried
        note = _("%(part)s of %(whole)s so far") % {
            "part": formats.number(share.part),
            "whole": share.whole,
        }
        found.append(
            Figure(
                _("Carried out"), formats.percent(share.ratio), note=note, why=why_url(plan_id, Why.CARRIED)
            )
        )
    if figures.hours:
        found.append(Figure(_("Expected hours"), formats.number(figures.hours)))
    if figures.budget.planned or figures.budget.spent is not None:
        found.append(_money(page))
    return found


def _money(page: PlanPage) -> Figure:
    budget = page.figures.budget
    value, unit = formats.money_parts(budget.planned)
    if budget.spent is None:
        return Figure(_("Budget"), value, unit)
    per = budget.results_per
    note = _("spent %(spent)s, %(change)s") % {
        "spent": formats.money(budget.spent),
        "change": formats.change(budget.deviation),
    }
    if per is not None:
        note = _("%(note)s · %(n)s carried out per 10,000") % {"note": note, "n": formats.exact(per)}
    return Figure(_("Budget"), value, unit, note=note, why=why_url(page.row.id, Why.BUDGET))
