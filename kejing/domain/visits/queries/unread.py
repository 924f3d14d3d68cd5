"""Unread logs as those above the reviewers see them: how many wait for whom, and for how long (item A4.50)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from kejing.domain.org.public import staff_names
from kejing.domain.visits import access
from kejing.domain.visits.queries.reviews import unreviewed
from kejing.domain.visits.vocabulary import REVIEW
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor

MOST = 5000

# The post above a writer's, and who is in it: the one who should have read.
_ABOVE = """
select distinct on (a.staff_id) a.staff_id, b.staff_id
from org_appointment a
join org_position p on p.id = a.position_id
left join org_appointment b on b.position_id = p.reports_to_id
     and b.valid_from <= %(day)s and (b.valid_to is null or b.valid_to > %(day)s)
where a.staff_id = any (%(staff)s) and a.valid_from <= %(day)s and (a.valid_to is null or a.valid_to > %(day)s)
order by a.staff_id, a.id, b.id
"""


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """What waits for one reviewer; None: the writers' post has nobody above. `oldest` is when the first came in."""

    reviewer_id: int | None
    reviewer: str
    waiting: int
    late: int
    oldest: datetime
    writers: int


def unread_logs(*, actor: Actor) -> list[UnreadRow]:
    """Per reviewer, the longest waiting first. Raises Forbidden (403) for who neither reviews nor sees a team."""
    if not actor.may(REVIEW):
        actor.require(access.TEAM)
    with access.counting(actor) as counter:
        rows = list(
            unreviewed(access.visible_logs(counter))
            .order_by("submitted_at", "id")
            .values_list("staff_id", "submitted_at", "review_due_at")[:MOST]
        )
    above = _above({staff for staff, _at, _due in rows})
    found: dict[int | None, list[tuple[int, datetime, datetime]]] = defaultdict(list)
    for row in rows:
        found[above.get(row[0])].append(row)
    names = staff_names(found)
    waiting = [_row(reviewer, names.get(reviewer or 0, ""), logs) for reviewer, logs in found.items()]
    return sorted(waiting, key=lambda row: row.oldest)


def _row(reviewer: int | None, name: str, logs: list[tuple[int, datetime, datetime]]) -> UnreadRow:
    now = clock.now()
    return UnreadRow(
        reviewer_id=reviewer,
        reviewer=name,
        waiting=len(logs),
        late=sum(due < now for _staff, _at, due in logs),
        oldest=logs[0][1],
        writers=len({staff for staff, _at, _due in logs}),
    )


def _above(staff_ids: Iterable[int]) -> dict[int, int | None]:
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, {"staff": sorted(staff_ids), "day": clock.today()})
        return dict(cursor.fetchall())
