"""What tests of customers begin with: protected values and rights, rules of ownership, holdings."""

from datetime import date
from typing import Any

import pytest

from kejing.domain.customers.actions import add_contact, add_file, add_note
from kejing.domain.customers.models import (
    Contact,
    ContactPosition,
    Customer,
    CustomerTag,
    GroupMember,
    Holding,
    HoldingParty,
    Ownership,
    OwnershipPolicy,
    Product,
    Tag,
)
from kejing.domain.customers.queries import customer_list
from kejing.foundation.identity.models import Role
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import NotVisible, Refused
from tests.cast import BEGAN, Cast

PDF = b"%PDF-1.4 a file"
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


def kept_of(cast: Cast, number: str, *, author: str, member: str) -> dict[str, Any]:
    """A contact, a note, a file, a tag, a part in a team; ids under the names that the access matrix uses."""
    customer_id = cast.customers[number]
    with cast[author].acting() as actor:
        contact = add_contact(
            actor=actor, customer_id=customer_id, name="联系人", title="财务", valid_from=date(1997, 1, 1)
        )
        note = add_note(actor=actor, customer_id=customer_id, text="一条备注", share="all")
        file = add_file(actor=actor, customer_id=customer_id, name="合同.pdf", content=PDF, share="unit")
    with as_system("master") as _system:
        tag, new = Tag.objects.create(name="重点"), Tag.objects.create(name="新词")
        CustomerTag.objects.create(tag=tag, customer_id=customer_id)
        part = GroupMember.objects.create(
            customer_id=customer_id, staff_id=cast[member].staff_id or 0, role="member", valid_from=date(1997, 1, 1),
            reason="test",
        )  # fmt: skip
        post = ContactPosition.objects.get(contact_id=contact)
    return {
        "contact_a1": contact, "post_a1": post.pk, "note_a1": note, "file_a1": file, "tag": tag.pk, "tag_new": new.pk,
        "member_a1": part.pk,
    }  # fmt: skip


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
