"""What people did in a stretch of days: visits planned and held, logs missing, reviews waiting. For documents above."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from kejing.domain.visits import access
from kejing.domain.visits.queries.duty import duty_of
from kejing.domain.visits.queries.reviews import unreviewed
from kejing.domain.visits.vocabulary import VisitState
from kejing.foundation.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Work:
    """One person's days. `planned` counts plans not held; `missing` due logs whose cut-off passed; `unread` all that
    still wait for a review.
    """

    planned: int
    held: int
    missing: int
    unread: int


def work_of_people(*, actor: Actor, staff_ids: Collection[int], start: date, end: date) -> dict[int, Work]:
    """By staff, of `[start, end)`; everybody asked for is in it. Four queries."""
    visits: dict[int, tuple[int, int]] = {
        row["staff_id"]: (row["planned"], row["held"])
        for row in access.in_scope(actor)
        .filter(staff_id__in=staff_ids, day__gte=start, day__lt=end)
        .order_by()
        .values("staff_id")
        .annotate(
            planned=Count("pk", Q(state=VisitState.PLANNED)), held=Count("pk", Q(state=VisitState.DONE))
        )
    }
    logs = access.visible_logs(actor).filter(staff_id__in=staff_ids)
    written: dict[int, dict[date, bool]] = defaultdict(dict)
    for staff, day, on_time in logs.filter(day__gte=start, day__lt=end).values_list(
        "staff_id", "day", "on_time"
    ):
        written[staff][day] = on_time
    unread = Counter(unreviewed(logs).values_list("staff_id", flat=True))
    duty = duty_of(staff_ids)
    return {
        staff: Work(
            *visits.get(staff, (0, 0)),
            len(duty.record(staff, written[staff], start, end).missing),
            unread[staff],
        )
        for staff in staff_ids
    }
