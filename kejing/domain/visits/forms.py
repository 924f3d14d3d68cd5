"""Parsing what is entered about visits, logs and reviews."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kejing.domain.visits.queries.checklists import ChecklistForm
from kejing.domain.visits.queries.hours import HourRow
from kejing.domain.visits.rules import MINUTES_A_DAY, Point
from kejing.domain.visits.vocabulary import BEST_MARK, Channel, Direction, Reached, Route, Severity
from kejing.foundation.kernel.errors import KernelRefusal, Refused
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui import forms, widgets
from kejing.foundation.ui.formats import local

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
    customer_view = forms.Text(
        _("The customer's point of view"), rows=2, max_length=2000, required=False,
        hint=_("How does she see it, in her words?"),
    )  # fmt: skip
    next_step = forms.Text(_("Next step"), max_length=400, required=False)
    minutes = forms.Whole(_("Minutes"), min_value=0, max_value=1440, required=False)


class FindingForm(forms.ActionForm[int]):
    """One finding, with one of the three routes."""

    kind = forms.Choice(_("Kind"))
    text = forms.Text(_("What was found"), rows=2, max_length=1000)
    severity = Segmented(_("How grave"), Severity.choices)
    route = Segmented(_("What becomes of it"), Route.choices)
    evidence = forms.Text(
        _("What was done, or agreed"), rows=2, max_length=1000, required=False,
        hint=_("Fixed on the spot needs it, or a photo."),
    )  # fmt: skip
    due_on = forms.Day(
        _("Put right by"), required=False, hint=_("Empty: the last day that its severity allows.")
    )

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        cast("Any", self.fields["kind"]).choices = kinds


class CheckFindingForm(forms.ActionForm[int]):
    edits = True
    solved = Segmented(
        _("Is it solved?"), [("yes", _("Solved")), ("no", _("Not yet"))], coerce=lambda value: value == "yes"
    )
    note = forms.Text(_("What was seen"), rows=2, max_length=1000)
    due_on = forms.Day(
        _("If not: put right by"), required=False, hint=_("Empty: the last day that its severity allows.")
    )


class EscalateForm(forms.ActionForm[int]):
    edits = True
    note = forms.Text(_("What is asked of the superior"), rows=2, max_length=1000)


class AnswerForm(forms.ActionForm[int]):
    edits = True
    answer = forms.Text(_("Answer"), rows=3, max_length=1000)


class PhotoForm(forms.ActionForm[int]):
    content = forms.Upload(_("Photo"), accept="image/jpeg,image/png,image/webp")

    def clean_content(self) -> bytes:
        """Its bytes; how many are too many, the action says."""
        return bytes(self.cleaned_data["content"].read())


class EtiquetteForm(forms.ActionForm[int]):
    edits = True
    text = forms.Text(
        _("How this customer likes to be met"), rows=2, max_length=400,
        hint=_("What to mind on the spot; nothing about anybody's private life."),
    )  # fmt: skip


class InternalForm(forms.ActionForm[int]):
    department = forms.Text(_("Department"), max_length=120)
    happened_at = forms.Moment(_("When"))
    channel = Segmented(_("How"), Channel.choices)
    topic = forms.Text(_("What about"), max_length=400)
    agreed = forms.Text(_("Result"), rows=2, max_length=1000, required=False)
    minutes = forms.Whole(_("Minutes"), min_value=0, max_value=1440, required=False)


class FirstContactForm(forms.ActionForm[int]):
    edits = True
    contact_id = forms.Choice(_("Contact person"), coerce=int)
    preparation = forms.Text(
        _("What was prepared"),
        rows=3,
        max_length=1000,
        hint=_("Who is she, what does she need, how do we begin?"),
    )

    def __init__(self, *args: Any, contacts: Sequence[tuple[int, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        cast("Any", self.fields["contact_id"]).choices = contacts


class ArrivalForm(forms.ActionForm[int]):
    """A button: no field but the version it was drawn with."""

    edits = True


FINDING = ("kind", "text", "severity", "route", "evidence", "due_on")
FIRST = ("customer_id", "happened_at", "goal", "reached", "minutes")
POINT = "point_"


def _point_field(point: Point) -> django_forms.Field:
    label = local(point.zh, point.en)
    match point.kind:
        case "yesno":
            words = [("yes", _("Yes")), ("no", _("No"))]
            return Segmented(label, words, coerce=lambda value: value == "yes", required=point.required)
        case "choice":
            choices = [(code, local(zh, en)) for code, zh, en in point.choices]
            return forms.Choice(label, choices, required=point.required)
        case "number":
            return forms.Amount(label, max_digits=16, decimal_places=4, required=point.required)
        case _:
            return forms.Text(label, max_length=400, required=point.required)


class HoldingForm(CorrectForm):
    """What is said of a visit held, with its checklist's points and one finding, each in a part of its own.

    A checklist nobody touched is not filled, so its required points bind only whoever begins it: the action says so.
    """

    result_stands_open = False
    """Nobody stands in a doorway where a visit is written down without a plan: what came of it is asked at once."""

    def __init__(
        self, *args: Any, checklist: ChecklistForm | None = None, kinds: Sequence[tuple[str, str]] = (),
        **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        finding = FindingForm(kinds=kinds)
        for name in FINDING if kinds else ():
            self.fields[name] = finding.fields[name]
            self.fields[name].required = False
        self._points = checklist.points if checklist else ()
        for point in self._points:
            self.fields[f"{POINT}{point.code}"] = _point_field(point)
            self.fields[f"{POINT}{point.code}"].required = False

    def submit(self, act: Callable[[dict[str, Any]], int]) -> bool:
        return super().submit(lambda data: act(self._folded(data)))

    def _folded(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The action's arguments: the points under `checklist`, the finding under `findings`."""
        plain = {k: v for k, v in data.items() if k not in FINDING and not k.startswith(POINT)}
        finding = {name: data[name] for name in FINDING if data.get(name)}
        plain["checklist"] = {point.code: data.get(f"{POINT}{point.code}") for point in self._points} or None
        plain["findings"] = [finding] if finding else []
        return plain

    def clean(self) -> dict[str, Any]:
        """A finding that was begun says all it must."""
        data = super().clean() or self.cleaned_data
        if any(data.get(name) for name in FINDING):
            for name in ("kind", "text", "severity", "route"):
                if not data.get(name):
                    self.add_error(name, _("Please fill this in."))
        return data

    def parts(self) -> list[dict[str, Any]]:
        """The folded parts, in order: those somebody has to mend are open."""
        rest = [
            name
            for name in self.fields
            if name not in (*FIRST, *FINDING) and not name.startswith(POINT) and not self[name].is_hidden
        ]
        points = [name for name in self.fields if name.startswith(POINT)]
        findings = [name for name in FINDING if name in self.fields]
        named = ((_("Result and next step"), rest), (_("Checklist"), points), (_("Finding"), findings))
        return [
            {
                "label": label,
                "fields": [self[name] for name in names],
                "open": (names is rest and self.result_stands_open)
                or any(self[name].errors for name in names),
            }
            for label, names in named
            if names
        ]

    def first(self) -> list[django_forms.BoundField]:
        """What everybody fills in, on top."""
        return [self[name] for name in FIRST if name in self.fields and not self[name].is_hidden]


