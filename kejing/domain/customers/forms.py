"""Parsing what is entered about customers."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from kejing.foundation.ui import forms


class AssignForm(forms.ActionForm[int]):
    holder_id = forms.Choice(_("To whom"), coerce=int)
    reason = forms.Text(_("Why"), max_length=200, hint=_("It stays in the history of the customer."))

    def __init__(self, *arguments: Any, holders: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["holder_id"].choices = list(holders)  # type: ignore[attr-defined]  # a Choice's
