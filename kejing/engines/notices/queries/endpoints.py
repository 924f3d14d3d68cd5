"""Endpoints and what went to them, for the administrator. No row names what a notice was about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q

from kejing.engines.notices import access
from kejing.engines.notices.kinds import kind_of, kinds
from kejing.engines.notices.models import Delivery, Endpoint
from kejing.engines.notices.rules import secret_of
from kejing.engines.notices.vocabulary import MANAGE, Channel, DeliveryState, Failure
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.paging import Page, page

PAGE_SIZE = 50
LAST = 20


@dataclass(frozen=True, slots=True)
class EndpointRow:
    """`kinds`: their sentences; empty is all of them."""

    id: int
    name: str
    url: str
    kinds: tuple[str, ...]
    codes: tuple[str, ...]
    active: bool
    dead: int
    version: int


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """`kind` is empty for a test."""

    id: int
    kind: str
    where: str
    channel: Channel
    state: DeliveryState
    attempts: int
    failure: str
    status: int | None
    made_at: datetime
    next_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class EndpointPage:
    endpoint: EndpointRow
    deliveries: tuple[DeliveryRow, ...]


def may_manage(*, actor: Actor) -> list[tuple[str, str]]:
    """(code, sentence) of all kinds. Raises Forbidden (403)."""
    actor.require(MANAGE)
    return [(kind.code, str(kind.neutral)) for kind in kinds()]


def endpoint_list(*, actor: Actor) -> list[EndpointRow]:
    """Raises Forbidden (403)."""
    rows = list(access.endpoints(actor).order_by("name", "id")[:PAGE_SIZE])
    dead = (
        access.deliveries(actor)
        .filter(endpoint_id__in=[row.pk for row in rows])
        .values("endpoint_id")
        .annotate(n=Count("pk", Q(state=DeliveryState.DEAD)))
        .order_by()
    )
    counts = {row["endpoint_id"]: row["n"] for row in dead}
    return [_row(row, counts.get(row.pk, 0)) for row in rows]


def endpoint_page(*, actor: Actor, endpoint_id: int) -> EndpointPage:
    """Raises Forbidden (403), NotVisible (404)."""
    row = access.get_endpoint(actor, endpoint_id)
    sent = access.deliveries(actor).filter(endpoint=row)
    last = sent.select_related("notice", "endpoint").order_by("-id")[:LAST]
    return EndpointPage(_row(row, sent.filter(state=DeliveryState.DEAD).count()), tuple(_deliveries(last)))


def endpoint_secret(*, actor: Actor, endpoint_id: int) -> str:
    """What signs its notices; shown when it was made or renewed. Raises Forbidden (403), NotVisible (404)."""
    row = access.get_endpoint(actor, endpoint_id)
    return secret_of(settings.SECRET_KEY, row.pk, row.generation)


def given_up(*, actor: Actor, cursor: str | None = None) -> Page[DeliveryRow]:
    """What never arrived, by mail or endpoint, the newest first. Raises Forbidden (403)."""
    dead = access.deliveries(actor).filter(state=DeliveryState.DEAD)
    found = page(dead.select_related("notice", "endpoint"), ("-id",), cursor, PAGE_SIZE)
    return Page(_deliveries(found.rows), found.next, found.previous)


def _row(row: Endpoint, dead: int) -> EndpointRow:
    sentences = tuple(str(kind.neutral) for code in row.kinds if (kind := kind_of(code)))
    return EndpointRow(row.pk, row.name, row.url, sentences, tuple(row.kinds), row.active, dead, row.version)


def _deliveries(found: Iterable[Delivery]) -> list[DeliveryRow]:
    return [
        DeliveryRow(
            id=row.pk,
            kind=_sentence(row),
            where=row.endpoint.name if row.endpoint else str(Channel(row.channel).label),
            channel=Channel(row.channel),
            state=DeliveryState(row.state),
            attempts=row.attempts,
            failure=str(Failure(row.failure).label) if row.failure else "",
            status=row.status,
            made_at=row.made_at,
            next_at=row.next_at,
            done_at=row.done_at,
        )
        for row in found
    ]


def _sentence(row: Delivery) -> str:
    kind = kind_of(row.notice.kind) if row.notice else None
    return str(kind.neutral) if kind else ""
