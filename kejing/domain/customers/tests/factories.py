"""What tests of ownership begin with."""

from datetime import date
from typing import Any

from kejing.domain.customers.models import Holding, HoldingParty, Ownership, OwnershipPolicy, Product
from kejing.foundation.kernel.context import as_system
from tests.cast import BEGAN, Cast


def policy(**content: Any) -> None:
    """Put rules in force; what is not said does not apply."""
    with as_system("policy"):
        version = OwnershipPolicy.objects.count() + 1
        OwnershipPolicy.objects.create(version=version, valid_from=BEGAN, content=content)


def stretches(cast: Cast, number: str) -> list[tuple[str, date, date | None, str]]:
    """(holder, from, to, reason) of a customer, the oldest first."""
    with as_system("look"):
        rows = Ownership.objects.filter(customer_id=cast.customers[number]).order_by("valid_from")
        return [(r.holder.name, r.valid_from, r.valid_to, r.reason) for r in rows.select_related("holder")]


def holds(cast: Cast, number: str, *owned: str) -> list[int]:
    """Let a customer own accounts; returns their ids."""
    with as_system("test"):
        product, _new = Product.objects.get_or_create(
            code="account", defaults={"line": "account", "label_zh": "账户", "label_en": "Account"}
        )
        ids = []
        for name in owned:
            row = Holding.objects.create(
                number=name,
                product=product,
                unit_id=cast["manager_a1"].unit_id or 0,
                opened_on=BEGAN,
                amount=1_000,
            )
            HoldingParty.objects.create(holding=row, customer_id=cast.customers[number], role="owner")
            ids.append(row.pk)
    return ids
