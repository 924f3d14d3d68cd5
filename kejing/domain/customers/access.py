"""Who sees and who may change which customers. The only door to their rows."""

from datetime import date
from typing import TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from kejing.domain.customers.models import (
    Collaboration,
    Contact,
    ContactPosition,
    Customer,
    CustomerFile,
    DuplicatePair,
    Holding,
    HoldingParty,
    Merge,
    Note,
    Unmasking,
)
from kejing.domain.customers.vocabulary import CHANGE, CONFIDENTIAL, MERGE, VIEW, DuplicateRefusal, Share
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused
from kejing.foundation.kernel.sql import in_force

R = TypeVar("R", DuplicatePair, Merge)


def in_sight(actor: Actor) -> QuerySet[Customer]:
    """What the wall of migration 0021 shows: the customers of the actor's holders and units, or all.

    Confidential ones only by name (held, covered or worked on by her) or by the right to see them; none without
    the right to see customers. Those merged into another are among them.
    """
    if not actor.may(VIEW):
        return Customer.objects.none()
    return Customer.objects.filter(_in_scope(actor))


def visible(actor: Actor) -> QuerySet[Customer]:
    """What lists, counts, pickers and exports show: everything in sight but what was merged into another."""
    return in_sight(actor).filter(merged_into=None)


def _in_scope(actor: Actor) -> Q:
    """Few actors have anything shared with them: the common query stays an index lookup by holder or unit."""
    scope = Q() if actor.sees_all else Q(holder_id__in=actor.holders) | Q(unit_id__in=actor.units)
    if not actor.may(CONFIDENTIAL):
        scope &= Q(confidential=False)
    return scope | Q(pk__in=actor.shared) if actor.shared and scope else scope


def members(customer_id: int) -> list[int]:
    """The customer and those merged into it: per-customer reads take them all. What they have is walled by itself."""
    return [customer_id, *Customer.objects.filter(merged_into_id=customer_id).values_list("pk", flat=True)]


def members_of(customer_id: int) -> QuerySet[Customer, int]:
    """The same ids for a sub-query."""
    rows = Customer.objects.filter(Q(pk=customer_id) | Q(merged_into_id=customer_id))
    return rows.order_by().values_list("pk", flat=True)


def get_visible(actor: Actor, customer_id: int, along: Combinable | None = None) -> Customer:
    """The row; what is read along in the same statement is its `along`.

    Raises NotVisible (404), for a customer of somebody else as for none at all.
    """
    rows = in_sight(actor).select_related("holder", "unit")
    try:
        return (rows if along is None else rows.annotate(along=along)).get(pk=customer_id)
    except Customer.DoesNotExist as error:
        raise NotVisible from error


def get_whole(actor: Actor, customer_id: int) -> tuple[Customer, list[int]]:
    """`get_visible` and `members` in one query, for the page that shows most. Raises NotVisible (404)."""
    absorbed = Customer.objects.filter(merged_into=OuterRef("pk")).order_by("pk").values("pk")
    found = get_visible(actor, customer_id, ArraySubquery(absorbed))
    return found, [customer_id, *found.along]  # type: ignore[attr-defined]  # annotated


def get_changeable(actor: Actor, customer_id: int) -> Customer:
    """The row, locked.

    Raises NotVisible (404) out of sight, Forbidden (403) in sight but not changeable, Refused for a merged one.
    """
    get_visible(actor, customer_id)
    actor.require(CHANGE)
    # Its key stays: whoever refers to the row meanwhile, as a group's member does, need not wait.
    row = Customer.objects.select_for_update(no_key=True).get(pk=customer_id)
    if row.merged_into_id is not None:
        raise Refused(DuplicateRefusal.IS_MERGED)
    return row


def visible_pairs(actor: Actor) -> QuerySet[DuplicatePair]:
    """Pairs of customers whom the actor both sees, neither of them merged; none without the right to decide."""
    if not actor.may(MERGE):
        return DuplicatePair.objects.none()
    pairs = DuplicatePair.objects.filter(first__merged_into=None, second__merged_into=None)
    return pairs if actor.sees_all else pairs.filter(first__in=visible(actor), second__in=visible(actor))


