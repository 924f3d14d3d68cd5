"""Who works on a customer beside her holder, and whether she is confidential."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers import access
from kejing.domain.customers.models import Collaboration, Customer
from kejing.domain.customers.queries.collaboration import may_share
from kejing.domain.customers.vocabulary import ASSIGN, CHANGE, CONFIDENTIAL, CustomerRefusal
from kejing.domain.org.public import people
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused
from kejing.foundation.kernel.permissions import catalogue


@action("customers.add_collaborator", label=_("Add a collaborator"), permission=CHANGE, subject="customer")
def add_collaborator(
    *, actor: Actor, customer_id: int, holder_id: int, role: str, reason: str, last: date | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Let somebody work on a customer from today to a last day (None: until ended): she sees the customer.

    Raises NotVisible (404); Forbidden for whoever neither has the customer nor leads there; Refused for nobody in a
    post, the holder, somebody who works on her already, a last day that is over.
    """
    customer = _shared_by(actor, customer_id)
    if holder_id not in people([holder_id]):
        raise Refused(CustomerRefusal.UNKNOWN_PERSON, field="holder_id")
    if holder_id == customer.holder_id:
        raise Refused(CustomerRefusal.IS_HOLDER, field="holder_id")
    today = clock.today()
    if last and last < today:
        raise Refused(CustomerRefusal.UNTIL_BEFORE, field="last")
    if holder_id in access.sharing(customer_id, today):
        raise Refused(CustomerRefusal.COLLABORATES, field="holder_id")
    Collaboration.objects.create(
        customer_id=customer_id, holder_id=holder_id, role=role, valid_from=today,
        valid_to=last + timedelta(days=1) if last else None, reason=reason, decided_by=actor.staff_id,
    )  # fmt: skip
    return customer_id


@action("customers.end_collaboration", label=_("End a collaboration"), permission=CHANGE, subject="customer")
def end_collaboration(
    *, actor: Actor, customer_id: int, collaboration_id: int, idempotency_key: str | None = None
) -> int:
    """Nobody sees a customer by it from now on. Raises NotVisible (404), Forbidden (403); over already: nothing."""
    _shared_by(actor, customer_id)
    row = (
        Collaboration.objects.select_for_update().filter(pk=collaboration_id, customer_id=customer_id).first()
    )
    if row is None:
        raise NotVisible
    today = max(clock.today(), row.valid_from)
    if row.valid_to is None or row.valid_to > today:
        row.valid_to = today
        row.save(update_fields=["valid_to"])
    return customer_id


@action(
    "customers.mark_confidential",
    label=_("Mark a customer confidential"),
    permission=CONFIDENTIAL,
    subject="customer",
)
def mark_confidential(
    *, actor: Actor, customer_id: int, confidential: bool, reason: str,  # noqa: ARG001  # for the journal
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Let only her holder, deputies, collaborators and who has the right see a customer; or everybody in scope again.

    Raises NotVisible (404), Forbidden (403) without the right to change customers. The reason stays in the journal.
    """
    customer = access.get_changeable(actor, customer_id)
    if customer.confidential != confidential:
        customer.confidential, customer.version = confidential, customer.version + 1
        customer.save(update_fields=["confidential", "version"])
    return customer_id


def _shared_by(actor: Actor, customer_id: int) -> Customer:
    """The customer, whose row is held; only for whoever may say who works on her."""
    customer = access.get_changeable(actor, customer_id)
    if not may_share(actor, customer):
        raise Forbidden(catalogue()[ASSIGN])
    return customer
