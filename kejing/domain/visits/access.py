"""Who sees and who may change which visits and logs. The only door to their rows.

The policies of migration 0002 say the same in SQL.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Q, QuerySet

from kejing.domain.customers.public import CustomerCard, cards, ids_in_sight
from kejing.domain.visits.models import Finding, InternalContact, Log, TimeEntry, Visit
from kejing.domain.visits.vocabulary import REVIEW, FindingRefusal, VisitRefusal
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import NotVisible, Refused

TEAM = "team.view"
"""Declared by `org`: who sees the team board."""


class NotYours(Refused):
    """In sight, but another person's."""

    status = 403


def _scope(actor: Actor) -> Q:
    scope = Q(holder_id__in=actor.holders) if actor.holders else Q()
    return scope | Q(unit_id__in=actor.units) if actor.units else scope


@contextmanager
def counting(actor: Actor) -> Iterator[Actor]:
    """Who counts what people did: the actor within her walls. Somebody who sees people and not their customers
    gets the counts, and only these, from the system: the caller returns no row of what was counted.
    """
    if not actor.sees_people_apart:
        yield actor
        return
    with as_system("figures of people") as system:
        yield system


def author(actor: Actor) -> int:
    """Whose name stands under an entry. Raises Refused for an actor in no post."""
    if actor.staff_id is None:
        raise Refused(VisitRefusal.NO_POST)
    return actor.staff_id


def own_visits(actor: Actor) -> QuerySet[Visit]:
    """What the actor planned or held herself."""
    return Visit.objects.filter(_own(actor))


def own_logs(actor: Actor) -> QuerySet[Log]:
    return Log.objects.filter(_own(actor))


def _own(actor: Actor) -> Q:
    return Q(staff_id=actor.staff_id) if actor.staff_id else Q(pk__in=[])


def in_scope(actor: Actor) -> QuerySet[Visit]:
    """What lists show: the actor's own visits, and those made while her holders or units had the customer."""
    return Visit.objects.all() if actor.sees_all else Visit.objects.filter(_own(actor) | _scope(actor))


def visible(actor: Actor) -> QuerySet[Visit]:
    """Everything the actor may open: what lists show, and the whole history of a customer she sees."""
    if actor.sees_all:
        return Visit.objects.all()
    return Visit.objects.filter(_own(actor) | _scope(actor) | Q(customer_id__in=ids_in_sight(actor)))


def get_visible(actor: Actor, visit_id: int) -> Visit:
    """Raises NotVisible (404)."""
    try:
        return visible(actor).select_related("staff").get(pk=visit_id)
    except Visit.DoesNotExist as error:
        raise NotVisible from error


def get_changeable(actor: Actor, visit_id: int) -> Visit:
    """The row, locked. Raises NotVisible (404) out of sight, NotYours (403) for another person's."""
    get_visible(actor, visit_id)
    visit = Visit.objects.select_for_update().get(pk=visit_id)
    if visit.staff_id != actor.staff_id:
        raise NotYours(VisitRefusal.NOT_YOUR_VISIT)
    return visit


def acts_for(actor: Actor, customer: CustomerCard) -> bool:
    """Whether the actor holds the customer, works on her, or acts for whoever does."""
    by_scope = customer.holder_id in actor.holders or customer.unit_id in actor.units
    return by_scope or customer.id in actor.shared


def internal_in_scope(actor: Actor) -> QuerySet[InternalContact]:
    """Contacts inside the house: one's own, and those of one's people."""
    if actor.sees_all:
        return InternalContact.objects.all()
    return InternalContact.objects.filter(_own(actor) | _scope(actor) if actor.may(TEAM) else _own(actor))


def findings_in_scope(actor: Actor) -> QuerySet[Finding]:
    """What lists of findings show: the actor's own, those taken to her, those of her holders and units."""
    if actor.sees_all:
        return Finding.objects.all()
    return Finding.objects.filter(_hers(actor) | _scope(actor))


def visible_findings(actor: Actor) -> QuerySet[Finding]:
    """Everything the actor may open: what lists show, and those of a customer she sees."""
    if actor.sees_all:
        return Finding.objects.all()
    return Finding.objects.filter(_hers(actor) | _scope(actor) | Q(customer_id__in=ids_in_sight(actor)))


def _hers(actor: Actor) -> Q:
    if not actor.staff_id:
        return Q(pk__in=[])
    return Q(staff_id=actor.staff_id) | Q(found_by_id=actor.staff_id) | Q(superior_id=actor.staff_id)


def get_visible_finding(actor: Actor, finding_id: int) -> Finding:
    """Raises NotVisible (404)."""
    try:
        return visible_findings(actor).select_related("staff", "found_by", "superior").get(pk=finding_id)
    except Finding.DoesNotExist as error:
        raise NotVisible from error


def may_follow(actor: Actor, finding: Finding) -> bool:
    """Whoever's finding it is, and whoever acts for its customer, checks it."""
    if actor.staff_id is None:
        return False
    customer = cards(actor=actor, ids={finding.customer_id}).get(finding.customer_id)
    return finding.staff_id == actor.staff_id or (customer is not None and acts_for(actor, customer))


def may_answer(actor: Actor, finding: Finding) -> bool:
    """The superior it was taken to, or whoever leads the team it is in; never who asked."""
    if actor.staff_id is None or actor.staff_id in {finding.found_by_id, finding.staff_id}:
        return False
    leads = finding.holder_id in actor.holders or finding.unit_id in actor.units
    return finding.superior_id == actor.staff_id or (actor.may(TEAM) and leads)


def lock_finding(actor: Actor, finding_id: int) -> Finding:
    """The row, locked. Raises NotVisible (404), Refused for one solved already."""
    get_visible_finding(actor, finding_id)
    finding = Finding.objects.select_for_update().get(pk=finding_id)
    if finding.solved_on is not None:
        raise Refused(FindingRefusal.NOT_OPEN)
    return finding


def visible_logs(actor: Actor) -> QuerySet[Log]:
    """The actor's own logs; with the right to review, those of her holders' and units' people; or all."""
    if actor.sees_all:
        return Log.objects.all()
    own = _own(actor)
    return Log.objects.filter(own | _scope(actor) if actor.may(REVIEW) else own)


def visible_time(actor: Actor) -> QuerySet[TimeEntry]:
    """Hours of the logs the actor sees."""
    if actor.sees_all:
        return TimeEntry.objects.all()
    own = _own(actor)
    return TimeEntry.objects.filter(own | _scope(actor) if actor.may(REVIEW) else own)


def get_visible_log(actor: Actor, log_id: int) -> Log:
    """Raises NotVisible (404)."""
    try:
        return visible_logs(actor).select_related("staff", "unit").get(pk=log_id)
    except Log.DoesNotExist as error:
        raise NotVisible from error


def reviewable_logs(actor: Actor) -> QuerySet[Log]:
    """Logs the actor may mark: other people's, written while they were in her scope."""
    return visible_logs(actor).exclude(_own(actor)) if actor.may(REVIEW) else Log.objects.none()


def may_review(actor: Actor, log: Log) -> bool:
    """Whether the actor may mark a log she sees: anybody's but her own."""
    return actor.may(REVIEW) and log.staff_id != actor.staff_id
