"""Plans that wait for somebody's decision, with her clock. Items A4.41, A9.28."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kejing.domain.plans import access
from kejing.domain.plans.models import Plan
from kejing.domain.plans.queries.policy import policy, word
from kejing.domain.plans.rules import Policy
from kejing.domain.plans.vocabulary import APPROVE, WRITE, PlanState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor

MOST_COUNTED = 500


@dataclass(frozen=True, slots=True)
class WaitingPlans:
    """How many plans wait for the actor, and how many of them past her clock."""

    n: int
    late: int


def approvable(actor: Actor) -> QuerySet[Plan]:
    """Plans that wait and that the actor's role approves, by the policy in force. One query for the policy."""
    rules = policy()
    pairs = Q(pk__in=[])
    for kind in rules.kinds:
        roles = [writer.role for writer in kind.writers if actor.role in writer.approvers]
        if roles:
            pairs |= Q(kind=kind.word.code, role__in=roles)
    return access.to_decide(actor).filter(pairs)


def waiting_plans(actor: Actor) -> WaitingPlans:
    """For the badge of the navigation: two queries, none without the right."""
    if not actor.may(APPROVE):
        return WaitingPlans(0, 0)
    moments = list(
        approvable(actor).order_by("decide_by", "pk").values_list("decide_by", flat=True)[:MOST_COUNTED]
    )
    now = clock.now()
    return WaitingPlans(len(moments), sum(moment is not None and moment < now for moment in moments))


def approvers_of(rules: Policy, plan: Plan) -> tuple[str, ...]:
    """The roles that approve a plan."""
    kind = rules.kind(plan.kind)
    writer = kind.writer(plan.role) if kind else None
    return writer.approvers if writer else ()


def may_decide(actor: Actor, plan: Plan) -> bool:
    """Whether the actor may approve or return a plan she sees: it waits, is not hers, and her role approves it."""
    return (
        plan.state == PlanState.SUBMITTED
        and actor.may(APPROVE)
        and actor.staff_id not in {plan.staff_id, plan.submitted_by_id, None}
        and actor.role in approvers_of(policy(), plan)
    )


def kinds_to_write(*, actor: Actor) -> list[tuple[str, str]]:
    """The kinds that the actor's role writes, for a form. Raises Forbidden (403)."""
    actor.require(WRITE)
    return [(kind.word.code, word(kind.word)) for kind in policy().kinds_of(actor.role)]
