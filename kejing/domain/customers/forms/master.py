"""Parsing what is entered of a customer's master: the declared fields, and the profile fields of the pack."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.queries import FieldCard
from kejing.domain.customers.vocabulary import CustomerKind, FieldKind, MasterRefusal
from kejing.foundation.ui import forms

GREATEST_ID = 2**63 - 1
PICK_CUSTOMER = "customers:pick_customer"
SENT_WITH_ANY = frozenset({"csrfmiddlewaretoken"})
PREFIX = "profile_"
LONGEST = 400


class MasterForm(forms.ActionForm[int]):
    """Refuses a field it did not offer by its name: unit, holder, risk and marks are not entered here.

    `withheld`: names of fields that the reader's role may not enter or change; one that is sent is refused.
    """

    name = forms.Text(_("Name"), max_length=200)
    identity_number = forms.Text(
        _("Identity number"), max_length=40, required=False,
        hint=_("Identity card of a person, unified social credit code of an organisation."),
    )  # fmt: skip
    phone = forms.Text(_("Phone"), max_length=40, required=False)
    address = forms.Text(_("Address"), max_length=300, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        fields: Sequence[FieldCard],
        withheld: Sequence[str] = (),
        initial: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        start = {f"{PREFIX}{field.code}": field.value for field in fields} | dict(initial or {})
        super().__init__(data, initial=start, **options)
        for field in fields:
            self.fields[f"{PREFIX}{field.code}"] = _BUILD[field.kind](field)
        for name in withheld:
            del self.fields[name]
        self.codes = [field.code for field in fields]
        self._sections = [(field.section, f"{PREFIX}{field.code}") for field in fields]

    @property
    def main_fields(self) -> list[BoundField]:
        return [bound for bound in self.visible_fields() if not bound.name.startswith(PREFIX)]

    @property
    def profile_sections(self) -> list[tuple[str, list[BoundField]]]:
        """The profile's fields under their headings, in the order of the pack."""
        found: dict[str, list[BoundField]] = {}
        for section, name in self._sections:
            found.setdefault(section, []).append(self[name])
        return list(found.items())

    def clean(self) -> dict[str, Any]:
        """What the action takes: the profile's values go together."""
        cleaned = super().clean() or self.cleaned_data
        offered = set(self.fields) | {f"{name}-label" for name in self.fields} | SENT_WITH_ANY
        for name in sorted(set(self.data) - offered):
            self.add_error(None, MasterRefusal.NOT_YOURS.label % {"name": str(name)[:60]})
        profile = {
            code: cleaned.pop(f"{PREFIX}{code}") for code in self.codes if f"{PREFIX}{code}" in cleaned
        }
        return {**cleaned, "profile": profile}


class AddForm(MasterForm):
    number = forms.Text(
        _("Number"), max_length=40, required=False, hint=_("Left empty, the next number is given.")
    )
    kind = forms.Choice(_("Kind"), CustomerKind.choices)
    parent_id = forms.Picker(
        _("Belongs to"), PICK_CUSTOMER, max_value=GREATEST_ID, required=False,
        hint=_("The customer above her in a group."),
    )  # fmt: skip
    field_order = ("kind", "name", "number", "identity_number", "phone", "address", "parent_id")


class ChangeForm(MasterForm):
    edits = True
    kind = forms.Choice(_("Kind"), CustomerKind.choices)
    field_order = ("kind", "name", "identity_number", "phone", "address")


class ConfirmForm(forms.ActionForm[int]):
    """One press: a field, or all of them."""

    edits = True
    codes = forms.Text("", max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        code = cleaned.get("codes")
        return {**cleaned, "codes": [code] if code else []}


def _text(field: FieldCard) -> forms.Text:
    return forms.Text(field.label, max_length=LONGEST, required=False, hint=_hint(field))


def _day(field: FieldCard) -> forms.Day:
    return forms.Day(field.label, required=False, hint=_hint(field))


def _choice(field: FieldCard) -> forms.Choice:
    return forms.Choice(field.label, field.options, required=False, hint=_hint(field))


def _several(field: FieldCard) -> forms.Several:
    return forms.Several(field.label, field.options, required=False, hint=_hint(field))


def _amount(field: FieldCard) -> forms.Amount:
    return forms.Amount(field.label, required=False, hint=_hint(field))


def _number(field: FieldCard) -> forms.Amount:
    return forms.Amount(field.label, required=False, hint=_hint(field), decimal_places=4)


def _flag(field: FieldCard) -> forms.Choice:
    return forms.Choice(
        field.label,
        [("yes", _("Yes")), ("no", _("No"))],
        required=False,
        coerce="yes".__eq__,
        hint=_hint(field),
    )


def _hint(field: FieldCard) -> Any:
    return _("Belongs to a complete profile.") if field.required else ""


_BUILD: dict[FieldKind, Callable[[FieldCard], Any]] = {
    FieldKind.TEXT: _text,
    FieldKind.CODED: _text,
    FieldKind.PHONE: _text,
    FieldKind.DATE: _day,
    FieldKind.CHOICE: _choice,
    FieldKind.SEVERAL: _several,
    FieldKind.MONEY: _amount,
    FieldKind.NUMBER: _number,
    FieldKind.FLAG: _flag,
}
