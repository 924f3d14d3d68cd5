"""Seeing one masked value in full, for a reason; counted and logged."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers import access
from kejing.domain.customers.models import Contact, Customer, Unmasking
from kejing.domain.customers.queries.unmasking import COLUMNS, CONTACT_COLUMNS, check_maskable, written
from kejing.domain.customers.vocabulary import PROFILE, UNMASK, UNMASK_PER_DAY, CustomerRefusal
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused
from kejing.foundation.kernel.limits import hold_count

SHORTEST_REASON = 4


@action(
    "customers.unmask_field",
    label=_("See a masked field"),
    permission=UNMASK,
    subject="customer",
    secret=True,
)
def unmask_field(
    *, actor: Actor, customer_id: int, field: str, reason: str, contact_id: int | None = None,
    idempotency_key: str | None = None,
) -> str:  # fmt: skip
    """The value of a masked field of a customer, or of a contact of hers; the journal keeps the reason, not the value.

    Raises NotVisible for a customer or contact out of sight; NotSeen (403) for a hidden field; Refused for one
    that is not masked or not known, for a reason too short, and above the day's number of the actor's role.
    """
    customer = access.get_visible(actor, customer_id)
    contact = _contact(customer_id, contact_id)
    check_maskable(actor, field, is_contact=contact is not None)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(CustomerRefusal.SAY_WHY, field="reason")
    _count(actor)
    Unmasking.objects.create(
        customer=customer, contact_id=contact_id, field=field, reason=reason.strip(), user_id=actor.user_id or 0,
        user_name=actor.name, day=clock.real_day(), at=clock.system_now(),
    )  # fmt: skip
    return _value(contact or customer, field)


def _contact(customer_id: int, contact_id: int | None) -> Contact | None:
    if contact_id is None:
        return None
    found = Contact.objects.filter(pk=contact_id, customer_id=customer_id).first()
    if found is None:
        raise NotVisible
    return found


def _count(actor: Actor) -> None:
    """The number of the day is exact, also when somebody asks from many places at once."""
    cap = actor.limit(UNMASK_PER_DAY)
    hold_count("customers.unmask", actor.user_id)
    if Unmasking.objects.filter(user_id=actor.user_id or 0, day=clock.real_day()).count() >= cap:
        raise Refused(CustomerRefusal.UNMASK_LIMIT, field="reason", cap=cap)


def _value(row: Customer | Contact, field: str) -> str:
    if isinstance(row, Contact):
        return str(getattr(row, CONTACT_COLUMNS[field]))
    if field in COLUMNS:
        return str(getattr(row, COLUMNS[field]))
    return written(row.attributes.get(field.removeprefix(f"{PROFILE}."), ""))
