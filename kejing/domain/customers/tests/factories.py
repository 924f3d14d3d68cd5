"""What tests of ownership begin with."""

from datetime import date
from typing import Any

import pytest

from kejing.domain.customers.models import (
    Customer,
    Holding,
    HoldingParty,
    Ownership,
    OwnershipPolicy,
    Product,
)
from kejing.domain.customers.queries import customer_list
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import NotVisible, Refused
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


def as_(cast: Cast, person: str, act: Any, **arguments: Any) -> Any:
    """Let a person do or ask something."""
    with cast[person].acting() as actor:
        return act(actor=actor, **arguments)


def refused(cast: Cast, person: str, act: Any, **arguments: Any) -> str:
    """The code of the refusal; `404` where the person does not see it at all."""
    with pytest.raises((Refused, NotVisible)) as refusal:
        as_(cast, person, act, **arguments)
    return str(refusal.value.code.value) if isinstance(refusal.value, Refused) else "404"


def seen(cast: Cast, person: str) -> set[str]:
    """The numbers a person's list shows, which are those her wall shows."""
    with cast[person].acting() as actor:
        rows = customer_list(actor=actor).page.rows
        wall = set(Customer.objects.values_list("number", flat=True))
    assert {row.number for row in rows} == wall
    return wall
