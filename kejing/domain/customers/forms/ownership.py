"""Parsing what is entered about whose a customer is."""

import re
from typing import Any, cast

from django import forms as django_forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.queries import Preview
from kejing.domain.customers.vocabulary import CollaboratorRole, CustomerKind
from kejing.foundation.ui import forms, widgets

PICK_PERSON = "org:pick_person"
PICK_RECEIVER = "customers:pick_receiver"
GREATEST_ID = 2**63 - 1


class Numbers(forms.Text):
    """Customer numbers as they are pasted: one a line, or with commas or spaces between. Gives a list."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return [part for part in re.split(r"[\s,;，；、]+", text) if part]


class ChosenForm(forms.ActionForm[Any]):
    """Who is meant: some customers by number, or all of a holder's."""

    numbers = Numbers(
        _("Customer numbers"),
        rows=4,
        required=False,
        hint=_("Paste them as they are, one a line or with commas."),
    )
    from_holder_id = forms.Picker(
        _("Or all customers of"), PICK_RECEIVER, required=False, hint=_("A person or a pool of your units.")
    )
    kind = forms.Choice(_("Only the kind"), CustomerKind.choices, required=False)


class MoveForm(forms.ActionForm[Any]):
    """To whom the customers go of whom the page says who they are."""

    holder_id = forms.Picker(_("To whom"), PICK_RECEIVER, hint=_("A person or a pool of your units."))
    on = forms.Day(_("From"), quick=(0,))
    reason = forms.Text(_("Why"), max_length=200, hint=_("It stays in the history of the customer."))
    seen = django_forms.CharField(required=False, max_length=16, widget=widgets.Hidden)
    looked = django_forms.CharField(required=False, widget=widgets.Hidden)

    def bring_back(self, preview: Preview | None) -> None:
        """What the next press says was seen; nothing where nothing can move yet."""
        sees = preview if preview and preview.may_move else None
        data = cast("QueryDict", self.data).copy()
        data["seen"], data["looked"] = (sees.seen, sees.looked) if sees else ("", "")
        self.data = data


class TransferForm(MoveForm, ChosenForm):
    """The same for customers named by number, or all of a holder's."""


class HeldForm(forms.ActionForm[None]):
    """A question, not a change: whose customers were with whom on a day."""

    holder = forms.Picker(_("With"), PICK_RECEIVER)
    on = forms.Day(_("On"))


class TerritoryForm(forms.ActionForm[int]):
    code = forms.Text(_("Code"), max_length=40)
    name = forms.Text(_("Name"), max_length=120)
    name_en = forms.Text(_("English name"), max_length=120, required=False)
    holder_id = forms.Picker(_("Whose"), PICK_RECEIVER, hint=_("Each manager has one unit market."))


class GiveTerritoryForm(forms.ActionForm[int]):
    holder_id = forms.Picker(_("To whom"), PICK_RECEIVER, hint=_("Each manager has one unit market."))
    reason = forms.Text(_("Why"), max_length=200)


class PlaceForm(forms.ActionForm[int]):
    numbers = Numbers(
        _("Customer numbers"), rows=6, hint=_("Paste them as they are, one a line or with commas.")
    )


class LockForm(ChosenForm):
    reason = forms.Text(_("Why"), max_length=200, hint=_("It stays in the history of the customer."))


class CollaboratorForm(forms.ActionForm[int]):
    holder_id = forms.Picker(_("Who"), PICK_PERSON, hint=_("A piece of the name, or the staff number."))
    role = forms.Choice(_("As what"), CollaboratorRole.choices)
    last = forms.Day(_("Until"), required=False, hint=_("Empty: until somebody ends it."))
    reason = forms.Text(_("Why"), max_length=200)


class ConfidentialForm(forms.ActionForm[int]):
    confidential = forms.Flag(_("Confidential: only her holder, deputies and collaborators see her"))
    reason = forms.Text(_("Why"), max_length=200)


class UnlockForm(forms.ActionForm[int]):
    reason = forms.Text(_("Why she should be unlocked"), max_length=200)


class PackForm(forms.ActionForm[int]):
    holding_ids = forms.Several(_("Which holdings"), [], coerce=int)
    holder_id = forms.Choice(_("To whom"), coerce=int)
    reason = forms.Text(_("Why"), max_length=200)

    def __init__(
        self,
        *arguments: Any,
        holdings: list[tuple[int, str]],
        people: list[tuple[int, str]],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["holding_ids"].choices = holdings  # type: ignore[attr-defined]  # a Several's
        self.fields["holder_id"].choices = people  # type: ignore[attr-defined]  # a Choice's


def day_of(text: str | None) -> Any:
    """`?on=1997-03-31`; whatever is no day is none."""
    try:
        return django_forms.DateField().clean(text) if text else None
    except django_forms.ValidationError:
        return None


def id_of(text: str | None) -> int | None:
    """`?holder=17`; whatever is no id is none."""
    if not text or not text.isascii() or not text.isdigit():
        return None
    return min(int(text[:20]), GREATEST_ID)
