"""What is due when, what a refreshed draft keeps, what was carried out: pure functions."""

from kejing.domain.plans.rules.drafting import DraftItem, Kept, Merge, merge
from kejing.domain.plans.rules.figures import Budget, Doing, Judged, Share, balance, budget_of, carried_out
from kejing.domain.plans.rules.periods import Lead, Span, after, before, days_late, due_day, period_of
from kejing.domain.plans.rules.policy import Kind, Policy, Word, Writer, policy_of

__all__ = [
    "Budget",
    "Doing",
    "DraftItem",
    "Judged",
    "Kept",
    "Kind",
    "Lead",
    "Merge",
    "Policy",
    "Share",
    "Span",
    "Word",
    "Writer",
    "after",
    "balance",
    "before",
    "budget_of",
    "carried_out",
    "days_late",
    "due_day",
    "merge",
    "period_of",
    "policy_of",
]
