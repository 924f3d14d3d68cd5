"""Who reads whose results. The policies of migration 0003 say the same in SQL."""

from django.db.models import Q, QuerySet

from kejing.domain.performance.models import PointLine, Standing
from kejing.domain.performance.vocabulary import VIEW, VIEW_TEAM
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.periods import Month


def _scope(actor: Actor) -> Q:
    """Her own, by the right to her results; those of the people in her sight, by the right to the team's."""
    scope = Q(pk__in=[])
    if actor.staff_id is not None and actor.may(VIEW):
        scope |= Q(staff_id=actor.staff_id)
    if actor.may(VIEW_TEAM):
        scope |= Q(unit_id__in=actor.people.units) | Q(holder_id__in=actor.people.holders)
    return scope


def visible_standings(actor: Actor) -> QuerySet[Standing]:
    if actor.people.sees_all and actor.may(VIEW_TEAM):
        return Standing.objects.all()
    return Standing.objects.filter(_scope(actor))


def visible_lines(actor: Actor) -> QuerySet[PointLine]:
    if actor.people.sees_all and actor.may(VIEW_TEAM):
        return PointLine.objects.all()
    return PointLine.objects.filter(_scope(actor))


def reads_evidence(actor: Actor, standing: Standing) -> bool:
    """Whether the actor sees what a result is made of: it names customers, so personnel sees the figures alone."""
    return (
        actor.sees_all
        or standing.staff_id == actor.staff_id
        or standing.unit_id in actor.units
        or standing.holder_id in actor.holders
    )


def get_visible(actor: Actor, month: Month, staff_id: int) -> Standing:
    """Raises NotVisible (404), for somebody else's result as for none at all."""
    rows = visible_standings(actor).select_related("staff", "unit", "run")
    found = rows.filter(month=month.start, staff_id=staff_id).first()
    if found is None:
        raise NotVisible
    return found
