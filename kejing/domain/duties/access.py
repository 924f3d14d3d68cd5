"""Who sees and may change which tasks. The only door to their rows; migration 0002 says the same in SQL."""

from django.db.models import Q, QuerySet

from kejing.domain.duties.models import DutyTask, DutyVersion
from kejing.domain.duties.vocabulary import DO, EXCUSE, MANAGE, TEAM, DutyRefusal
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused
from kejing.foundation.kernel.permissions import catalogue


class NotYours(Refused):
    """In sight, but another person's, or one's own where it has to be another's."""

    status = 403


def own(actor: Actor) -> QuerySet[DutyTask]:
    """What the actor owes herself. Raises Forbidden (403) for a role without duties."""
    actor.require(DO)
    return DutyTask.objects.filter(_own(actor))


def _own(actor: Actor) -> Q:
    return Q(staff_id=actor.staff_id) if actor.staff_id else Q(pk__in=[])


def _team(actor: Actor) -> Q:
    people = actor.people
    if people.sees_all:
        return Q()
    return Q(unit_id__in=people.units) | Q(holder_id__in=people.holders)


def visible(actor: Actor) -> QuerySet[DutyTask]:
    """The actor's own tasks; with the right to the team, those of the people in her scope."""
    if not actor.may(TEAM):
        return DutyTask.objects.filter(_own(actor))
    return DutyTask.objects.filter(_team(actor) | _own(actor) if not actor.people.sees_all else Q())


def team(actor: Actor) -> QuerySet[DutyTask]:
    """The same, for pages about people. Raises Forbidden (403) without the right to the team."""
    actor.require(TEAM)
    return visible(actor)


def get_visible(actor: Actor, task_id: int) -> DutyTask:
    """Raises NotVisible (404)."""
    rows = visible(actor).select_related("version", "duty", "staff", "about", "unit", "proof", "excused_by")
    if (task := rows.filter(pk=task_id).first()) is None:
        raise NotVisible
    return task


def _locked(actor: Actor, task_id: int) -> DutyTask:
    """The row, locked. Raises NotVisible (404)."""
    get_visible(actor, task_id)
    return DutyTask.objects.select_for_update(of=("self",)).select_related("version").get(pk=task_id)


def get_own(actor: Actor, task_id: int) -> DutyTask:
    """To settle. Raises NotVisible (404) out of sight, NotYours (403) for another person's."""
    task = _locked(actor, task_id)
    if task.staff_id != actor.staff_id:
        raise NotYours(DutyRefusal.NOT_YOUR_DUTY)
    return task


def get_excusable(actor: Actor, task_id: int) -> DutyTask:
    """To excuse. Raises NotVisible (404) out of sight, NotYours (403) for one's own."""
    task = _locked(actor, task_id)
    if task.staff_id == actor.staff_id:
        raise NotYours(DutyRefusal.OWN_DUTY)
    return task


def may_excuse(actor: Actor, task: DutyTask) -> bool:
    return actor.may(EXCUSE) and task.staff_id != actor.staff_id


def reads_calendar(actor: Actor) -> QuerySet[DutyVersion]:
    """The calendar is for whoever has duties, sees a team's, or makes it; drafts for the last alone.

    Raises Forbidden (403).
    """
    if not any(map(actor.may, (DO, TEAM, MANAGE))):
        raise Forbidden(catalogue()[DO])
    versions = DutyVersion.objects.select_related("duty")
    return versions if actor.may(MANAGE) else versions.exclude(valid_from=None)
