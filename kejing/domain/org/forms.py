"""Parsing what is entered about the organisation."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from kejing.foundation.ui import forms


class AddPersonForm(forms.ActionForm[str]):
    number = forms.Text(_("Staff number"), max_length=40)
    name = forms.Text(_("Name"), max_length=120)
    username = forms.Text(_("User name"), max_length=80, hint=_("What the person types to sign in."))
    unit = forms.Choice(_("Unit"))
    role = forms.Choice(_("Role"))

    def __init__(
        self,
        *arguments: Any,
        units: Sequence[tuple[str, str]],
        roles: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]  # a Choice's
        self.fields["role"].choices = list(roles)  # type: ignore[attr-defined]  # as above


class CoverForm(forms.ActionForm[int]):
    covered_id = forms.Picker(
        _("For whom"), "org:pick_person", hint=_("A piece of the name, or the staff number.")
    )
    deputy_id = forms.Picker(_("Who acts"), "org:pick_person")
    first = forms.Day(_("From"), quick=(0, 1))
    last = forms.Day(_("Last day"), quick=(0, 1, 7))
    reason = forms.Text(_("Why"), max_length=200)


class UnitPlaceForm(forms.ActionForm[int]):
    time_zone = forms.Text(
        _("Time zone"),
        max_length=40,
        required=False,
        hint=_("As Europe/Prague; empty: the organisation's own."),
    )
    language = forms.Choice(
        _("Language"), [("zh-hans", "中文"), ("en", "English")], required=False, empty_value=""
    )
