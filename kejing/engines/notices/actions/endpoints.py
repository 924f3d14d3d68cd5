"""Where notices go outside."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kejing.engines.notices import access, webhook
from kejing.engines.notices.kinds import kind_of
from kejing.engines.notices.models import Delivery, Endpoint
from kejing.engines.notices.telling import SEND
from kejing.engines.notices.vocabulary import MANAGE, Channel, DeliveryState, NoticeRefusal
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.clock import system_now
from kejing.foundation.kernel.errors import Difference, Refused, Stale
from kejing.foundation.kernel.jobs import enqueue


@action("notices.add_endpoint", label=_("Add an endpoint"), permission=MANAGE, subject="endpoint")
def add_endpoint(
    *, actor: Actor, name: str, url: str, kinds: Sequence[str] = (), idempotency_key: str | None = None
) -> int:
    """Let another system be told, of some kinds or (none named) of all.

    Raises Refused for an address that is not https, not public, or leads nowhere, and for an unknown kind.
    """
    _check(url, kinds)
    row = Endpoint.objects.create(name=name, url=url, kinds=list(kinds), made_at=system_now())
    return row.pk


@action("notices.change_endpoint", label=_("Change an endpoint"), permission=MANAGE, subject="endpoint")
def change_endpoint(
    *, actor: Actor, endpoint_id: int, name: str, url: str, kinds: Sequence[str], active: bool, version: int,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Change where it is and what it is told of, or switch it off. Raises NotVisible (404), Refused, Stale."""
    row = access.endpoints(actor).select_for_update().filter(pk=endpoint_id).first()
    row = row or access.get_endpoint(actor, endpoint_id)
    if version != row.version:
        given = {"name": name, "url": url, "active": active}
        raise Stale([Difference(k, v, getattr(row, k)) for k, v in given.items() if v != getattr(row, k)])
    _check(url, kinds)
    row.name, row.url, row.kinds, row.active, row.version = name, url, list(kinds), active, version + 1
    row.save()
    return row.pk


@action("notices.renew_secret", label=_("Renew an endpoint's secret"), permission=MANAGE, subject="endpoint")
def renew_secret(*, actor: Actor, endpoint_id: int) -> int:
    """From now on another secret signs; the old one is worth nothing. Raises NotVisible (404)."""
    row = access.get_endpoint(actor, endpoint_id)
    row.generation += 1
    row.save(update_fields=["generation"])
    return row.pk


@action("notices.try_endpoint", label=_("Test an endpoint"), permission=MANAGE, subject="endpoint")
def try_endpoint(*, actor: Actor, endpoint_id: int) -> int:
    """Have the worker send it a notice that says it is a test; quiet hours do not hold it up."""
    row = access.get_endpoint(actor, endpoint_id)
    if not row.active:
        raise Refused(NoticeRefusal.SWITCHED_OFF)
    now = system_now()
    Delivery.objects.create(endpoint=row, channel=Channel.WEBHOOK, next_at=now, made_at=now)
    enqueue(SEND, key=SEND)
    return endpoint_id


@action(
    "notices.retry_delivery", label=_("Send anew what was given up"), permission=MANAGE, subject="delivery"
)
def retry_delivery(*, actor: Actor, delivery_id: int) -> int:
    """Raises NotVisible (404), Refused for what was not given up."""
    row = access.get_delivery(actor, delivery_id)
    if row.state != DeliveryState.DEAD:
        raise Refused(NoticeRefusal.NOT_DEAD)
    row.state, row.attempts, row.next_at, row.done_at = DeliveryState.WAITING, 0, system_now(), None
    row.save()
    enqueue(SEND, key=SEND)
    return row.pk


def _check(url: str, kinds: Sequence[str]) -> None:
    for code in kinds:
        if kind_of(code) is None:
            raise Refused(NoticeRefusal.UNKNOWN_KIND, field="kinds", code=code)
    webhook.target(url)
