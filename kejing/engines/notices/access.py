"""Everybody reads her own inbox, and nobody another's; endpoints are the administrator's. In step with 0002_walls."""

from django.db.models import QuerySet

from kejing.engines.notices.models import Delivery, Endpoint, Notice
from kejing.engines.notices.vocabulary import MANAGE, Channel
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible


def visible(actor: Actor) -> QuerySet[Notice]:
    """The actor's own that she wanted in her inbox."""
    return Notice.objects.filter(user_id=actor.user_id or 0, channels__contains=[Channel.IN_APP])


def get_visible(actor: Actor, notice_id: int) -> Notice:
    """One of her own, from a mail too. Raises NotVisible (404)."""
    row = Notice.objects.filter(user_id=actor.user_id or 0, pk=notice_id).first()
    if row is None:
        raise NotVisible
    return row


def endpoints(actor: Actor) -> QuerySet[Endpoint]:
    """Raises Forbidden (403)."""
    actor.require(MANAGE)
    return Endpoint.objects.all()


def get_endpoint(actor: Actor, endpoint_id: int) -> Endpoint:
    """Raises Forbidden (403), NotVisible (404)."""
    row = endpoints(actor).filter(pk=endpoint_id).first()
    if row is None:
        raise NotVisible
    return row


def deliveries(actor: Actor) -> QuerySet[Delivery]:
    """Raises Forbidden (403)."""
    actor.require(MANAGE)
    return Delivery.objects.all()


def get_delivery(actor: Actor, delivery_id: int) -> Delivery:
    """Locked for a change. Raises Forbidden (403), NotVisible (404)."""
    row = deliveries(actor).select_for_update().filter(pk=delivery_id).first()
    if row is None:
        raise NotVisible
    return row
