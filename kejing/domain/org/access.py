"""Whose leave is seen with its kind and reason, and who decides on it. In step with migration 0051."""

from django.db.models import Q, QuerySet

from kejing.domain.org.models import Absence
from kejing.domain.org.vocabulary import ABSENCES, LeaveRefusal
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused


def visible_absences(actor: Actor) -> QuerySet[Absence]:
    """Her own; with the right to decide, those of the people in her scope. A deputy and a colleague see none."""
    rows = Absence.objects.all()
    mine = Q(staff_id=actor.staff_id or 0)
    if not actor.may(ABSENCES):
        return rows.filter(mine)
    if actor.people.sees_all:
        return rows
    return rows.filter(mine | Q(unit_id__in=actor.people.units) | Q(holder_id__in=actor.people.holders))


def get_visible_absence(actor: Actor, absence_id: int) -> Absence:
    """Raises NotVisible (404)."""
    row = visible_absences(actor).filter(pk=absence_id).first()
    if row is None:
        raise NotVisible
    return row


def lock_absence(actor: Actor, absence_id: int) -> Absence:
    """The row, locked for a change. Raises NotVisible (404)."""
    get_visible_absence(actor, absence_id)
    return Absence.objects.select_for_update().get(pk=absence_id)


def lock_decidable(actor: Actor, absence_id: int) -> Absence:
    """For a decision: raises NotVisible (404), Forbidden (403) without the right, Refused for one's own."""
    row = lock_absence(actor, absence_id)
    actor.require(ABSENCES)
    if row.staff_id == actor.staff_id:
        raise Refused(LeaveRefusal.OWN)
    return row
