"""The one answer to who reads which facts and values."""

from django.db.models import Q, QuerySet

from kejing.engines.metrics.models import Evidence, Fact, MetricValue
from kejing.foundation.kernel.actor import Actor, Reach
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.periods import Month


def visible_facts(actor: Actor) -> QuerySet[Fact]:
    """Facts are seen with their subjects: callers name subjects that they know to be visible.

    The engine knows subjects by reference only; the database's wall joins them (`ShowFacts`).
    """
    return Fact.objects.all()


def visible_values(actor: Actor) -> QuerySet[MetricValue]:
    """A value is read by the person judged, and by who sees her, or all people."""
    return _of(actor, actor.people)


def visible_evidence(actor: Actor, value: MetricValue) -> QuerySet[Evidence]:
    """What counted names customers: it is read by the person judged, and by who sees her customers."""
    of_customers = _of(actor, Reach(actor.units, actor.holders, actor.sees_all))
    return Evidence.objects.filter(value__in=of_customers.filter(pk=value.pk))


def _of(actor: Actor, reach: Reach) -> QuerySet[MetricValue]:
    if reach.sees_all:
        return MetricValue.objects.all()
    scope = Q(holder_id__in=reach.holders) | Q(unit_id__in=reach.units)
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
