"""The 360° page: who, whose and since when, what is held."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import F

from kejing.domain.customers import access
from kejing.domain.customers.models import Customer, Holding, HoldingParty, Ownership
from kejing.domain.customers.queries.merging import MergeRow, merged_away
from kejing.domain.customers.queries.profile import Profile, profile_of
from kejing.domain.customers.vocabulary import ASSIGN, HOLDING_AMOUNT, PartyRole
from kejing.domain.org.public import holders_of_unit
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.fields import Access
from kejing.foundation.ui.formats import local

LOANS = "loan"


@dataclass(frozen=True, slots=True)
class OwnershipRow:
    holder: str
    holder_en: str
    valid_from: date
    valid_to: date | None
    reason: str
    merged: str = ""
    """The number of the merged customer who was held so; empty for the customer itself."""


@dataclass(frozen=True, slots=True)
class HoldingRow:
    id: int
    number: str
    line: str
    product_zh: str
    product_en: str
    opened_on: date | None
    closed_on: date | None
    amount: Decimal | None
    status: str
    role: str
    shared_with: int
    attributes: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """The first screen of a customer: who, whose and since when, what is held."""

    customer: Customer
    ownership: list[OwnershipRow]
    holdings: list[HoldingRow]
    profile: Profile
    amounts: Access = Access.SHOW
    """Whether the reader sees the amounts of holdings; where not, they are None in all rows."""
    merged: MergeRow | None = None
    """Set where the customer is shown with another."""

    @property
    def held_since(self) -> date | None:
        return next((row.valid_from for row in self.ownership if not row.merged), None)

    @property
    def active(self) -> list[HoldingRow]:
        """What is held today."""
        today = clock.today()
        return [row for row in self.holdings if row.closed_on is None or today < row.closed_on]

    @property
    def lines(self) -> int:
        """Distinct product lines held today: products per customer counts these. Item A2.2, Q11."""
        return len({row.line for row in self.active})

    @property
    def lent(self) -> Decimal | None:
        """The sum of the loans held today; None without one."""
        loans = [row.amount for row in self.active if row.line == LOANS and row.amount is not None]
        return sum(loans, Decimal(0)) if loans else None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A customer, and to whom she can be given: the people and the pool of her unit."""

    customer: Customer
    holders: list[tuple[int, str]]
    present: tuple[int, str]


def customers_of_holdings(*, actor: Actor, holding_ids: Collection[int]) -> dict[int, int]:
    """Holding → a customer in sight who has it, the owner before others."""
    rows = HoldingParty.objects.filter(holding_id__in=holding_ids, customer__in=access.visible(actor))
    found = rows.order_by("holding_id", "-role", "id").distinct("holding_id")
    return dict(found.values_list("holding_id", "customer_id"))


def customer_page(*, actor: Actor, customer_id: int) -> CustomerPage:
    """Raises NotVisible (404)."""
    customer, members = access.get_whole(actor, customer_id)
    ownership = (
        Ownership.objects.filter(customer_id__in=members)
        .select_related("holder", "customer")
        .order_by("-valid_from", "-id")[:20]
    )
    return CustomerPage(
        customer=customer,
        ownership=[
            OwnershipRow(
                row.holder.name,
                row.holder.name_en,
                row.valid_from,
                row.valid_to,
                row.reason,
                "" if row.customer_id == customer_id else row.customer.number,
            )
            for row in ownership
        ],
        holdings=_holdings(actor, members),
        profile=profile_of(actor, customer),
        amounts=actor.field(HOLDING_AMOUNT),
        merged=merged_away(actor=actor, customer_id=customer_id) if customer.merged_into_id else None,
    )


def assignment(*, actor: Actor, customer_id: int) -> Assignment:
    """Raises NotVisible (404), Forbidden (403) for an actor who gives no customers away."""
    customer = access.get_visible(actor, customer_id)
    actor.require(ASSIGN)
    holders = holders_of_unit(customer.unit_id, clock.today())
    named = [(h.id, local(h.name, h.name_en)) for h in holders]
    now = customer.holder
    return Assignment(
        customer,
        [row for row in named if row[0] != now.pk],
        (now.pk, local(now.name, now.name_en)),
    )


def holding_ids(*, actor: Actor, customer_id: int) -> list[int]:
    """Ids of what a visible customer holds. Raises NotVisible (404)."""
    return access.holding_ids(actor, customer_id)


def _holdings(actor: Actor, members: list[int]) -> list[HoldingRow]:
    """What the customer and those merged into it hold, each holding once."""
    parts = list(
        HoldingParty.objects.filter(customer_id__in=members)
        .select_related("holding__product")
        .order_by(
            "holding__product__line", F("holding__opened_on").desc(nulls_last=True), "holding_id", "-role"
        )[:200]
    )
    once = {part.holding_id: part for part in parts}
    parties = _party_counts(list(once))
    seen = actor.field(HOLDING_AMOUNT).seen
    return [
        _holding_row(part.holding, part.role, parties[part.holding_id] - 1, with_amount=seen)
        for part in once.values()
    ]


def _party_counts(holding_ids: list[int]) -> dict[int, int]:
    """How many share each holding. Customers of others are counted, not shown: the wall would hide them."""
    with connection.cursor() as cursor:
        cursor.execute("select holding_id, parties from kj_party_counts(%s)", [holding_ids])
        return dict(cursor.fetchall())


def _holding_row(holding: Holding, role: str, shared_with: int, *, with_amount: bool) -> HoldingRow:
    return HoldingRow(
        id=holding.pk,
        number=holding.number,
        line=holding.product.line,
        product_zh=holding.product.label_zh,
        product_en=holding.product.label_en,
        opened_on=holding.opened_on,
        closed_on=holding.closed_on,
        amount=holding.amount if with_amount else None,
        status=holding.status,
        role=str(PartyRole(role).label),
        shared_with=shared_with,
        attributes=holding.attributes,
    )
