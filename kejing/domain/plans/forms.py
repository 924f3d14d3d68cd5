"""Parsing what is entered about plans, addresses among it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from kejing.domain.plans.vocabulary import Done, Verdict
from kejing.foundation.kernel.errors import KernelRefusal, Refused
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui import forms

PICK_CUSTOMER = "customers:pick_customer"
GREATEST_ID = 2**63 - 1
YES_NO = (("yes", _("Yes")), ("no", _("No")))
Words = Sequence[tuple[str, str]]


def month_of(text: str | None) -> Month | None:
    """`?month=1997-12`. Raises Refused for anything else."""
    if not text:
        return None
    try:
        month = Month.parse(text)
    except ValueError as error:
        raise Refused(KernelRefusal.NOT_A_MONTH, text=text[:20]) from error
    if not 1900 < month.year < 9000:  # room for the months around it
        raise Refused(KernelRefusal.NOT_A_MONTH, text=text[:20])
    return month


def wanted_month(text: str | None) -> Month:
    """A month that has to be there. Raises Refused for none, as for anything else."""
    found = month_of(text)
    if found is None:
        raise Refused(KernelRefusal.NOT_A_MONTH, text="")
    return found


def day_of(text: str | None) -> date | None:
    """`?start=1998-01-12`; whatever is no day, or none a calendar can go on from, is none."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if 1900 < day.year < 9000 else None


class PressForm(forms.ActionForm[int]):
    """A button: nothing but the version the reader saw."""

    edits = True

    @property
    def pressed(self) -> dict[str, Any]:
        """The version and the key; a version that is none is refused as stale."""
        given = self.cleaned_data if self.is_valid() else {}
        return {"version": given.get("version") or 0, "idempotency_key": given.get("idempotency_key")}


class DraftForm(forms.ActionForm[int]):
    kind = forms.Choice(_("Kind of plan"))
    day = forms.Day(_("A day of its period"), quick=(0, 1, 7))

    def __init__(self, *args: Any, kinds: Words, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]  # a Choice


class ItemForm(forms.ActionForm[int]):
    text = forms.Text(_("What is to be done"), max_length=400)
    customer_id = forms.Picker(_("Customer"), PICK_CUSTOMER, max_value=GREATEST_ID, required=False)
    point = forms.Choice(_("Point"))
    theme = forms.Choice(_("Strategic theme"), required=False, empty_value="")
    due_on = forms.Day(_("By when"), required=False, hint=_("Without a day: by the end of the period."))
    expected = forms.Text(_("Expected result"), max_length=400, required=False)
    hours = forms.Amount(_("Hours"), required=False, min_value=0, max_digits=6, decimal_places=1)
    budget = forms.Amount(_("Budget"), required=False, min_value=0)

    def __init__(self, *args: Any, points: Words, themes: Words, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["point"].choices = list(points)  # type: ignore[attr-defined]  # a Choice
        if themes:
            self.fields["theme"].choices = list(themes)  # type: ignore[attr-defined]  # a Choice
        else:
            del self.fields["theme"]


class ChangeItemForm(ItemForm):
    edits = True


class AmendForm(forms.ActionForm[int]):
    reason = forms.Text(_("Why is the plan changed?"), max_length=400)


class OutcomeForm(forms.ActionForm[int]):
    edits = True
    state = forms.Choice(_("What became of it"), Done.choices)
    done_on = forms.Day(_("Day"), quick=(0, -1))
    spent = forms.Amount(_("Money spent"), required=False, min_value=0)
    note = forms.Text(_("Result or reason"), rows=2, max_length=400, required=False)


class DecisionForm(forms.ActionForm[int]):
    """The review's questions, then the verdict."""

    edits = True
    verdict = forms.Choice(_("Verdict"), Verdict.choices)
    comment = forms.Text(
        _("Remark to the writer"),
        rows=2,
        max_length=1000,
        required=False,
        hint=_("Needed to return, and for every “No”."),
    )

    def __init__(self, *args: Any, checks: Words, **options: Any) -> None:
        super().__init__(*args, **options)
        self.checks = [code for code, _label in checks]
        for code, label in checks:
            self.fields[f"check_{code}"] = forms.Choice(
                label, YES_NO, error_messages={"required": _("Answer yes or no.")}
            )
        self.order_fields([f"check_{code}" for code in self.checks])

    def decided(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The data as the action takes them: `answers` by question."""
        said = {code: data[f"check_{code}"] == "yes" for code in self.checks}
        return {
            "verdict": data["verdict"],
            "comment": data["comment"],
            "answers": said,
            "version": data["version"],
            "idempotency_key": data["idempotency_key"],
        }
