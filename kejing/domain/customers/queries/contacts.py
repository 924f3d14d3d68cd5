"""The people to talk to at a customer, and one of them with her posts through time."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import F

from kejing.domain.customers import access
from kejing.domain.customers.models import Contact, ContactPosition, Customer
from kejing.domain.customers.vocabulary import CHANGE, CONTACT_EMAIL, CONTACT_PHONE, CONTACT_PROTECTED
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible
from kejing.foundation.kernel.fields import show, withheld

MOST = 200


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Somebody at a customer. Without a post of her own there she is as she was entered, since an unknown day."""

    id: int
    name: str
    title: str
    phone: str
    email: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class ContactPanel:
    customer_id: int
    present: list[ContactRow]
    former: list[ContactRow]
    may_change: bool


@dataclass(frozen=True, slots=True)
class PostRow:
    id: int
    customer: Customer
    title: str
    valid_from: date
    valid_to: date | None
    is_present: bool


@dataclass(frozen=True, slots=True)
class ContactPage:
    """`elsewhere` counts her posts at customers out of the reader's sight."""

    contact: Contact
    phone: str
    email: str
    posts: list[PostRow]
    elsewhere: int
    may_change: bool


def contact_panel(*, actor: Actor, customer_id: int) -> ContactPanel:
    """Raises NotVisible (404)."""
    access.get_visible(actor, customer_id)
    today = clock.today()
    posts = (
        ContactPosition.objects.filter(customer_id=customer_id)
        .select_related("contact")
        .order_by(F("valid_to").desc(nulls_first=True), "-valid_from", "-id")[:MOST]
    )
    rows = [_row(actor, post.contact, post) for post in posts]
    without = Contact.objects.filter(customer_id=customer_id).exclude(
        pk__in=ContactPosition.objects.filter(customer_id=customer_id).values("contact_id")
    )
    rows += [_row(actor, contact, None) for contact in without.order_by("id")[:MOST]]
    present = [row for row in rows if row.valid_to is None or today < row.valid_to]
    return ContactPanel(customer_id, present, [row for row in rows if row not in present], actor.may(CHANGE))


def contact_page(*, actor: Actor, contact_id: int) -> ContactPage:
    """Raises NotVisible (404)."""
    contact = access.get_contact(actor, contact_id)
    today = clock.today()
    posts = (
        ContactPosition.objects.filter(contact_id=contact_id, customer__in=access.visible(actor))
        .select_related("customer")
        .order_by(F("valid_to").desc(nulls_first=True), "-valid_from", "-id")
    )
    rows = [
        PostRow(p.pk, p.customer, p.title, p.valid_from, p.valid_to, p.valid_to is None or today < p.valid_to)
        for p in posts[:MOST]
    ]
    phone = show(actor, CONTACT_PHONE, contact.phone) or ""
    email = show(actor, CONTACT_EMAIL, contact.email) or ""
    return ContactPage(
        contact, phone, email, rows, max(_all_posts(contact_id) - len(rows), 0), actor.may(CHANGE)
    )


def changing_contact(*, actor: Actor, contact_id: int) -> tuple[Contact, list[str]]:
    """The contact for a form, and the names of what the reader's role may not change.

    Raises NotVisible (404), Forbidden (403).
    """
    contact = access.get_contact(actor, contact_id)
    actor.require(CHANGE)
    return contact, withheld(actor, CONTACT_PROTECTED)


def ending_post(*, actor: Actor, post_id: int) -> ContactPosition:
    """The post for a form. Raises NotVisible (404), Forbidden (403)."""
    posts = ContactPosition.objects.filter(pk=post_id, customer__in=access.visible(actor))
    post = posts.select_related("contact", "customer").first()
    if post is None:
        raise NotVisible
    actor.require(CHANGE)
    return post


def _row(actor: Actor, contact: Contact, post: ContactPosition | None) -> ContactRow:
    return ContactRow(
        contact.pk, contact.name, post.title if post else contact.title,
        show(actor, CONTACT_PHONE, contact.phone) or "", show(actor, CONTACT_EMAIL, contact.email) or "",
        post.valid_from if post else None, post.valid_to if post else None,
    )  # fmt: skip


def _all_posts(contact_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select kj_post_count(%s)", [contact_id])
        row = cursor.fetchone()
    return int(row[0]) if row else 0
