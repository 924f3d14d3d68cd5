"""Rates of a month, counted from rows by index: contacts (Q2, Q4), logs (Q5), reviews (Q6)."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from kejing.domain.visits import access
from kejing.domain.visits.models import Log, Review, Visit
from kejing.domain.visits.rules import Share
from kejing.domain.visits.vocabulary import Direction, VisitState
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.periods import Month

OUTBOUND = Q(direction=Direction.OUTBOUND)
PRODUCTIVE = ~Q(result="")


@dataclass(frozen=True, slots=True)
class ContactRates:
    """A person's contacts of a month. `outbound` (Q2, item A2.3), `productive`: with a result (Q4, item A9.1)."""

    outbound: Share
    productive: Share


NO_CONTACTS = ContactRates(Share(0, 0), Share(0, 0))


def contacts(actor: Actor, staff_ids: Collection[int], month: Month) -> QuerySet[Visit]:
    """What people held in a month, whatever the channel."""
    return access.in_scope(actor).filter(
        staff_id__in=staff_ids, state=VisitState.DONE, day__gte=month.start, day__lt=month.end
    )


def contact_rates(actor: Actor, staff_ids: Collection[int], month: Month) -> dict[int, ContactRates]:
    """By person; nobody without contacts is in it. One query."""
    counted = (
        contacts(actor, staff_ids, month)
        .values("staff_id")
        .annotate(held=Count("pk"), outbound=Count("pk", OUTBOUND), productive=Count("pk", PRODUCTIVE))
        .order_by("staff_id")
    )
    return {
        row["staff_id"]: ContactRates(
            Share(row["outbound"], row["held"]), Share(row["productive"], row["held"])
        )
        for row in counted
    }


def with_first_review(logs: QuerySet[Log]) -> QuerySet[Log]:
    """Logs with `reviewed_at`, the moment of the first review, or None."""
    first = Review.objects.filter(log=OuterRef("pk"), seq=1)
    return logs.annotate(reviewed_at=Subquery(first.values("at")[:1]))


def review_share(logs: QuerySet[Log], month: Month) -> Share:
    """Logs of a month reviewed by the end of the next working day, of those handed in (Q6, item A4.50).

    A log whose reviewer still has time counts neither for nor against.
    """
    counted = (
        with_first_review(logs.filter(day__gte=month.start, day__lt=month.end))
        .order_by()
        .aggregate(
            whole=Count("pk", Q(reviewed_at__isnull=False) | Q(review_due_at__lt=clock.now())),
            part=Count("pk", Q(reviewed_at__lte=F("review_due_at"))),
        )
    )
    return Share(counted["part"], counted["whole"])
