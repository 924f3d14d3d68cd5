"""Tags: the organisation's own words, and the customers that carry them."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers import access
from kejing.domain.customers.actions.walls import refusing
from kejing.domain.customers.models import CustomerTag, Tag
from kejing.domain.customers.vocabulary import CHANGE, TAGS, MasterRefusal
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused


@action("customers.add_tag", label=_("Add a word to the tags"), permission=TAGS, subject="tag")
def add_tag(*, actor: Actor, name: str, idempotency_key: str | None = None) -> int:
    """Add a word; returns its id. Raises Refused for one that is there."""
    with refusing({"customers_tag_name_key": (MasterRefusal.TAG_THERE, "name")}):
        return Tag.objects.create(name=" ".join(name.split())).pk


@action("customers.tag_customer", label=_("Tag a customer"), permission=CHANGE, subject="customer")
def tag_customer(*, actor: Actor, customer_id: int, tag_id: int, idempotency_key: str | None = None) -> int:
    """Raises NotVisible, Refused for an unknown tag and one the customer has."""
    access.get_changeable(actor, customer_id)
    if not Tag.objects.filter(pk=tag_id).exists():
        raise Refused(MasterRefusal.UNKNOWN_TAG, field="tag_id")
    with refusing({"a_tag_once": (MasterRefusal.TAG_GIVEN, "tag_id")}):
        CustomerTag.objects.create(customer_id=customer_id, tag_id=tag_id)
    return customer_id


@action(
    "customers.untag_customer", label=_("Take a tag off a customer"), permission=CHANGE, subject="customer"
)
def untag_customer(*, actor: Actor, customer_id: int, tag_id: int, idempotency_key: str | None = None) -> int:
    """Raises NotVisible, Refused for a tag the customer has not."""
    access.get_changeable(actor, customer_id)
    gone, _ = CustomerTag.objects.filter(customer_id=customer_id, tag_id=tag_id).delete()
    if not gone:
        raise Refused(MasterRefusal.UNKNOWN_TAG, field="tag_id")
    return customer_id
