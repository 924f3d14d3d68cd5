"""Parsing what is entered about visits, logs and reviews."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kejing.domain.visits.queries.hours import HourRow
from kejing.domain.visits.rules import MINUTES_A_DAY
from kejing.domain.visits.vocabulary import BEST_MARK, Channel, Direction, Reached
from kejing.foundation.kernel.errors import KernelRefusal, Refused
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui import forms, widgets

PICK_CUSTOMER = "customers:pick_customer"
GREATEST_ID = 2**63 - 1
MINUTES = "minutes_"
"""Before the code of a type of work: the name of its field."""


class DayConverter:
    """A day in an address: `1998-01-15`."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


def month_of(text: str | None) -> Month | None:
    """`?month=1997-12`. Raises Refused for anything else."""
    if not text:
        return None
    try:
        return Month.parse(text)
    except ValueError as error:
        raise Refused(KernelRefusal.NOT_A_MONTH, text=text[:20]) from error


def id_of(text: str | None) -> int | None:
    """`?customer=17`; whatever is no id is none."""
    if not text or not text.isascii() or not text.isdigit():
        return None
    return min(int(text[:20]), GREATEST_ID)


class Clock(widgets.Input):
    """A time of day."""

    input_type = "time"


class Hour(forms.Field, django_forms.TimeField):
    """An hour, to the minute."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label=label, widget=Clock(), **options)


class Segmented(forms.Choice):
    """Up to five short choices side by side, where the kit would make a list of them."""

    kind = "choices"

    def get_bound_field(self, form: django_forms.BaseForm, field_name: str) -> django_forms.BoundField:
        self.widget = widgets.Segments()
        self.widget.is_required = self.required
        self.choices = cast("Any", self.choices)  # the new control takes them over
        return django_forms.Field.get_bound_field(self, form, field_name)


class PlanForm(forms.ActionForm[int]):
    customer_id = forms.Picker(_("Customer"), PICK_CUSTOMER, max_value=GREATEST_ID)
    day = forms.Day(_("Day"), quick=(0, 1, 2, 7))
    at = Hour(_("Time"), required=False)
    goal = forms.Text(_("Goal"), max_length=400, hint=_("What shall be different after the visit?"))


class MoveForm(forms.ActionForm[int]):
    edits = True
    day = forms.Day(_("Day"), quick=(0, 1, 2, 7))
    at = Hour(_("Time"), required=False)
    goal = forms.Text(_("Goal"), max_length=400)


class CancelForm(forms.ActionForm[int]):
    edits = True
    reason = forms.Text(_("Why"), max_length=400)


class CorrectForm(forms.ActionForm[int]):
    edits = True
    direction = Segmented(_("Who came to whom"), Direction.choices)
    channel = Segmented(_("How"), Channel.choices)
    goal = forms.Text(_("Goal"), max_length=400, required=False)
    reached = Segmented(_("Was the goal reached?"), Reached.choices)
    result = forms.Text(
        _("Result"), rows=2, max_length=2000, required=False, hint=_("What did they agree to, decide, sign?")
    )
    observations = forms.Text(
        _("Observations"), rows=2, max_length=2000, required=False, hint=_("What did you see or hear there?")
    )
    next_step = forms.Text(_("Next step"), max_length=400, required=False)
    minutes = forms.Whole(_("Minutes"), min_value=0, max_value=1440, required=False)


class RecordForm(CorrectForm):
    """A visit nobody had planned."""

    edits = False
    customer_id = forms.Picker(_("Customer"), PICK_CUSTOMER, max_value=GREATEST_ID)
    happened_at = forms.Moment(_("When"))
    next_step_on = forms.Day(
        _("When is the next step"), quick=(1, 7, 14), required=False, hint=_("A day puts it into your plan.")
    )
    field_order = (
        "customer_id", "happened_at", "direction", "channel", "goal", "reached", "result", "observations",
        "next_step", "next_step_on", "minutes",
    )  # fmt: skip


class RecordPlannedForm(RecordForm):
    """A plan that was held."""

    edits = True
    customer_id = None  # type: ignore[assignment]  # Django's way to leave a field out: the plan names her


class LogForm(forms.ActionForm[int]):
    visits_part = forms.Text(_("Customer visits"), rows=8, max_length=8000, required=False)
    results_part = forms.Text(
        pgettext_lazy("part of a log", "Results"), rows=5, max_length=8000, required=False
    )
    reflections_part = forms.Text(
        _("Reflections"),
        rows=5,
        max_length=8000,
        required=False,
        hint=_("What did the day teach you? Your judgement."),
    )

    def __init__(self, *args: Any, hours: Sequence[HourRow], **options: Any) -> None:
        """`hours`: a field for each type of work, with the minutes as drafted."""
        super().__init__(*args, **options)
        for row in hours:
            self.fields[MINUTES + row.code] = forms.Whole(
                row.label or _("Not classified"), required=False, min_value=0, max_value=MINUTES_A_DAY,
                initial=row.minutes or None,
            )  # fmt: skip

    @property
    def parts(self) -> list[django_forms.BoundField]:
        return [bound for bound in self.visible_fields() if not bound.name.startswith(MINUTES)]

    @property
    def minutes(self) -> list[django_forms.BoundField]:
        """The fields of the hours: small, side by side."""
        return [bound for bound in self.visible_fields() if bound.name.startswith(MINUTES)]

    def clean(self) -> dict[str, Any]:
        """One mapping of the minutes by type; fields left empty are none."""
        data = super().clean() or {}
        named = [name for name in self.fields if name.startswith(MINUTES)]
        data["hours"] = {name.removeprefix(MINUTES): data.pop(name, None) or 0 for name in named}
        return data


class CorrectLogForm(LogForm):
    reason = forms.Text(_("Why after the fact"), max_length=400)


class ReviewForm(forms.ActionForm[int]):
    edits = True
    mark = Segmented(
        _("Mark"),
        [(n, str(n)) for n in range(1, BEST_MARK + 1)],
        coerce=int,
        hint=_("1 is poor, 5 is excellent."),
    )
    comment = forms.Text(
        _("Comment"), rows=2, max_length=1000, required=False, hint=_("The writer reads it.")
    )
