"""Parsing what is entered about results and closes, addresses among it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui import forms


class MonthConverter:
    """`<month:month>` in addresses: 1997-12. Anything else is no address (404)."""

    regex = r"[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> Month:
        return Month.parse(value)

    def to_url(self, value: Month | str) -> str:
        return str(value)


def month_or_none(text: str | None) -> Month | None:
    """A month that stands in a query string; None for none and for a text that is no month."""
    try:
        return Month.parse(text) if text else None
    except ValueError:
        return None


class CloseForm(forms.ActionForm[str]):
    """Which month to close: one of those that are open."""

    month = forms.Choice(_("Month"), hint=_("A closed month cannot be opened again."))

    def __init__(self, *arguments: Any, months: Sequence[Month], **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = [str(month) for month in months]
        # A month that cannot be closed goes through: the action says why, a list could not.
        sent = str(self.data.get("month", "")) if self.is_bound else ""
        offered = [*choices, sent] if sent and sent not in choices else choices
        self.fields["month"].choices = [(text, text) for text in offered]  # type: ignore[attr-defined]  # a Choice's
