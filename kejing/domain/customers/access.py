"""Who sees and who may change which customers. The only door to their rows."""

from django.db import connection
from django.db.models import Q, QuerySet

from kejing.domain.customers.models import (
    Contact,
    ContactPosition,
    Customer,
    CustomerFile,
    Holding,
    HoldingParty,
    Note,
)
from kejing.domain.customers.vocabulary import CHANGE, VIEW, Share
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden, NotVisible
from kejing.foundation.kernel.permissions import catalogue


def visible(actor: Actor) -> QuerySet[Customer]:
    """The customers in the actor's scope: her holders', her units', or all; none without the right to see customers."""
    if not actor.may(VIEW):
        return Customer.objects.none()
    if actor.sees_all:
        return Customer.objects.all()
    scope = Q()
    if actor.holders:
        scope |= Q(holder_id__in=actor.holders)
    if actor.units:
        scope |= Q(unit_id__in=actor.units)
    return Customer.objects.filter(scope) if scope else Customer.objects.none()


def get_visible(actor: Actor, customer_id: int) -> Customer:
    """Raises NotVisible (404), for a customer of somebody else as for none at all."""
    try:
        return visible(actor).select_related("holder", "unit").get(pk=customer_id)
    except Customer.DoesNotExist as error:
        raise NotVisible from error


def get_changeable(actor: Actor, customer_id: int) -> Customer:
    """The row, locked. Raises NotVisible (404) out of sight, Forbidden (403) in sight but not changeable."""
    get_visible(actor, customer_id)
    if not actor.may(CHANGE):
        raise Forbidden(catalogue()[CHANGE])
    return Customer.objects.select_for_update().get(pk=customer_id)


def lock_visible(actor: Actor, customer_id: int) -> Customer:
    """The row, locked, for what needs a right of its own. Raises NotVisible (404)."""
    get_visible(actor, customer_id)
    return Customer.objects.select_for_update().get(pk=customer_id)


def visible_holdings(actor: Actor, customer_id: int) -> QuerySet[Holding]:
    """What a customer holds, alone or with others; nothing for a customer out of sight."""
    parts = HoldingParty.objects.filter(customer_id=customer_id, customer__in=visible(actor))
    return Holding.objects.filter(pk__in=parts.values("holding_id"))


def holding_ids(actor: Actor, customer_id: int, line: str = "") -> list[int]:
    """Ids of what a customer holds, of one line of products if named; at most 200. Raises NotVisible (404)."""
    rows = visible_holdings(actor, customer_id)
    if line:
        rows = rows.filter(product__line=line)
    found = list(rows.values_list("pk", flat=True)[:200])
    if not found:
        get_visible(actor, customer_id)
    return found


def visible_contacts(actor: Actor) -> QuerySet[Contact]:
    """The contacts of visible customers: entered there, or with a post there at any time."""
    here = visible(actor)
    posts = ContactPosition.objects.filter(customer__in=here)
    return Contact.objects.filter(Q(customer__in=here) | Q(pk__in=posts.values("contact_id")))


def get_contact(actor: Actor, contact_id: int, *, to_change: bool = False) -> Contact:
    """The contact, locked where she is to be changed. Raises NotVisible (404), Forbidden (403)."""
    found = visible_contacts(actor).filter(pk=contact_id).first()
    if found is None:
        raise NotVisible
    if not to_change:
        return found
    if not actor.may(CHANGE):
        raise Forbidden(catalogue()[CHANGE])
    return Contact.objects.select_for_update().get(pk=contact_id)


def visible_notes(actor: Actor) -> QuerySet[Note]:
    return Note.objects.filter(_shared_with(actor), customer__in=visible(actor))


def visible_files(actor: Actor) -> QuerySet[CustomerFile]:
    return CustomerFile.objects.filter(_shared_with(actor), customer__in=visible(actor))


def _shared_with(actor: Actor) -> Q:
    """What a share level opens to a reader who sees the customer; who sees all customers does not read all notes."""
    shared = Q(share=Share.ALL) | Q(share=Share.OWNER, customer__holder_id__in=_own_holders())
    shared |= Q(share=Share.UNIT) & (
        Q(customer__holder_id__in=actor.holders) | Q(customer__unit_id__in=actor.units)
    )
    return shared | Q(author_id=actor.staff_id) if actor.staff_id is not None else shared


def _own_holders() -> list[int]:
    """The reader's own holders and those she covers: asked of the database, which guards notes by the same answer."""
    with connection.cursor() as cursor:
        cursor.execute("select kj_own_holders()")
        row = cursor.fetchone()
    return list(row[0]) if row else []
