"""Who sees and who may change which customers. The only door to their rows."""

from typing import TypeVar

from django.db.models import Q, QuerySet

from kejing.domain.customers.models import Customer, DuplicatePair, Holding, HoldingParty, Merge
from kejing.domain.customers.vocabulary import CHANGE, MERGE, VIEW, DuplicateRefusal
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused
from kejing.foundation.kernel.permissions import catalogue

R = TypeVar("R", DuplicatePair, Merge)


def in_sight(actor: Actor) -> QuerySet[Customer]:
    """What the wall shows: the customers of the actor's holders and units, or all; merged ones are among them.

    None without the right to see customers.
    """
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


def visible(actor: Actor) -> QuerySet[Customer]:
    """What lists, counts, pickers and exports show: everything in sight but what was merged into another."""
    return in_sight(actor).filter(merged_into=None)


def members(customer_id: int) -> list[int]:
    """The customer and those merged into it: per-customer reads take them all. What they have is walled by itself."""
    return [customer_id, *Customer.objects.filter(merged_into_id=customer_id).values_list("pk", flat=True)]


def get_visible(actor: Actor, customer_id: int) -> Customer:
    """Raises NotVisible (404), for a customer of somebody else as for none at all."""
    try:
        return in_sight(actor).select_related("holder", "unit").get(pk=customer_id)
    except Customer.DoesNotExist as error:
        raise NotVisible from error


def get_changeable(actor: Actor, customer_id: int) -> Customer:
    """The row, locked.

    Raises NotVisible (404) out of sight, Forbidden (403) in sight but not changeable, Refused for a merged one.
    """
    get_visible(actor, customer_id)
    if not actor.may(CHANGE):
        raise Forbidden(catalogue()[CHANGE])
    row = Customer.objects.select_for_update().get(pk=customer_id)
    if row.merged_into_id is not None:
        raise Refused(DuplicateRefusal.IS_MERGED)
    return row


def visible_pairs(actor: Actor) -> QuerySet[DuplicatePair]:
    """Pairs of customers whom the actor both sees, neither of them merged; none without the right to decide."""
    if not actor.may(MERGE):
        return DuplicatePair.objects.none()
    pairs = DuplicatePair.objects.filter(first__merged_into=None, second__merged_into=None)
    return pairs if actor.sees_all else pairs.filter(first__in=visible(actor), second__in=visible(actor))


def get_pair(actor: Actor, pair_id: int) -> DuplicatePair:
    """Raises NotVisible (404) where one of the two is out of sight, Forbidden (403) without the right to decide."""
    both = DuplicatePair.objects.filter(pk=pair_id, first__in=in_sight(actor), second__in=in_sight(actor))
    found = both.select_related("first__holder", "first__unit", "second__holder", "second__unit").first()
    return _decidable(actor, found)


def get_merge(actor: Actor, merge_id: int) -> Merge:
    """Raises NotVisible (404) where one of the two is out of sight, Forbidden (403) without the right to decide."""
    both = Merge.objects.filter(pk=merge_id, merged__in=in_sight(actor), survivor__in=in_sight(actor))
    return _decidable(actor, both.select_related("merged", "survivor").first())


def _decidable(actor: Actor, found: R | None) -> R:
    if found is None:
        raise NotVisible
    if not actor.may(MERGE):
        raise Forbidden(catalogue()[MERGE])
    return found


def visible_holdings(actor: Actor, customer_id: int) -> QuerySet[Holding]:
    """What a customer holds, alone or with others; nothing for a customer out of sight."""
    parts = HoldingParty.objects.filter(customer_id__in=members(customer_id), customer__in=in_sight(actor))
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
