"""What is kept of a customer, made as the system or by the product's own actions."""

from datetime import date
from typing import Any

from kejing.domain.customers.actions import add_contact, add_file, add_note
from kejing.domain.customers.models import ContactPosition, CustomerTag, GroupMember, Tag
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast

PDF = b"%PDF-1.4 a file"


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
