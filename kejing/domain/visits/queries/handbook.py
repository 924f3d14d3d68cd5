"""What of a person's handbook may be drawn for an inspection."""

from collections.abc import Collection
from datetime import date

from kejing.domain.visits import access
from kejing.domain.visits.vocabulary import VisitState
from kejing.foundation.kernel.actor import Actor

Entry = tuple[int, date]
"""An id and its day."""


def handbook(*, actor: Actor, staff_id: int, start: date, end: date) -> tuple[list[Entry], list[Entry]]:
    """A person's logs and visits held of `[start, end)`, as far as the actor sees them. Two queries."""
    days = {"staff_id": staff_id, "day__gte": start, "day__lt": end}
    logs = access.visible_logs(actor).filter(**days).order_by("id").values_list("pk", "day")
    visits = (
        access.in_scope(actor).filter(**days, state=VisitState.DONE).order_by("id").values_list("pk", "day")
    )
    return list(logs), list(visits)


def readable_logs(*, actor: Actor, ids: Collection[int]) -> dict[int, int]:
    """Whose logs they are, by log, of those the actor may read."""
    return dict(access.visible_logs(actor).filter(pk__in=ids).values_list("pk", "staff_id"))
