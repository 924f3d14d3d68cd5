"""The people to talk to, and their posts at one customer or several."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers import access
from kejing.domain.customers.actions.walls import after, not_later, refusing
from kejing.domain.customers.models import Contact, ContactPosition
from kejing.domain.customers.vocabulary import CHANGE, CONTACT_PROTECTED, MasterRefusal
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible, Refused
from kejing.foundation.kernel.fields import refuse_entered, refuse_written
from kejing.foundation.kernel.versions import check_version

PRIVATE = ("phone", "email")
AT_ONCE = {"one_post_of_a_contact_at_a_time": (MasterRefusal.HAS_POST, "valid_from")}


@action(
    "customers.add_contact",
    label=_("Enter a contact"),
    permission=CHANGE,
    subject="customer",
    private=PRIVATE,
)
def add_contact(
    *, actor: Actor, customer_id: int, name: str, title: str = "", phone: str = "", email: str = "",
    valid_from: date | None = None, idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Enter somebody to talk to at a customer, with her post there from a day on (default and latest: today).

    Returns the contact's id. Raises NotVisible, Refused for a later day and for a field the role may not enter.
    """
    refuse_entered(actor, {"phone": phone, "email": email}, CONTACT_PROTECTED)
    day = not_later(valid_from or clock.today(), "valid_from")
    access.get_changeable(actor, customer_id)
    contact = Contact.objects.create(
        customer_id=customer_id, name=name, title=title, phone=phone, email=email
    )
    ContactPosition.objects.create(contact=contact, customer_id=customer_id, title=title, valid_from=day)
    return contact.pk


@action(
    "customers.change_contact",
    label=_("Change a contact"),
    permission=CHANGE,
    subject="contact",
    private=PRIVATE,
)
def change_contact(
    *, actor: Actor, contact_id: int, version: int, name: str, phone: str | None = None, email: str | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Change what is given of a contact. Raises NotVisible, Stale, Refused for a field the role may not change."""
    contact = access.get_contact(actor, contact_id, to_change=True)
    given = {"name": name, "phone": phone, "email": email}
    refuse_written(actor, given, CONTACT_PROTECTED)
    changes = {key: value for key, value in given.items() if value is not None}
    check_version(contact, version, changes)
    for key, value in changes.items():
        setattr(contact, key, value)
    contact.version += 1
    contact.save()
    return contact_id


@action("customers.add_post", label=_("Give a contact a post"), permission=CHANGE, subject="contact")
def add_post(
    *, actor: Actor, contact_id: int, customer_id: int, title: str = "", valid_from: date | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Give a contact a post at a customer in sight, from a day on (default and latest: today).

    Raises NotVisible for the contact; Refused for a customer out of sight, a second post there at a time, a later day.
    """
    day = not_later(valid_from or clock.today(), "valid_from")
    access.get_contact(actor, contact_id, to_change=True)
    if not access.visible(actor).filter(pk=customer_id).exists():
        raise Refused(MasterRefusal.UNKNOWN_PARENT, field="customer_id")
    with refusing(AT_ONCE):
        post = ContactPosition.objects.create(
            contact_id=contact_id, customer_id=customer_id, title=title, valid_from=day
        )
    return post.pk


@action("customers.end_post", label=_("End a contact’s post"), permission=CHANGE, subject="post")
def end_post(
    *, actor: Actor, post_id: int, valid_to: date | None = None, idempotency_key: str | None = None
) -> int:
    """Let a post end: `valid_to` is the first day without it (default and latest: today).

    Raises NotVisible, Refused for one that has ended, or a day that is not after its beginning.
    """
    day = not_later(valid_to or clock.today(), "valid_to")
    here = access.visible(actor)
    post = ContactPosition.objects.select_for_update().filter(pk=post_id, customer__in=here).first()
    if post is None:
        raise NotVisible
    if post.valid_to is not None:
        raise Refused(MasterRefusal.ENDED)
    post.valid_to = after(post.valid_from, day, "valid_to")
    post.save(update_fields=["valid_to"])
    return post_id
