"""The protected details of a customer as the reader may see them, and who looked at what."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise

from kejing.domain.customers import access
from kejing.domain.customers.models import Unmasking
from kejing.domain.customers.vocabulary import (
    ADDRESS,
    CONTACT_EMAIL,
    CONTACT_PHONE,
    IDENTITY_NUMBER,
    PHONE,
    PROFILE,
    SEE_UNMASKING,
    UNMASK,
    CustomerRefusal,
)
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.fields import Access, FieldRefusal, NotSeen, known_field, show
from kejing.foundation.kernel.paging import Page, page
from kejing.foundation.ui.formats import chinese

COLUMNS = {PHONE: "phone", IDENTITY_NUMBER: "identity_number", ADDRESS: "address"}
"""Protected fields of a customer and the columns that keep them."""
CONTACT_COLUMNS = {CONTACT_PHONE: "phone", CONTACT_EMAIL: "email"}
PAGE_SIZE = 50
LATEST = 3


@dataclass(frozen=True, slots=True)
class Detail:
    """One protected field as the reader sees it. `can_unmask`: it is masked, and she may ask for it."""

    code: str
    label: "str | Promise"
    value: str
    can_unmask: bool


@dataclass(frozen=True, slots=True)
class Details:
    customer_id: int
    rows: list[Detail]
    looked_at: list[Unmasking]

    @property
    def known(self) -> bool:
        """Whether there is anything to show, masked or not."""
        return any(row.value for row in self.rows)


def detail(actor: Actor, code: str, value: str) -> Detail | None:
    """A field with its value under the reader's rights; None where it is hidden from her."""
    found = actor.field(code)
    if found is Access.HIDE:
        return None
    asks = found is Access.MASK and bool(value) and actor.may(UNMASK)
    return Detail(code, known_field(code).label, show(actor, code, value) or "", asks)


def details(*, actor: Actor, customer_id: int) -> Details:
    """Phone, identity number, address, and who last saw one of them unmasked. Raises NotVisible (404)."""
    customer = access.get_visible(actor, customer_id)
    rows = [detail(actor, code, getattr(customer, column)) for code, column in COLUMNS.items()]
    latest = Unmasking.objects.filter(customer_id=customer_id).order_by("-id")[:LATEST]
    return Details(customer_id, [row for row in rows if row is not None], list(latest))


@dataclass(frozen=True, slots=True)
class AskedField:
    """The field somebody asks to see, and of whom."""

    customer_id: int
    contact_id: int | None
    code: str
    label: "str | Promise"
    name: str


def asked_field(*, actor: Actor, customer_id: int, field: str, contact_id: str = "") -> AskedField:
    """For the page that asks why. Raises NotVisible (404), Forbidden (403) without the right, Refused as the action."""
    customer = access.get_visible(actor, customer_id)
    actor.require(UNMASK)
    contact = (
        int(contact_id) if contact_id.isascii() and contact_id.isdigit() and len(contact_id) < 19 else None
    )
    label = check_maskable(actor, field, is_contact=contact is not None)
    return AskedField(customer_id, contact, field, label, customer.name)


def check_maskable(actor: Actor, field: str, *, is_contact: bool) -> "str | Promise":
    """The label of a field masked for the actor. Raises Refused for any other, NotSeen (403) for a hidden one."""
    known = CONTACT_COLUMNS if is_contact else COLUMNS
    if field not in known and (is_contact or not field.startswith(f"{PROFILE}.")):
        raise Refused(CustomerRefusal.UNKNOWN_FIELD, field="field", name=field[:60])
    try:
        label = known_field(field).label
    except LookupError as error:
        raise Refused(CustomerRefusal.UNKNOWN_FIELD, field="field", name=field[:60]) from error
    if actor.field(field) is Access.HIDE:
        raise NotSeen(FieldRefusal.NOT_SEEN, field="field", label=label)
    if actor.field(field) is not Access.MASK:
        raise Refused(CustomerRefusal.NOT_MASKED, field="field", label=label)
    return label


def unmaskings(*, actor: Actor, cursor: str | None = None, customer_id: int | None = None) -> Page[Unmasking]:
    """Who looked at what, the newest first. Raises Forbidden (403) without the right, NotVisible (404)."""
    actor.require(SEE_UNMASKING)
    wanted = Q(customer_id=access.get_visible(actor, customer_id).pk) if customer_id is not None else Q()
    rows = access.visible_unmaskings(actor).filter(wanted).select_related("customer")
    return page(rows, ("-id",), cursor, PAGE_SIZE)


def written(value: Any) -> str:
    """A member of the profile in the reader's language."""
    if not isinstance(value, dict):
        return str(value)
    return str(value.get("zh" if chinese() else "en") or value.get("code") or "")
