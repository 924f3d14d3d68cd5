"""Parsing what is entered about customers."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from kejing.foundation.ui import forms


class AssignForm(forms.ActionForm[int]):
    edits = True
    holder_id = forms.Choice(_("To whom"), coerce=int)
    reason = forms.Text(_("Why"), max_length=200, hint=_("It stays in the history of the customer."))

    def __init__(
        self, *arguments: Any, holders: Sequence[tuple[int, str]], present: tuple[int, str], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        # A second press, and a holder who will not do, go through: the action answers both, a list could not.
        sent = str(self.data.get("holder_id", ""))[:18] if self.is_bound else ""
        extra = [(int(sent), sent)] if sent.isascii() and sent.isdigit() else []
        known = dict(holders)
        self.fields["holder_id"].choices = [*holders, *(row for row in extra if row[0] not in known)]  # type: ignore[attr-defined]  # a Choice's
        self._names = {**known, present[0]: present[1]}

    def _shown(self, name: str, value: object) -> str:
        """The present holder is no choice, but what the reader is told after somebody else was faster."""
        if name == "holder_id" and isinstance(value, int) and value in self._names:
            return self._names[value]
        return super()._shown(name, value)
