"""Parsing what is entered about duties."""

from datetime import time
from typing import Any

from django import forms as django_forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kejing.domain.duties.actions.calendar import Said
from kejing.domain.duties.vocabulary import DueFrom, DutyRefusal, Every, EvidenceKind
from kejing.foundation.ui import forms

GREATEST_ID_DIGITS = 18


def id_of(text: str | None) -> int | None:
    """An id of the address; None for none and for what cannot be one."""
    fits = text and text.isascii() and text.isdigit() and len(text) <= GREATEST_ID_DIGITS
    return int(text) if text and fits else None


class SettleForm(forms.ActionForm[int]):
    note = forms.Text(_("What was done"), rows=4, max_length=2000)
    reference = forms.Text(
        _("Reference"), required=False, max_length=200, hint=_("A file number, an address, where it lies.")
    )


class ExcuseForm(forms.ActionForm[int]):
    reason = forms.Text(_("Reason"), rows=3, max_length=400, hint=_("She reads it, and so does the trail."))


class FromForm(forms.ActionForm[int]):
    from_day = forms.Day(_("From"), quick=(0, 1, 7))


class DutyForm(forms.ActionForm[int]):
    """A version of a duty; `said` is what was entered, once it is valid."""

    code = forms.Text(
        _("Code"), max_length=60, hint=_("Small letters, digits and _; it stays for ever."),
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*\Z")],
    )  # fmt: skip
    label_zh = forms.Text(_("Name in Chinese"), max_length=80)
    label_en = forms.Text(_("Name in English"), max_length=80)
    role = forms.Choice(_("Role"), [])
    every = forms.Choice(_("How often"), Every.choices)
    months = forms.Text(
        _("Months"),
        required=False,
        max_length=40,
        hint=_("For a monthly duty of certain months, as 4, 10; or after the appointment, as 1, 3, 6."),
    )
    due_from = forms.Choice(_("Due"), DueFrom.choices)
    lead_months = forms.Whole(_("Months before the period"), min_value=0, max_value=12)
    workdays = forms.Whole(
        _("Moved by working days"),
        min_value=-20,
        max_value=20,
        hint=_("Later, or earlier with a minus: −1 is the working day before."),
    )
    due_time = forms.Text(
        _("Time"), max_length=5,
        validators=[RegexValidator(r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z")],
    )  # fmt: skip
    opens_before = forms.Whole(_("Shown days before it is due"), min_value=0, max_value=60)
    remind_days = forms.Whole(_("Reminded days before it is due"), min_value=0, max_value=60)
    evidence = forms.Choice(pgettext_lazy("duty", "Evidence"), EvidenceKind.choices)
    least = forms.Whole(_("At least"), min_value=1, max_value=200)
    most = forms.Whole(_("At most"), required=False, min_value=1, max_value=200)
    item = forms.Text(_("Item of the articles"), required=False, max_length=60)

    def __init__(self, data: Any = None, *, roles: dict[str, str], code: str = "", **options: Any) -> None:
        super().__init__(data, **options)
        role: Any = self.fields["role"]
        role.choices = list(roles.items())
        if code:
            del self.fields["code"]

    def clean_months(self) -> tuple[int, ...]:
        text = str(self.cleaned_data["months"]).replace("，", ",")
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if any(not (part.isascii() and part.isdigit() and len(part) <= 2) for part in parts):
            raise django_forms.ValidationError(DutyRefusal.BAD_MONTHS.label)
        return tuple(map(int, parts))

    @property
    def said(self) -> Said:
        data = {k: v for k, v in self.cleaned_data.items() if k not in {"code", "idempotency_key", "version"}}
        return Said(**{**data, "due_time": time.fromisoformat(data["due_time"])})


def start_of(version: Any) -> dict[str, Any]:
    """What a version says, as the form's first values."""
    names = (
        "label_zh", "label_en", "role", "every", "due_from", "lead_months", "workdays", "opens_before", "remind_days",
        "evidence", "least", "most", "item",
    )  # fmt: skip
    said = {name: getattr(version, name) for name in names}
    return {
        **said,
        "months": ", ".join(map(str, version.months)),
        "due_time": version.due_time.strftime("%H:%M"),
    }


NEW_DUTY = {
    "every": Every.MONTH, "due_from": DueFrom.END, "lead_months": 0, "workdays": 0, "due_time": "18:00",
    "opens_before": 0, "remind_days": 3, "evidence": EvidenceKind.NOTE, "least": 1,
}  # fmt: skip