def get_pair(actor: Actor, pair_id: int) -> DuplicatePair:
    """Raises NotVisible (404) where one of the two is out of sight, Forbidden (403) without the right to decide."""
    both = DuplicatePair.objects.filter(pk=pair_id, first__in=in_sight(actor), second__in=in_sight(actor))
    found = both.select_related("first__holder", "first__unit", "second__holder", "second__unit").first()
    return _decidable(actor, found)


def get_merge(actor: Actor, merge_id: int) -> Merge:
    """Raises NotVisible (404) where one of the two is out of sight, Forbidden (403) without the right to decide."""
    both = Merge.objects.filter(pk=merge_id, merged__in=in_sight(actor), survivor__in=in_sight(actor))
    return _decidable(actor, both.select_related("merged", "survivor").first())


def _decidable(actor: Actor, found: R | None) -> R:
    if found is None:
        raise NotVisible
    actor.require(MERGE)
    return found


def lock_visible(actor: Actor, customer_id: int) -> Customer:
    """The row, locked, for what needs a right of its own. Raises NotVisible (404)."""
    get_visible(actor, customer_id)
    return Customer.objects.select_for_update().get(pk=customer_id)


def visible_holdings(actor: Actor, customer_id: int) -> QuerySet[Holding]:
    """What a customer holds, alone or with others; nothing for a customer out of sight."""
    parts = HoldingParty.objects.filter(customer_id__in=members_of(customer_id), customer__in=in_sight(actor))
    return Holding.objects.filter(pk__in=parts.values("holding_id"))


def holding_ids(actor: Actor, customer_id: int, line: str = "") -> list[int]:
    """Ids of what a customer holds, of one line of products if named; at most 200. Raises NotVisible (404)."""
    rows = visible_holdings(actor, customer_id)
    if line:
        rows = rows.filter(product__line=line)
    found = list(rows.values_list("pk", flat=True)[:200])
    if not found:
        get_visible(actor, customer_id)
    return found


def visible_unmaskings(actor: Actor) -> QuerySet[Unmasking]:
    """Who looked at masked fields of the customers in scope, and what the actor herself looked at."""
    if actor.sees_all and actor.may(VIEW):
        return Unmasking.objects.all()
    return Unmasking.objects.filter(Q(customer__in=in_sight(actor)) | Q(user_id=actor.user_id or 0))


def sharing(customer_id: int, day: date) -> list[int]:
    """The holders who work on a customer beside the one who has her, on a day."""
    rows = Collaboration.objects.filter(in_force(day), customer_id=customer_id)
    return list(rows.values_list("holder_id", flat=True))


def visible_contacts(actor: Actor) -> QuerySet[Contact]:
    """The contacts of visible customers: entered there, or with a post there at any time."""
    here = in_sight(actor)
    posts = ContactPosition.objects.filter(customer__in=here)
    return Contact.objects.filter(Q(customer__in=here) | Q(pk__in=posts.values("contact_id")))


def get_contact(actor: Actor, contact_id: int, *, to_change: bool = False) -> Contact:
    """The contact, locked where she is to be changed. Raises NotVisible (404), Forbidden (403)."""
    found = visible_contacts(actor).filter(pk=contact_id).first()
    if found is None:
        raise NotVisible
    if not to_change:
        return found
    actor.require(CHANGE)
    return Contact.objects.select_for_update().get(pk=contact_id)


def visible_notes(actor: Actor) -> QuerySet[Note]:
    return Note.objects.filter(_shared_with(actor), customer__in=in_sight(actor))


def visible_files(actor: Actor) -> QuerySet[CustomerFile]:
    return CustomerFile.objects.filter(_shared_with(actor), customer__in=in_sight(actor))


def _shared_with(actor: Actor) -> Q:
    """What a share level opens to a reader who sees the customer; who sees all customers does not read all notes."""
    shared = Q(share=Share.ALL) | Q(share=Share.OWNER, customer__holder_id__in=_own_holders())
    shared |= Q(share=Share.UNIT) & (
        Q(customer__holder_id__in=actor.holders) | Q(customer__unit_id__in=actor.units)
    )
    return shared | Q(author_id=actor.staff_id) if actor.staff_id is not None else shared


def _own_holders() -> list[int]:
    """The reader's own holders and those she covers: asked of the database, which guards notes by the same answer."""
    with connection.cursor() as cursor:
        cursor.execute("select kj_own_holders()")
        row = cursor.fetchone()
    return list(row[0]) if row else []
