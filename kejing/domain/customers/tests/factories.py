"""What tests of customers begin with: protected values and rights, rules of ownership, holdings."""

from datetime import date
from typing import Any

from kejing.domain.customers.models import (
    Contact,
    Customer,
    Holding,
    HoldingParty,
    Ownership,
    OwnershipPolicy,
    Product,
)
from kejing.foundation.identity.models import Role
from kejing.foundation.kernel.context import as_system
from tests.cast import BEGAN, Cast

PHONE = "13812345678"
IDENTITY = "110101199001010012"
ADDRESS = "北京市朝阳区建国路八十八号"
CONTACT_PHONE = "13999990000"


def fill(cast: Cast, number: str = "C0001", **values: Any) -> int:
    """Give a customer phone, identity number and address, and a contact; her id."""
    kept = {"phone": PHONE, "identity_number": IDENTITY, "address": ADDRESS, **values}
    with as_system("test"):
        Customer.objects.filter(pk=cast.customers[number]).update(**kept)
    return cast.customers[number]


def contact(cast: Cast, number: str = "C0001") -> int:
    with as_system("test"):
        return Contact.objects.create(
            customer_id=cast.customers[number], name="王五", title="财务", phone=CONTACT_PHONE, email="w@x.cn"
        ).pk


def rights(role: str, **modes: str) -> None:
    """What a role may do with protected fields of customers."""
    with as_system("test"):
        Role.objects.filter(code=role).update(
            fields={f"customers.{name}": mode for name, mode in modes.items()}
        )


def limits(role: str, values: dict[str, int]) -> None:
    with as_system("test"):
        Role.objects.filter(code=role).update(limits=values)


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
