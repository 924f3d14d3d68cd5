"""Who sees and who may change which plans. The policies of migration 0002 say the same in SQL."""

from collections.abc import Collection

from django.db import connection
from django.db.models import Q, QuerySet

from kejing.domain.plans.models import Binder, Item, Plan
from kejing.domain.plans.vocabulary import APPROVE, VIEW, PlanRefusal, PlanState
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused


class NotYours(Refused):
    """In sight, but another person's."""

    status = 403


def author(actor: Actor) -> int:
    """Whose name stands under a plan. Raises Refused for an actor in no post."""
    if actor.staff_id is None:
        raise Refused(PlanRefusal.NO_POST)
    return actor.staff_id


def unit_of(actor: Actor) -> int:
    """The unit of the actor's post. Raises Refused for an actor in no post."""
    if actor.unit_id is None:
        raise Refused(PlanRefusal.NO_POST)
    return actor.unit_id


def own_holders() -> list[int]:
    """The holders that the actor of this context is, and those she covers. One query."""
    with connection.cursor() as cursor:
        cursor.execute("select kj_own_holders()")
        row = cursor.fetchone()
    return list(row[0]) if row else []


def _own(actor: Actor) -> Q:
    if actor.staff_id is None:
        return Q(pk__in=[])
    return Q(staff_id=actor.staff_id) | Q(holder_id__in=own_holders())


def _scope(actor: Actor) -> Q:
    return Q() if actor.sees_all else Q(unit_id__in=actor.units) | Q(holder_id__in=actor.holders)


def _rows() -> QuerySet[Plan]:
    """The text of the archive is read by who opens it, not by lists."""
    return Plan.objects.defer("content")


def reads_others(actor: Actor) -> bool:
    return actor.may(VIEW) or actor.may(APPROVE)


def own(actor: Actor) -> QuerySet[Plan]:
    """Plans the actor writes: her own, and those of whoever she covers."""
    return _rows().filter(_own(actor))


def visible(actor: Actor) -> QuerySet[Plan]:
    """Her own, and with the right to see or approve them those of her scope."""
    if not reads_others(actor):
        return own(actor)
    return _rows() if actor.sees_all else _rows().filter(_own(actor) | _scope(actor))


def of_others(actor: Actor) -> QuerySet[Plan]:
    """Plans in her scope that somebody else wrote; none without the right."""
    if not reads_others(actor):
        return Plan.objects.none()
    return _rows().filter(_scope(actor)).exclude(staff_id=actor.staff_id or 0)


def in_scope(actor: Actor) -> QuerySet[Plan]:
    """Plans of the people in her scope, hers among them."""
    return _rows().filter(_scope(actor)) if reads_others(actor) else own(actor)


def get_visible(actor: Actor, plan_id: int) -> Plan:
    """Raises NotVisible (404)."""
    try:
        return visible(actor).select_related("staff", "unit", "decided_by").get(pk=plan_id)
    except Plan.DoesNotExist as error:
        raise NotVisible from error


def is_own(actor: Actor, plan: Plan) -> bool:
    """Whether the actor writes this plan, herself or for whom she covers."""
    return plan.staff_id == actor.staff_id or plan.holder_id in own_holders()


def get_changeable(actor: Actor, plan_id: int) -> Plan:
    """The row, locked. Raises NotVisible (404) out of sight, NotYours (403) for another person's."""
    plan = get_visible(actor, plan_id)
    if not is_own(actor, plan):
        raise NotYours(PlanRefusal.NOT_YOUR_PLAN)
    return Plan.objects.select_for_update().get(pk=plan_id)


def locked(actor: Actor, plan_id: int) -> Plan:
    """A plan in sight, locked, for a decision. Raises NotVisible (404)."""
    get_visible(actor, plan_id)
    return Plan.objects.select_for_update().get(pk=plan_id)


def items(plan: Plan) -> QuerySet[Item]:
    """The actions of a plan that is in sight."""
    return Item.objects.filter(plan=plan, left_out=False).order_by("place", "pk")


def get_item(actor: Actor, item_id: int) -> tuple[Item, Plan]:
    """An action of a plan the actor writes. Raises NotVisible (404), NotYours (403)."""
    found = Item.objects.filter(pk=item_id, left_out=False, plan__in=visible(actor).values("pk")).first()
    if found is None:
        raise NotVisible
    return found, get_changeable(actor, found.plan_id)


def binders(actor: Actor) -> QuerySet[Binder]:
    """Bound months of the actor's units; none without the right to see or approve plans."""
    if not reads_others(actor):
        return Binder.objects.none()
    return Binder.objects.all() if actor.sees_all else Binder.objects.filter(unit_id__in=actor.units)


def to_decide(actor: Actor) -> QuerySet[Plan]:
    """Plans of others in her scope that wait for somebody to decide, and that she did not hand in herself."""
    if not actor.may(APPROVE):
        return Plan.objects.none()
    return of_others(actor).filter(state=PlanState.SUBMITTED).exclude(submitted_by_id=actor.staff_id or 0)


def closed_customers(ids: Collection[int]) -> set[int]:
    """Those of the customers that are confidential and not open to the reader: nothing of them is shown."""
    with connection.cursor() as cursor:
        cursor.execute("select id from unnest(%s::bigint[]) id where kj_closed_customer(id)", [list(ids)])
        return {pk for (pk,) in cursor.fetchall()}
