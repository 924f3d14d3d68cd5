"""The door of `plans`."""

from kejing.domain.plans.actions import (
    add_item,
    amend_plan,
    bind_plans,
    decide_plan,
    draft_plan,
    record_outcome,
    settle_items,
    submit_plan,
)
from kejing.domain.plans.events import PlanAmended, PlanDecided, PlansBound, PlanSubmitted
from kejing.domain.plans.queries import (
    PlanCard,
    PlanDue,
    PlanRow,
    plan_card,
    plan_due,
    plans_of,
    team_plans,
    waiting_plans,
)
from kejing.domain.plans.rules import DraftItem, Span
from kejing.domain.plans.vocabulary import DRAFT

__all__ = [
    "DRAFT",
    "DraftItem",
    "PlanAmended",
    "PlanCard",
    "PlanDecided",
    "PlanDue",
    "PlanRow",
    "PlanSubmitted",
    "PlansBound",
    "Span",
    "add_item",
    "amend_plan",
    "bind_plans",
    "decide_plan",
    "draft_plan",
    "plan_card",
    "plan_due",
    "plans_of",
    "record_outcome",
    "settle_items",
    "submit_plan",
    "team_plans",
    "waiting_plans",
]
