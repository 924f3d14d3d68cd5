"""Every change this module makes."""

from kejing.domain.plans.actions.binders import bind_plans
from kejing.domain.plans.actions.decisions import decide_plan
from kejing.domain.plans.actions.items import add_item, change_item, remove_item
from kejing.domain.plans.actions.outcomes import record_outcome, settle_items
from kejing.domain.plans.actions.plans import amend_plan, draft_plan, refresh_draft, submit_plan

__all__ = [
    "add_item",
    "amend_plan",
    "bind_plans",
    "change_item",
    "decide_plan",
    "draft_plan",
    "record_outcome",
    "refresh_draft",
    "remove_item",
    "settle_items",
    "submit_plan",
]
