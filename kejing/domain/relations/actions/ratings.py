"""Rating a relation and moving its stage."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.relations import access
from kejing.domain.relations.actions.entries import enter
from kejing.domain.relations.models import Rating, StageChange
from kejing.domain.relations.rules import is_step_back
from kejing.domain.relations.vocabulary import CHANGE, RelationRefusal, StageCode, Verb
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused


@action(
    "relations.rate_relation",
    label=_("Rate a relation"),
    permission=CHANGE,
    subject="customer",
    private=("note",),
)
def rate_relation(
    *, actor: Actor, customer_id: int, grade: int, note: str = "", idempotency_key: str | None = None
) -> int:
    """Judge the relation today, from 1 to 5. Item A2.4. Raises NotVisible (404) for a customer out of sight."""
    customer = access.changeable_customer(actor, customer_id)
    row = Rating(grade=grade, note=note)
    return enter(actor, customer, row, Verb.RATED, f"{grade}/5 {note}".strip()).pk


@action(
    "relations.change_stage",
    label=_("Change the stage of a relation"),
    permission=CHANGE,
    subject="customer",
    private=("reason",),
)
def change_stage(
    *, actor: Actor, customer_id: int, stage: str, reason: str = "", idempotency_key: str | None = None
) -> int:
    """Put the relation at a stage from today on. Item A3.43.

    Raises NotVisible (404); Refused for the stage it is at, and for a step back without a reason.
    """
    customer = access.changeable_customer(actor, customer_id)
    last = StageChange.objects.filter(customer_id=customer.id).order_by("-day", "-id").first()
    if last is not None and last.stage == stage:
        raise Refused(RelationRefusal.SAME_STAGE, field="stage")
    if is_step_back(last.stage if last else None, stage) and not reason:
        raise Refused(RelationRefusal.REASON_FOR_STEP_BACK, field="reason")
    row = StageChange(stage=StageCode(stage), reason=reason)
    return enter(actor, customer, row, Verb.STAGE, f"{stage} {reason}".strip()).pk
