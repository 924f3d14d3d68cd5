"""Parsing what is entered about targets."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kejing.domain.targets.queries import Division, Setting, TargetRow
from kejing.domain.targets.rules import BadLine, pasted
from kejing.domain.targets.vocabulary import PeriodKind, TargetRefusal
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.ui import forms

GREATEST_ID = 2**63 - 1
FIGURE: dict[str, Any] = {"decimal_places": 4, "min_value": Decimal(0)}
YEARS = (1900, 9000)


def day_of(text: str | None) -> date | None:
    """`?day=1998-01-15`. Raises Refused for anything else."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Refused(TargetRefusal.DAY_OUT, field="day") from error
    if not YEARS[0] <= day.year < YEARS[1]:
        raise Refused(TargetRefusal.DAY_OUT, field="day")
    return day


def id_of(text: str | None) -> int | None:
    """`?staff=17`; whatever is no id is none."""
    if not text or not text.isascii() or not text.isdigit():
        return None
    return min(int(text[:20]), GREATEST_ID)


class FiguresForm(forms.ActionForm[int]):
    """Target, floor, stretch and themes."""

    base = forms.Amount(_("Target"), **FIGURE)
    floor = forms.Amount(_("Floor"), required=False, hint=_("What must be reached at least"), **FIGURE)
    stretch = forms.Amount(_("Stretch target"), required=False, **FIGURE)
    themes = forms.Several(_("Strategic themes"), [], required=False)
    explanation = forms.Text(
        _("Explanation"), required=False, max_length=400,
        hint=_("Where the parts do not come to the whole: why"),
    )  # fmt: skip

    def __init__(self, *args: Any, setting: Setting, **options: Any) -> None:
        super().__init__(*args, **options)
        themes: Any = self.fields["themes"]
        themes.choices = [(theme.code, theme.label) for theme in setting.themes]
        if not setting.themes:
            del self.fields["themes"]


class SetForm(FiguresForm):
    measure = forms.Choice(_("Measure"))
    kind = forms.Choice(_("Period"), PeriodKind.choices)
    day = forms.Day(_("A day in it"), hint=_("The period is the one that this day lies in."))
    unit_id = forms.Picker(
        _("Unit"), "targets:pick_unit", required=False, max_value=GREATEST_ID,
        hint=_("A unit, a person or a customer; none of them for the organisation as a whole"),
    )  # fmt: skip
    staff_id = forms.Picker(_("Person"), "targets:pick_person", required=False, max_value=GREATEST_ID)
    customer_id = forms.Picker(
        _("Customer"), "customers:pick_customer", required=False, max_value=GREATEST_ID
    )
    product = forms.Choice(_("Product"), required=False, empty_value="")
    reason = forms.Text(_("Reason"), required=False, max_length=200)
    field_order = (
        "measure", "kind", "day", "unit_id", "staff_id", "customer_id", "product", "base", "floor", "stretch",
        "themes", "reason", "explanation",
    )  # fmt: skip

    def __init__(self, *args: Any, setting: Setting, **options: Any) -> None:
        super().__init__(*args, setting=setting, **options)
        measure: Any = self.fields["measure"]
        measure.choices = [(card.code, card.label) for card in setting.measures]
        product: Any = self.fields["product"]
        product.choices = setting.products
        if not setting.products:
            del self.fields["product"]


class ChangeForm(FiguresForm):
    edits = True
    reason = forms.Text(_("Reason"), max_length=200, hint=_("It stays in the history of the target."))
    field_order = ("base", "floor", "stretch", "themes", "reason", "explanation")


def written(row: TargetRow) -> dict[str, Any]:
    """What a target says now, as the form's first values."""
    return {
        "base": _plain(row.base), "floor": _plain(row.floor), "stretch": _plain(row.stretch), "themes": row.themes,
    }  # fmt: skip


def _plain(value: Decimal | None) -> str:
    """Without the zeros behind the point that the database keeps."""
    return "" if value is None else format(value.normalize(), "f")


class ExplainForm(forms.ActionForm[int]):
    explanation = forms.Text(_("Explanation"), rows=3, max_length=400)


class CascadeForm(forms.ActionForm[int]):
    """A line for each part, or all of them pasted from a spreadsheet."""

    edits = True
    paste = forms.Text(
        _("Paste from a spreadsheet"), rows=4, required=False, max_length=40_000,
        hint=_("One line for each part: number, target, floor, stretch. What is pasted takes the place of the lines."),
    )  # fmt: skip
    reason = forms.Text(_("Reason"), required=False, max_length=200)
    explanation = forms.Text(
        _("Explanation"), required=False, max_length=400,
        hint=_("Where the parts do not come to the whole: why"),
    )  # fmt: skip

    def __init__(self, *args: Any, division: Division, **options: Any) -> None:
        super().__init__(*args, **options)
        self.division = division
        for row in division.rows:
            present = row.present if row.proposed is None else None
            start = present.base if present else row.proposed
            for name, label, value in (
                ("base", _("Target"), start),
                ("floor", _("Floor"), present.floor if present else None),
                ("stretch", _("Stretch target"), present.stretch if present else None),
            ):
                field = forms.Amount(label, required=False, **FIGURE)
                field.widget.attrs["aria-label"] = f"{row.place.name}: {label}"
                field.widget.attrs["class"] = "form-control form-control-sm"
                self.fields[f"{name}-{row.place.key}"] = field
                self.initial[f"{name}-{row.place.key}"] = _plain(value)

    @property
    def lines(self) -> list[tuple[Any, Any, Any, Any]]:
        """(row, target, floor, stretch) for the page."""
        return [
            (row, self[f"base-{key}"], self[f"floor-{key}"], self[f"stretch-{key}"])
            for row in self.division.rows
            for key in [row.place.key]
        ]

    def clean(self) -> dict[str, Any]:
        """What the action takes: `parts` in place of the lines."""
        data = self.cleaned_data
        kept = {name: data.get(name) for name in ("version", "reason", "explanation", "idempotency_key")}
        return {**kept, "parts": self._pasted(data.get("paste") or "") or self._entered(data)}

    def _entered(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            {
                "key": key,
                "base": base,
                "floor": data.get(f"floor-{key}"),
                "stretch": data.get(f"stretch-{key}"),
            }
            for row in self.division.rows
            for key in [row.place.key]
            if (base := data.get(f"base-{key}")) is not None
        ]

    def _pasted(self, text: str) -> list[dict[str, Any]]:
        try:
            rows = pasted(text)
        except BadLine as bad:
            code = TargetRefusal.NOT_A_NUMBER if bad.value else TargetRefusal.BAD_LINE
            sentence = str(code.label) % {"line": bad.line, "value": bad.value[:40]}
            raise ValidationError({"paste": sentence}) from bad
        return [
            {"key": key, "base": figures.base, "floor": figures.floor, "stretch": figures.stretch}
            for key, figures in rows
        ]
