"""A person's day: what was held, what was planned and not held."""

from dataclasses import dataclass
from datetime import date

from kejing.domain.customers.public import ids_in_sight
from kejing.domain.visits import access
from kejing.domain.visits.models import Visit
from kejing.domain.visits.queries.visits import VisitRow, visit_rows
from kejing.domain.visits.vocabulary import VisitState
from kejing.foundation.kernel.actor import Actor

MOST_OF_A_DAY = 200


@dataclass(frozen=True, slots=True)
class Day:
    held: tuple[VisitRow, ...]
    unheld: tuple[VisitRow, ...]


def day_of(actor: Actor, day: date) -> Day:
    """The actor's own visits of a day, in the order they happened, and her plans still open. Two queries."""
    found = access.own_visits(actor).filter(day=day).exclude(state=VisitState.CANCELLED)
    rows = visit_rows(
        actor, found.select_related("staff").order_by("happened_at", "planned_at", "id")[:MOST_OF_A_DAY]
    )
    return Day(tuple(row for row in rows if row.is_held), tuple(row for row in rows if row.is_open))


def due_plans(*, actor: Actor, day: date) -> list[tuple[int, int, str]]:
    """The actor's open plans of a day with customers in her sight, in order: visit id, version, goal."""
    plans = access.own_visits(actor).filter(
        day=day, state=VisitState.PLANNED, customer_id__in=ids_in_sight(actor)
    )
    return list(plans.order_by("planned_at", "id").values_list("pk", "version", "goal")[:MOST_OF_A_DAY])


def last_day_held(unit_id: int) -> date | None:
    """The last day on which a visit to one of a unit's customers was held; under the caller's scope."""
    held = Visit.objects.filter(unit_id=unit_id, state=VisitState.DONE).order_by("-day", "-id")
    return held.values_list("day", flat=True).first()


def log_handed_in(*, actor: Actor, day: date) -> bool:
    """Whether the actor's own log of a day is there."""
    return access.own_logs(actor).filter(day=day).exists()