class RecordForm(HoldingForm):
    """A visit nobody had planned."""

    edits = False
    result_stands_open = True
    customer_id = forms.Picker(_("Customer"), PICK_CUSTOMER, max_value=GREATEST_ID)
    happened_at = forms.Moment(_("When"))
    next_step_on = forms.Day(
        _("When is the next step"), quick=(1, 7, 14), required=False, hint=_("A day puts it into your plan.")
    )
    field_order = (
        "customer_id", "happened_at", "goal", "reached", "minutes", "result", "next_step", "next_step_on",
        "observations", "customer_view", "direction", "channel",
    )  # fmt: skip


class RecordPlannedForm(RecordForm):
    """A plan that was held."""

    edits = True
    customer_id = None  # type: ignore[assignment]  # Django's way to leave a field out: the plan names her


class ThereForm(RecordPlannedForm):
    """A visit with a check-in: the clock knows when it was and how long it took."""

    happened_at = None  # type: ignore[assignment]  # as above

    def __init__(self, *args: Any, minutes: bool = False, goal: bool = False, **options: Any) -> None:
        """`minutes`: nobody checked out that day, so they are asked; `goal`: the plan has one, so it is not."""
        super().__init__(*args, **options)
        if not minutes:
            del self.fields["minutes"]
        if goal:
            self.fields["goal"].widget = widgets.Hidden()


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
