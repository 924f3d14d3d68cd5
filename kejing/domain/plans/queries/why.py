"""Why a figure of a plan is what it is: lateness (Q7), actions carried out (A9.28), budget (Q68)."""

from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.plans import access
from kejing.domain.plans.queries.due import late_by, late_words
from kejing.domain.plans.queries.plans import ItemRow, item_rows, judged_of, plan_row
from kejing.domain.plans.queries.policy import policies
from kejing.domain.plans.rules import Lead, Policy, budget_of, carried_out
from kejing.domain.plans.vocabulary import Done
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui import formats
from kejing.foundation.ui.explanation import Criterion, Explanation, Fact, Rule


class Figure(StrEnum):
    LATE = "late"
    CARRIED = "carried"
    BUDGET = "budget"


def explain_plan(*, actor: Actor, plan_id: int, figure: Figure) -> Explanation:
    """Raises NotVisible (404)."""
    plan = access.get_visible(actor, plan_id)
    known = policies()
    rules = known.get(plan.policy, Policy())
    row = plan_row(plan, known)
    title = f"{row.label} {row.name} · {row.staff}"
    if figure is Figure.LATE:
        kind = rules.kind(plan.kind)
        late = late_by(plan.due_at, plan.handed_in_at)
        return Explanation(
            title=title,
            score=late_words(late) if late else _("handed in on time"),
            conclusion=_(
                "Days from the due hour to the first handing in, or until now; past the hour at least one."
            ),
            rule=_rule(rules, lead_words(kind.lead) if kind else _("Due day of the kind of plan")),
            criteria=(
                Criterion(_("Due"), formats.iso(plan.due_at)),
                Criterion(
                    _("Handed in"),
                    formats.iso(plan.handed_in_at) if plan.handed_in_at else formats.NOTHING,
                    tone="warn" if late else "",
                ),
            ),
            object_url=_url(plan_id),
        )
    items = item_rows(actor, plan, rules)
    judged = judged_of(plan, items)
    if figure is Figure.CARRIED:
        share = carried_out(judged, clock.today())
        return Explanation(
            title=title,
            score=formats.percent(share.ratio),
            conclusion=_("%(part)s of %(whole)s actions whose day is over or of which something is said")
            % {"part": formats.number(share.part), "whole": share.whole},
            rule=_rule(rules, _("Carried out: done counts 1, partly ½, dropped and unsaid 0")),
            share=float(share.ratio * 100) if share.ratio is not None else None,
            criteria=tuple(
                Criterion(
                    str(state.label),
                    str(sum(i.outcome is not None and i.outcome.state == state for i in items)),
                )
                for state in Done
            ),
            facts=tuple(_fact(item) for item in items),
            object_url=_url(plan_id),
        )
    budget = budget_of(judged)
    return Explanation(
        title=title,
        score=formats.change(budget.deviation),
        conclusion=_("(spent - budget) / budget; without a budget, or before anything is spent, there is no figure."),
        rule=_rule(rules, _("Deviation from the budget")),
        criteria=(
            Criterion(_("Budget"), formats.exact(budget.planned)),
            Criterion(_("Spent"), formats.exact(budget.spent)),
            Criterion(_("Actions carried out for each 10,000 spent"), formats.exact(budget.results_per)),
        ),
        facts=tuple(
            Fact(item.text, _spent(item), item.outcome.done_on if item.outcome else item.due_on)
            for item in items
            if item.budget is not None or (item.outcome and item.outcome.spent is not None)
        ),
        object_url=_url(plan_id),
    )  # fmt: skip


def lead_words(lead: Lead) -> str:
    return {
        Lead.MONTH: _("Due one month before the period begins"),
        Lead.WORKDAY: _("Due on the last working day before the period begins"),
        Lead.EVENING: _("Due on the evening before"),
    }[lead]


def _rule(rules: Policy, name: str) -> Rule:
    return Rule(name, f"v{rules.number}", rules.valid_from, formats.local(*rules.approved_by), clock.now())


def _fact(item: ItemRow) -> Fact:
    if item.outcome is None:
        return Fact(item.text, formats.NOTHING, item.due_on)
    return Fact(item.text, str(item.outcome.state.label), item.outcome.done_on, item.outcome.did_url)


def _spent(item: ItemRow) -> str:
    spent = item.outcome.spent if item.outcome else None
    return f"{formats.exact(spent)} / {formats.exact(item.budget)}"


def _url(plan_id: int) -> str:
    return reverse("plans:plan_page", args=[plan_id])
