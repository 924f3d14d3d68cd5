"""Contacts held with customers, for the modules above: their days, and their lines of the history."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Max
from django.urls import reverse

from kejing.domain.visits import access
from kejing.domain.visits.queries.names import name_of
from kejing.domain.visits.vocabulary import VisitState
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.history import Happening

MOST_DAYS = 1_000


def contact_days(*, actor: Actor, customer_id: int) -> list[date]:
    """The days of a customer's contacts, newest first; at most 1,000."""
    rows = access.visible(actor).filter(customer_id=customer_id, state=VisitState.DONE)
    return list(rows.order_by("-day", "-id").values_list("day", flat=True)[:MOST_DAYS])


def last_contacts(*, actor: Actor, customer_ids: Collection[int]) -> dict[int, date]:
    """The day of each customer's last contact; customers never met are not in it."""
    rows = access.visible(actor).filter(customer_id__in=customer_ids, state=VisitState.DONE)
    return dict(rows.order_by().values_list("customer_id").annotate(last=Max("day")))


def visit_happenings(
    *, actor: Actor, customer_id: int, before: tuple[date, int], limit: int
) -> Iterable[Happening]:
    """Contacts held with a customer, for her history: the newest before a place. One query."""
    day, last = before
    rows = access.visible(actor).filter(customer_id=customer_id, state=VisitState.DONE, day__lte=day)
    older = rows.filter(day__lt=day) | rows.filter(day=day, pk__lt=last)
    return [
        Happening(
            day=row.day,
            id=row.pk,
            verb="visit",
            text=row.result or row.goal,
            icon="map-pin",
            url=reverse("visits:visit_page", args=[row.pk]),
            by=name_of(row.staff),
        )
        for row in older.select_related("staff").order_by("-day", "-pk")[:limit]
    ]
