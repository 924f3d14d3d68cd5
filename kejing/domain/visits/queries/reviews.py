"""The reviewer's queue, with her own clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from kejing.domain.visits import access
from kejing.domain.visits.models import Log, Review
from kejing.domain.visits.queries.logs import LogRow, log_row
from kejing.domain.visits.queries.rates import review_share
from kejing.domain.visits.rules import Share
from kejing.domain.visits.vocabulary import REVIEW
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page
from kejing.foundation.kernel.periods import Month

PAGE_SIZE = 30
MOST_COUNTED = 500
LISTED_FOR = timedelta(days=183)
"""A log that nobody read for half a year is not going to be read; it still counts against the rate."""


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """Logs without a review, the most urgent first; `rate` is this month's (Q6)."""

    page: Page[LogRow]
    waiting: Capped
    late: Capped
    rate: Share
    month: Month


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for the reviewer, and since when it is late."""

    n: int
    late: int
    next_due_at: datetime | None


def _unreviewed(logs: QuerySet[Log]) -> QuerySet[Log]:
    reviews = Review.objects.filter(log=OuterRef("pk"), seq=1)
    return logs.filter(~Exists(reviews), day__gte=clock.today() - LISTED_FOR)


def review_queue(*, actor: Actor, cursor: str | None = None) -> ReviewQueue:
    """Raises Forbidden (403) without the right to review. Item A4.50."""
    actor.require(REVIEW)
    month = Month.of(clock.today())
    logs = access.reviewable_logs(actor)
    waiting = _unreviewed(logs)
    found = page(waiting.select_related("staff"), ("review_due_at", "id"), cursor, PAGE_SIZE)
    return ReviewQueue(
        page=Page([log_row(log, None) for log in found.rows], found.next, found.previous),
        waiting=capped_count(waiting),
        late=capped_count(waiting.filter(review_due_at__lt=clock.now())),
        rate=review_share(logs, month),
        month=month,
    )


def waiting_reviews(actor: Actor) -> Waiting:
    """For the badge of the navigation: one query, none without the right to review."""
    waiting = _unreviewed(access.reviewable_logs(actor)).order_by("review_due_at", "id")
    return waiting_of(waiting.values_list("review_due_at", flat=True)[:MOST_COUNTED])


def waiting_of(due: Iterable[datetime]) -> Waiting:
    """`due`: when each unreviewed log is due, ascending."""
    moments, now = list(due), clock.now()
    return Waiting(len(moments), sum(moment < now for moment in moments), moments[0] if moments else None)


# Whose logs somebody reviews: those of her units, of her direct reports, or all; never her own. As `access` says.
_NONE_WAITING = """
select r.staff_id from unnest(%(staff)s::bigint[]) as r(staff_id)
where not exists (
    select 1
    from org_appointment a
    join org_position p on p.id = a.position_id
    join identity_role o on o.code = p.role_id
    join visits_log l on l.staff_id <> r.staff_id and l.day >= %(since)s and l.review_due_at <= %(until)s
        and (o.scope = 'all' or o.scope = 'unit' and l.unit_id in (
                select c.descendant_id from org_unitclosure c
                where c.ancestor_id = p.unit_id and c.valid_from <= %(day)s
                    and (c.valid_to is null or c.valid_to > %(day)s))
            or o.scope = 'team' and l.holder_id in (
                select h.id from org_holder h join org_appointment b on b.id = h.appointment_id
                join org_position q on q.id = b.position_id where q.reports_to_id = p.id))
        and not exists (select 1 from visits_review v where v.log_id = l.id and v.seq = 1)
    where a.staff_id = r.staff_id and a.valid_from <= %(day)s and (a.valid_to is null or a.valid_to > %(day)s))
"""


def none_waiting(staff_ids: Sequence[int], until: datetime) -> list[int]:
    """Those of some reviewers for whom no log waits that is due by a moment. One query; as the system."""
    today = clock.today()
    told: dict[str, Any] = {
        "staff": list(staff_ids),
        "until": until,
        "day": today,
        "since": today - LISTED_FOR,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NONE_WAITING, told)
        return [row[0] for row in cursor.fetchall()]


def unreviewed_logs(*, actor: Actor) -> list[int]:
    """Ids of the logs that wait for the actor, the most urgent first."""
    waiting = _unreviewed(access.reviewable_logs(actor)).order_by("review_due_at", "id")
    return list(waiting.values_list("pk", flat=True)[:MOST_COUNTED])
