"""The fields a pack keeps of a customer: taking their values, and saying that they still hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers import access, rules
from kejing.domain.customers.models import Customer, ProfileField
from kejing.domain.customers.queries.profile import asked, fields_of
from kejing.domain.customers.vocabulary import CHANGE, FieldKind, MasterRefusal
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.versions import check_version


def field_name(code: str) -> str:
    """What a profile field is called in a form and in a refusal."""
    return f"profile_{code}"


@action("customers.confirm_profile", label=_("Confirm a profile"), permission=CHANGE, subject="customer")
def confirm_profile(
    *, actor: Actor, customer_id: int, version: int, codes: Sequence[str] = (), idempotency_key: str | None = None
) -> int:  # fmt: skip
    """Say that values still hold today: of the fields named, or of all that have one.

    Raises NotVisible; Stale where somebody changed the customer since; Refused for an unknown field, and where
    there is no value to confirm.
    """
    customer = access.get_changeable(actor, customer_id)
    check_version(customer, version, {})
    known = {field.code for field in fields_of(customer.kind)}
    for code in codes:
        if code not in known:
            raise Refused(MasterRefusal.UNKNOWN_FIELD, field="codes", name=code[:60])
    kept = customer.attributes
    there = [code for code in (codes or sorted(known)) if not rules.is_empty(kept.get(code))]
    if not there:
        raise Refused(MasterRefusal.NOTHING_KEPT, field="codes")
    today = clock.today().isoformat()
    confirmed = customer.attributes_at | dict.fromkeys(there, today)
    Customer.objects.filter(pk=customer_id).update(attributes_at=confirmed, version=F("version") + 1)
    return customer_id


def profile_with(kind: str, kept: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept after values were given; a field given as empty is emptied. Raises Refused."""
    if not given:
        return dict(kept)
    fields = {field.code: field for field in fields_of(kind)}
    result = dict(kept)
    for code, value in given.items():
        if code not in fields:
            raise Refused(MasterRefusal.UNKNOWN_FIELD, field=field_name(code[:60]), name=code[:60])
        new = _stored(fields[code], value, kept.get(code))
        if new is None:
            result.pop(code, None)
        else:
            result[code] = new
    return result


def _stored(field: ProfileField, value: object, kept: object) -> Any:
    try:
        return rules.stored(asked(field), value, kept)
    except ValueError as error:
        raise Refused(
            MasterRefusal.BAD_VALUE, field=field_name(field.code), value=str(value)[:40],
            kind=FieldKind(field.kind).label,
        ) from error  # fmt: skip
