"""HTTP ↔ one query and one action each."""

from kejing.domain.plans.views.binders import bind_plans, binder_file, binder_list, binder_page
from kejing.domain.plans.views.board import approval_queue, decide_plan, team_plans_panel, unit_plans
from kejing.domain.plans.views.items import add_item, change_item, record_outcome, remove_item
from kejing.domain.plans.views.plans import (
    amend_plan,
    draft_plan,
    explain_plan,
    my_plans,
    plan_due_panel,
    plan_file,
    plan_page,
    refresh_draft,
    submit_plan,
)

__all__ = [
    "add_item",
    "amend_plan",
    "approval_queue",
    "bind_plans",
    "binder_file",
    "binder_list",
    "binder_page",
    "change_item",
    "decide_plan",
    "draft_plan",
    "explain_plan",
    "my_plans",
    "plan_due_panel",
    "plan_file",
    "plan_page",
    "record_outcome",
    "refresh_draft",
    "remove_item",
    "submit_plan",
    "team_plans_panel",
    "unit_plans",
]
