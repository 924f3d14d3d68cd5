"""Everything this module reads for others."""

from kejing.domain.plans.queries.archive import plan_file
from kejing.domain.plans.queries.binders import binder_file, binder_list, binder_page
from kejing.domain.plans.queries.board import approval_queue, team_plans, unit_plans
from kejing.domain.plans.queries.decisions import kinds_to_write, waiting_plans
from kejing.domain.plans.queries.due import PlanDue, plan_due
from kejing.domain.plans.queries.plans import (
    PlanCard,
    PlanRow,
    my_plans,
    own_item,
    own_plan,
    plan_card,
    plan_page,
    plans_of,
    reviewed_plan,
)
from kejing.domain.plans.queries.why import explain_plan

__all__ = [
    "PlanCard",
    "PlanDue",
    "PlanRow",
    "approval_queue",
    "binder_file",
    "binder_list",
    "binder_page",
    "explain_plan",
    "kinds_to_write",
    "my_plans",
    "own_item",
    "own_plan",
    "plan_card",
    "plan_due",
    "plan_file",
    "plan_page",
    "plans_of",
    "reviewed_plan",
    "team_plans",
    "unit_plans",
    "waiting_plans",
]
