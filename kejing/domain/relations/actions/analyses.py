"""Analysing a customer, and reviewing what was analysed. Item A9.6."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from kejing.domain.relations import access
from kejing.domain.relations.actions.entries import changed, enter, opened
from kejing.domain.relations.models import Analysis
from kejing.domain.relations.queries.policy import policy
from kejing.domain.relations.rules import GRADES
from kejing.domain.relations.vocabulary import CHANGE, REVIEW, RelationRefusal, Verb
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused


@action(
    "relations.analyse_customer",
    label=_("Analyse a customer"),
    permission=CHANGE,
    subject="customer",
    private=("summary",),
)
def analyse_customer(
    *, actor: Actor, customer_id: int, grades: Mapping[str, int], overall: int, summary: str,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Grade every aspect of the pack and the customer as a whole, 1 to 5, today.

    Raises NotVisible; Refused when an aspect is missing, unknown or out of range.
    """
    customer = access.changeable_customer(actor, customer_id)
    aspects = {aspect.code for aspect in policy().aspects}
    if set(grades) != aspects or not all(1 <= grade <= GRADES for grade in (*grades.values(), overall)):
        raise Refused(RelationRefusal.ALL_ASPECTS, field="overall")
    row = Analysis(grades=dict(grades), overall=overall, summary=summary)
    return enter(actor, customer, row, Verb.ANALYSED, f"{overall}/5 {summary}").pk


@action(
    "relations.review_analysis",
    label=_("Review an analysis"),
    permission=REVIEW,
    subject="analysis",
    private=("review",),
)
def review_analysis(
    *, actor: Actor, analysis_id: int, version: int, review: str, idempotency_key: str | None = None
) -> int:
    """Sign somebody else's analysis. Raises NotVisible, Forbidden, Stale; Refused for one's own or a signed one."""
    row = opened(Analysis, actor, analysis_id, version, {"review": review})
    if row.staff_id == actor.staff_id:
        raise Refused(RelationRefusal.OWN_ANALYSIS)
    if row.reviewer_id is not None:
        raise Refused(RelationRefusal.REVIEWED_ALREADY)
    row.reviewer_id, row.reviewed_on, row.review = access.author(actor), clock.today(), review
    changed(actor, row, Verb.REVIEWED, review)
    return row.pk
