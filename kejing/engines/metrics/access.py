"""The one answer to who reads which facts and values."""

from django.db.models import Q, QuerySet

from kejing.engines.metrics.models import Fact, MetricValue
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.periods import Month


def visible_facts(actor: Actor) -> QuerySet[Fact]:
    """Facts are seen with their subjects: callers name subjects that they know to be visible.

    The engine knows subjects by reference only; the database's wall joins them (`ShowFacts`).
    """
    return Fact.objects.all()


def visible_values(actor: Actor) -> QuerySet[MetricValue]:
    """A value is read by the person judged, by whoever has the judged holder or unit in scope, and by who sees all."""
    if actor.sees_all:
        return MetricValue.objects.all()
    scope = Q(holder_id__in=actor.holders) | Q(unit_id__in=actor.units)
    if actor.staff_id is not None:
        scope |= Q(staff_id=actor.staff_id)
    return MetricValue.objects.filter(scope)


def get_value(actor: Actor, month: Month, metric: str, subject_kind: str, subject_id: int) -> MetricValue:
    """Raises NotVisible (404) when there is no such value in the actor's scope."""
    found = (
        visible_values(actor)
        .filter(
            period__month=month.start, metric__code=metric, subject_kind=subject_kind, subject_id=subject_id
        )
        .select_related("period", "metric")
        .first()
    )
    if found is None:
        raise NotVisible
    return found
