"""Parsing what is entered about closes."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui import forms


class CloseForm(forms.ActionForm[str]):
    """Which month to close: one of those that are open."""

    month = forms.Choice(_("Month"), hint=_("A closed month cannot be opened again."))

    def __init__(self, *arguments: Any, months: Sequence[Month], **options: Any) -> None:
        super().__init__(*arguments, **options)
        # A month that cannot be closed goes through: the action says why, the list would not.
        sent = self.data.get("month") if self.is_bound else None
        choices = [str(month) for month in months]
        extra = [sent] if sent and sent not in choices else []
        self.fields["month"].choices = [(text, text) for text in (*choices, *extra)]  # type: ignore[attr-defined]  # a Choice's
