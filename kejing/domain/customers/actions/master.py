"""Adding and changing a customer. Only what is declared here can be entered: not her holder, unit, risk or marks."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers import access, rules
from kejing.domain.customers.actions.profile import field_name, profile_with
from kejing.domain.customers.actions.walls import refusing
from kejing.domain.customers.models import Customer, MasterSettings, Ownership
from kejing.domain.customers.vocabulary import (
    ADD,
    CHANGE,
    ENTERED,
    HOLD,
    PROFILE,
    PROTECTED,
    Check,
    CustomerKind,
    MasterRefusal,
)
from kejing.domain.org.public import HolderCard, holder_cards, pool_of_unit
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Difference, Refused, Stale
from kejing.foundation.kernel.fields import refuse_entered, refuse_written

PRIVATE = ("identity_number", "phone", "address", "profile")
"""In the history of the customer's row, behind her wall, and not in the journal."""


@action(
    "customers.add_customer", label=_("Enter a customer"), permission=ADD, subject="customer", private=PRIVATE
)
def add_customer(
    *, actor: Actor, name: str, kind: str, number: str = "", identity_number: str = "", phone: str = "",
    address: str = "", parent_id: int | None = None, profile: Mapping[str, Any] | None = None,
    idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Enter a new customer; she is held by the actor, or lies in the pool of the actor's unit, from today on.

    Without a number she gets the next one. Raises Refused for a number in use, an identity number that does not
    fit, a parent out of sight, a profile value that does not fit, a field the role may neither change nor enter
    masked, and where nobody in sight could hold her.
    """
    refuse_entered(actor, {"identity_number": identity_number, "phone": phone, "address": address}, PROTECTED)
    settings = MasterSettings.objects.first()
    kind = _known_kind(kind)
    identity = _identity(settings, identity_number, kind)
    attributes = _first_profile(actor, kind, profile or {})
    if parent_id is not None and not access.visible(actor).filter(pk=parent_id).exists():
        raise Refused(MasterRefusal.UNKNOWN_PARENT, field="parent_id")
    holder = _first_holder(actor)
    given = number.strip() or _next_number(settings)
    today = clock.today()
    with refusing({"customers_customer_number_key": (MasterRefusal.NUMBER_TAKEN, "number")}, number=given):
        customer = Customer.objects.create(
            number=given, name=name, kind=kind, unit_id=holder.unit_id, holder_id=holder.id, since=today,
            identity_number=identity, phone=phone, address=address, parent_id=parent_id,
            attributes=attributes, entered_on=today, entered_by=actor.name,
            sort_key=rules.sort_key(name), search_text=rules.search_text(name, given),
        )  # fmt: skip
        Ownership.objects.create(
            customer=customer, holder_id=holder.id, unit_id=holder.unit_id, valid_from=today, reason=ENTERED,
            decided_by=actor.staff_id,
        )  # fmt: skip
    return customer.pk


@action(
    "customers.change_customer",
    label=_("Change a customer"),
    permission=CHANGE,
    subject="customer",
    private=PRIVATE,
)
def change_customer(
    *, actor: Actor, customer_id: int, version: int, name: str | None = None, kind: str | None = None,
    identity_number: str | None = None, phone: str | None = None, address: str | None = None,
    profile: Mapping[str, Any] | None = None, idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Change what is given of a customer and leave the rest.

    Raises NotVisible, Stale with what differs, Refused as `add_customer` does and for a field the role may not change.
    """
    customer = access.get_changeable(actor, customer_id)
    sent = {"identity_number": identity_number, "phone": phone, "address": address}
    refuse_written(actor, sent, PROTECTED)
    settings = MasterSettings.objects.first()
    new_kind = _known_kind(kind or customer.kind)
    given = {
        "name": name,
        "kind": kind,
        "identity_number": identity_number,
        "phone": phone,
        "address": address,
    }
    changes = {key: value for key, value in given.items() if value is not None}
    if identity_number is not None:
        changes["identity_number"] = rules.normal_identity(identity_number)
    attributes = profile_with(new_kind, customer.attributes, profile or {})
    refuse_written(actor, profile or {}, {code: f"{PROFILE}.{code}" for code in profile or {}})
    _check_version(customer, version, changes, attributes)
    if {"identity_number", "kind"} & {key for key, new in changes.items() if getattr(customer, key) != new}:
        _identity(settings, str(changes.get("identity_number", customer.identity_number)), new_kind)
    for key, value in changes.items():
        setattr(customer, key, value)
    customer.attributes = attributes
    customer.name_is_generated = customer.name_is_generated and name is None
    customer.sort_key = rules.sort_key(customer.name)
    customer.search_text = rules.search_text(customer.name, customer.number)
    customer.version += 1
    customer.save()
    return customer_id


def _first_profile(actor: Actor, kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    found = profile_with(kind, {}, given)
    codes = {field_name(code): f"{PROFILE}.{code}" for code in found}
    refuse_entered(actor, {field_name(code): value for code, value in found.items()}, codes)
    return found


def _check_version(
    customer: Customer, version: int, changes: Mapping[str, object], attributes: Mapping[str, Any]
) -> None:
    if customer.version == version:
        return
    kept = customer.attributes
    found = [
        Difference(key, value, getattr(customer, key))
        for key, value in changes.items()
        if getattr(customer, key) != value
    ]
    codes = [code for code in {**kept, **attributes} if kept.get(code) != attributes.get(code)]
    found += [Difference(field_name(code), attributes.get(code), kept.get(code)) for code in codes]
    raise Stale(found)


def _first_holder(actor: Actor) -> HolderCard:
    """The actor, where she holds customers herself; else the pool of her unit, where she sees it."""
    if actor.may(HOLD) and actor.holder_id is not None:
        return holder_cards([actor.holder_id])[actor.holder_id]
    pool = pool_of_unit(actor.unit_id) if actor.unit_id is not None else None
    if pool is None or not (actor.sees_all or actor.unit_id in actor.units):
        raise Refused(MasterRefusal.NO_HOLDER)
    return pool


def _known_kind(kind: str) -> str:
    if kind not in CustomerKind.values:
        raise Refused(
            MasterRefusal.BAD_VALUE, field="kind", value=kind[:40], kind=", ".join(CustomerKind.values)
        )
    return kind


def _identity(settings: MasterSettings | None, number: str, kind: str) -> str:
    """The number as it is kept. One that does not fit is refused where the pack says so."""
    normal = rules.normal_identity(number)
    if settings is None or settings.identity_check != Check.REFUSE:
        return normal
    if not rules.identity_fits(normal, kind, other_countries=settings.other_countries):
        raise Refused(MasterRefusal.IDENTITY, field="identity_number")
    return normal


def _next_number(settings: MasterSettings | None) -> str:
    prefix = settings.number_prefix if settings else "C"
    with connection.cursor() as cursor:
        cursor.execute(
            "select kj_next_customer_number(%s, %s)",
            [prefix.format(year=clock.today().year), settings.number_digits if settings else 6],
        )
        row = cursor.fetchone()
    assert row is not None
    return str(row[0])
