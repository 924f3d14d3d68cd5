"""Protected values for customers of the cast, and what a role may do with them."""

from typing import Any

from kejing.domain.customers.models import Contact, Customer
from kejing.foundation.identity.models import Role
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast

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
