"""Who sees and who may change which targets. The only door to their rows.

The policies of migration 0002 say the same in SQL.
"""

from django.db.models import Q, QuerySet

from kejing.domain.customers.public import ids_in_sight
from kejing.domain.targets.models import Target
from kejing.domain.targets.vocabulary import SET, SET_ALL, SPLIT, VIEW, Level, TargetRefusal
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused

OWN_KINDS = ("week", "day")
"""Periods of her own that a person with the right to split sets herself."""


class NotYours(Refused):
    """In sight, but not to be changed by this reader."""

    status = 403


def in_scope(actor: Actor) -> Q:
    """By unit and holder, as everywhere; one's own besides."""
    scope = Q(unit_id__in=actor.units) if actor.units else Q(pk__in=[])
    if actor.holders:
        scope |= Q(holder_id__in=actor.holders)
    return scope | Q(staff_id=actor.staff_id) if actor.staff_id else scope


def visible(actor: Actor) -> QuerySet[Target]:
    """Targets in the actor's scope, a customer's only with the customer. Raises Forbidden (403) without the right."""
    actor.require(VIEW)
    rows = Target.objects.all()
    if not actor.sees_all:
        whose = in_scope(actor)
        rows = rows.filter(whose | Q(customer=None) if actor.may(SET_ALL) else whose)
    return rows.filter(Q(customer=None) | Q(customer_id__in=ids_in_sight(actor)))


def get_visible(actor: Actor, target_id: int) -> Target:
    """Raises NotVisible (404)."""
    rows = visible(actor).select_related("measure", "unit", "staff", "customer", "product")
    found = rows.filter(pk=target_id).first()
    if found is None:
        raise NotVisible
    return found


def get_changeable(actor: Actor, target_id: int) -> Target:
    """The row, locked. Raises NotVisible (404) out of sight, NotYours (403) where one may look only."""
    found = get_visible(actor, target_id)
    if not may_change(actor, found):
        raise NotYours(TargetRefusal.NOT_YOURS)
    Target.objects.select_for_update().get(pk=target_id)
    return get_visible(actor, target_id)


def may_change(actor: Actor, target: Target) -> bool:
    """One's own is set from above; what is below it, her customers' and her weeks, who may split it sets herself."""
    if target.staff_id is not None and target.staff_id == actor.staff_id:
        below = target.level == Level.CUSTOMER or target.product_id is not None or target.kind in OWN_KINDS
        return below and actor.may(SPLIT)
    everywhere = actor.may(SET_ALL) and target.level != Level.CUSTOMER
    return everywhere or (
        actor.may(SET)
        and (
            target.unit_id in actor.units
            or (target.holder_id is not None and target.holder_id in actor.holders)
        )
    )


def may_divide(actor: Actor, target: Target) -> bool:
    """Whether the actor may break a target down: what she may change, and her own."""
    own = target.staff_id is not None and target.staff_id == actor.staff_id
    return (own and actor.may(SPLIT)) or may_change(actor, target)
