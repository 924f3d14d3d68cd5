"""Who sees and may change which segments, due dates, target lists and prospects. The only door to their rows.

The policies of migration 0002 say the same in SQL.
"""

from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from kejing.domain.customers.public import visible_ids
from kejing.domain.segments.models import (
    Membership,
    Prospect,
    Segment,
    SegmentSet,
    Service,
    SetVersion,
    Target,
    TargetList,
)
from kejing.domain.segments.vocabulary import CONFIDENTIAL, MANAGE, MANAGE_ALL, VIEW, SegmentRefusal
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused

M = TypeVar("M", bound=Model)


class NotYours(Refused):
    """In sight, but another unit's."""

    status = 403


def _scope(actor: Actor) -> Q:
    """By holder and unit, as everywhere; nothing without a scope. Confidential customers the wall keeps back: a
    target of somebody who went on to another holder stays, and her customer's row is out of sight by then.
    """
    if actor.sees_all:
        return Q()
    return Q(holder_id__in=actor.holders) | Q(unit_id__in=actor.units)


def visible_sets(actor: Actor) -> QuerySet[SegmentSet]:
    """Everybody's, those of the actor's units, and those of the units above her post."""
    actor.require(VIEW)
    if actor.sees_all:
        return SegmentSet.objects.all()
    above = RawSQL("select unnest(kj_units_above())", [])  # a constant
    return SegmentSet.objects.filter(Q(unit=None) | Q(unit_id__in=actor.units) | Q(unit_id__in=above))


def visible_segments(actor: Actor) -> QuerySet[Segment]:
    return Segment.objects.filter(set__in=visible_sets(actor))


def get_visible(actor: Actor, segment_id: int) -> Segment:
    """Raises Forbidden (403) without the right to segments, NotVisible (404)."""
    return _one(visible_segments(actor).select_related("set", "set__unit"), segment_id)


def may_change(actor: Actor, found: SegmentSet) -> bool:
    """Those of all are changed by who defines for all; a unit's by who defines for it."""
    if found.unit_id is None:
        return actor.may(MANAGE_ALL)
    return actor.may(MANAGE) and (actor.sees_all or found.unit_id in actor.units)


def get_changeable(actor: Actor, set_id: int) -> SegmentSet:
    """The set, locked. Raises NotVisible (404) out of sight, NotYours (403) for another unit's."""
    found = _one(visible_sets(actor).select_for_update(of=("self",)), set_id)
    if not may_change(actor, found):
        raise NotYours(SegmentRefusal.NOT_YOURS)
    return found


def memberships(actor: Actor) -> QuerySet[Membership]:
    """Of the customers in sight."""
    rows = Membership.objects.all()
    everything = actor.sees_all and actor.may(CONFIDENTIAL)
    return rows if everything else rows.filter(customer_id__in=visible_ids(actor))


def services(actor: Actor) -> QuerySet[Service]:
    actor.require(VIEW)
    return Service.objects.filter(_scope(actor))


def get_service(actor: Actor, customer_id: int) -> Service:
    """Raises NotVisible (404)."""
    found = services(actor).select_related("segment", "segment__set").filter(customer_id=customer_id).first()
    if found is None:
        raise NotVisible
    return found


def targets(actor: Actor) -> QuerySet[Target]:
    """Targets that were the actor's, her team's or her units' on the day of the list."""
    actor.require(VIEW)
    return Target.objects.filter(_scope(actor))


def lists(actor: Actor) -> QuerySet[TargetList]:
    """Lists made in the actor's units, and those with a target of hers."""
    actor.require(VIEW)
    if actor.sees_all:
        return TargetList.objects.all()
    own = Target.objects.filter(_scope(actor), list=OuterRef("pk"))
    return TargetList.objects.filter(Q(unit_id__in=actor.units) | Exists(own))


def get_list(actor: Actor, list_id: int) -> TargetList:
    """Raises NotVisible (404)."""
    return _one(lists(actor).select_related("segment", "segment__set", "by", "unit"), list_id)


def get_target(actor: Actor, target_id: int) -> Target:
    """The row, locked. Raises NotVisible (404); NotYours (403) for who sees all and acts for nobody."""
    found = _one(targets(actor).select_related("list").select_for_update(of=("self",)), target_id)
    if found.holder_id not in actor.holders and found.unit_id not in actor.units:
        raise NotYours(SegmentRefusal.NOT_YOURS)
    return found


def prospects(actor: Actor) -> QuerySet[Prospect]:
    actor.require(VIEW)
    return Prospect.objects.filter(_scope(actor))


def get_prospect(actor: Actor, prospect_id: int) -> Prospect:
    """The row, locked. Raises NotVisible (404); NotYours (403) for who sees all and acts for nobody."""
    found = _one(prospects(actor).select_for_update(of=("self",)), prospect_id)
    if found.holder_id not in actor.holders and found.unit_id not in actor.units:
        raise NotYours(SegmentRefusal.NOT_YOURS)
    return found


def _one(rows: QuerySet[M], pk: int) -> M:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def get_version(actor: Actor, version_id: int) -> SetVersion:
    """Raises NotVisible (404)."""
    return _one(SetVersion.objects.filter(set__in=visible_sets(actor)).select_related("set"), version_id)
