"""Who works on a customer beside the one who holds her, and who may say so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kejing.domain.customers import access
from kejing.domain.customers.models import Collaboration, Customer
from kejing.domain.customers.vocabulary import ASSIGN, CHANGE, CONFIDENTIAL, CollaboratorRole
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Forbidden
from kejing.foundation.kernel.permissions import catalogue

MOST = 200


@dataclass(frozen=True, slots=True)
class CollaboratorRow:
    id: int
    holder_id: int
    name: str
    name_en: str
    unit: str
    unit_en: str
    role_code: str
    valid_from: date
    valid_to: date | None
    reason: str

    @property
    def role(self) -> str:
        return str(CollaboratorRole(self.role_code).label)

    @property
    def is_over(self) -> bool:
        return self.valid_to is not None and self.valid_to <= clock.today()


def collaborator_list(*, actor: Actor, customer_id: int) -> list[CollaboratorRow]:
    """Raises NotVisible (404)."""
    access.get_visible(actor, customer_id)
    return collaborators(customer_id)


def collaborators(customer_id: int) -> list[CollaboratorRow]:
    """Of a customer in sight, those at work now first."""
    rows = (
        Collaboration.objects.filter(customer_id=customer_id)
        .select_related("holder__unit")
        .order_by("-valid_from", "-id")[:MOST]
    )
    found = [
        CollaboratorRow(
            row.pk, row.holder_id, row.holder.name, row.holder.name_en, row.holder.unit.name, row.holder.unit.name_en,
            row.role, row.valid_from, row.valid_to, row.reason,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda row: row.is_over)


def sharing_of(*, actor: Actor, customer_id: int) -> Customer:
    """The customer, for whoever may say who works on her. Raises NotVisible (404), Forbidden (403)."""
    customer = access.get_visible(actor, customer_id)
    if not may_share(actor, customer):
        raise Forbidden(catalogue()[ASSIGN])
    return customer


def marking_of(*, actor: Actor, customer_id: int) -> Customer:
    """The customer, for whoever may mark her confidential. Raises NotVisible (404), Forbidden (403)."""
    customer = access.get_visible(actor, customer_id)
    actor.require(CHANGE)
    actor.require(CONFIDENTIAL)
    return customer


def may_share(actor: Actor, customer: Customer) -> bool:
    """Who gives collaborators: the one who holds or covers the customer, or whoever leads there."""
    if not actor.may(CHANGE):
        return False
    return customer.holder_id in actor.holders or (actor.may(ASSIGN) and customer.unit_id in actor.units)


def working_on(
    customer_ids: Iterable[int], start: date, end: date
) -> dict[tuple[int, int], list[tuple[date, date | None]]]:
    """When in a period whom of the staff worked on which customer: (customer, staff) → days, half-open."""
    rows = Collaboration.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=start), customer_id__in=set(customer_ids), valid_from__lt=end
    ).values_list("customer_id", "holder__appointment__staff_id", "valid_from", "valid_to")
    found: dict[tuple[int, int], list[tuple[date, date | None]]] = {}
    for customer, staff, first, last in rows:
        found.setdefault((customer, staff), []).append((first, last))
    return found
