"""What the forms of the master need to know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kejing.domain.customers import access
from kejing.domain.customers.models import Customer, MasterSettings, ProfileField
from kejing.domain.customers.queries.profile import fields_of
from kejing.domain.customers.vocabulary import ADD, CHANGE, PROFILE, PROTECTED, CustomerKind, FieldKind
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.fields import Access, not_entered, withheld
from kejing.foundation.ui.formats import chinese


@dataclass(frozen=True, slots=True)
class FieldCard:
    """A profile field as a form asks for it; `value` is what it starts with."""

    code: str
    label: str
    section: str
    kind: FieldKind
    required: bool
    options: list[tuple[str, str]]
    value: Any


@dataclass(frozen=True, slots=True)
class Entering:
    """For the form of a new customer, or of one that is there (`customer`)."""

    kind: str
    fields: list[FieldCard]
    customer: Customer | None = None
    number_hint: str = ""
    withheld: Sequence[str] = ()
    """Names of columns that the reader's role may not enter, or change."""


def entering(*, actor: Actor, kind: str) -> Entering:
    """Raises Forbidden (403)."""
    actor.require(ADD)
    wanted = kind if kind in CustomerKind.values else CustomerKind.PERSON
    settings = MasterSettings.objects.first()
    mine = [card for card in _cards(wanted, {}) if actor.field(f"{PROFILE}.{card.code}").entered]
    prefix = settings.number_prefix if settings else ""
    return Entering(wanted, mine, None, prefix, not_entered(actor, PROTECTED))


def changing_customer(*, actor: Actor, customer_id: int) -> Entering:
    """Raises NotVisible (404), Forbidden (403)."""
    customer = access.get_visible(actor, customer_id)
    actor.require(CHANGE)
    mine = [
        card
        for card in _cards(customer.kind, customer.attributes)
        if actor.field(f"{PROFILE}.{card.code}") is Access.SHOW
    ]
    return Entering(customer.kind, mine, customer, withheld=withheld(actor, PROTECTED))


def customer_version(*, actor: Actor, customer_id: int) -> int:
    """What an edit made by a program says it saw. Raises NotVisible (404)."""
    return access.get_visible(actor, customer_id).version


def _cards(kind: str, kept: Mapping[str, Any]) -> list[FieldCard]:
    return [_card(field, kept.get(field.code)) for field in fields_of(kind)]


def _card(field: ProfileField, value: Any) -> FieldCard:
    zh = chinese()
    language = "zh" if zh else "en"
    start = value.get(language) or value.get("code") if isinstance(value, dict) else value
    if isinstance(value, bool):
        start = "yes" if value else "no"
    return FieldCard(
        field.code, field.label_zh if zh else field.label_en, field.section_zh if zh else field.section_en,
        FieldKind(field.kind), field.required, [(o["code"], o[language]) for o in field.options], start,
    )  # fmt: skip
