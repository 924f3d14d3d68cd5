"""Approving plans, which freezes and archives them, and returning them. Items A4.41, A9.28."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from kejing.domain.plans import access
from kejing.domain.plans.events import PlanDecided
from kejing.domain.plans.models import Decision, Plan
from kejing.domain.plans.queries.archive import archived_text, hash_of
from kejing.domain.plans.queries.decisions import approvers_of
from kejing.domain.plans.queries.policy import policies, policy, role_names, word
from kejing.domain.plans.rules import Policy
from kejing.domain.plans.vocabulary import APPROVE, DecisionRefusal, PlanState, Verdict
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.events import publish
from kejing.foundation.kernel.versions import check_version


class NotApprover(Refused):
    """In sight, but for another role to decide."""

    status = 403


@action("plans.decide_plan", label=_("Approve or return a plan"), permission=APPROVE, subject="plan",
        private=("comment",))  # fmt: skip
def decide_plan(
    *, actor: Actor, plan_id: int, version: int, verdict: str, comment: str = "",
    answers: Mapping[str, bool] | None = None, idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Approve a plan, with the review of its feasibility, or return it with a comment. Items A4.41, A9.28.

    An approved plan is frozen and archived with its hash. Raises NotVisible (404), NotApprover (403) for another
    role's to decide, Refused for one's own, one that does not wait, an approval with a question unanswered, a
    comment that is missing, Stale.
    """
    plan = access.locked(actor, plan_id)
    _check_decider(actor, plan)
    check_version(plan, version, {})
    said = dict(answers or {})
    _check_said(policies()[plan.policy], Verdict(verdict), comment, said)
    seq = Decision.objects.filter(plan=plan).count() + 1
    decider, now = access.author(actor), clock.now()
    Decision.objects.create(
        plan=plan, seq=seq, verdict=verdict, comment=comment, answers=said, by_id=decider, at=now
    )
    plan.state = PlanState.APPROVED if verdict == Verdict.APPROVED else PlanState.RETURNED
    plan.decided_by_id, plan.decided_at, plan.version = decider, now, plan.version + 1
    if verdict == Verdict.APPROVED:
        with as_system("archive"):  # whole, also what the approver may not read
            plan.content = archived_text(plan)
        plan.sha256 = hash_of(plan.content)
    plan.save()
    publish(PlanDecided(plan.pk, plan.staff_id, decider, verdict == Verdict.APPROVED))
    return plan.pk


def _check_decider(actor: Actor, plan: Plan) -> None:
    if actor.staff_id in {plan.staff_id, plan.submitted_by_id}:
        raise Refused(DecisionRefusal.OWN_PLAN)
    approvers = approvers_of(policy(), plan)
    if actor.role not in approvers:
        raise NotApprover(DecisionRefusal.NOT_APPROVER, roles=", ".join(role_names(approvers)))
    if plan.state != PlanState.SUBMITTED:
        raise Refused(DecisionRefusal.NOT_WAITING)


def _check_said(rules: Policy, verdict: Verdict, comment: str, answers: Mapping[str, bool]) -> None:
    """An approval answers every question; a no, and a return, say why."""
    known = {check.code: check for check in rules.checks}
    if unknown := sorted(answers.keys() - known.keys()):
        raise Refused(DecisionRefusal.UNKNOWN_CHECK, field="answers", word=unknown[0])
    if verdict == Verdict.APPROVED:
        for check in rules.checks:
            if check.code not in answers:
                raise Refused(DecisionRefusal.CHECK_OPEN, field=f"check_{check.code}", check=word(check))
    if not comment and (verdict == Verdict.RETURNED or not all(answers.values())):
        raise Refused(DecisionRefusal.COMMENT_MISSING, field="comment")
