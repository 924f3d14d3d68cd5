"""Who sees and who may change which customers. The only door to their rows."""

from django.db.models import Q, QuerySet

from kejing.domain.customers.models import Customer, Holding, HoldingParty, Unmasking
from kejing.domain.customers.vocabulary import CHANGE, VIEW
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


def visible_unmaskings(actor: Actor) -> QuerySet[Unmasking]:
    """Who looked at masked fields of the customers in scope, and what the actor herself looked at."""
    if actor.sees_all and actor.may(VIEW):
        return Unmasking.objects.all()
    return Unmasking.objects.filter(Q(customer__in=visible(actor)) | Q(user_id=actor.user_id or 0))
