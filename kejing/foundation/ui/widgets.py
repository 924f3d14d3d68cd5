"""The controls of the form kit. Each renders one template under ui/widgets; none knows a model."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse

from kejing.foundation.ui import formats

MOST_SEGMENTS = 4


class Input(forms.TextInput):
    template_name = "ui/widgets/input.html"


class Number(forms.NumberInput):
    template_name = "ui/widgets/input.html"


class Password(forms.PasswordInput):
    template_name = "ui/widgets/input.html"


class File(forms.FileInput):
    template_name = "ui/widgets/input.html"


class Hidden(forms.HiddenInput):
    template_name = "ui/widgets/hidden.html"


class Area(forms.Textarea):
    template_name = "ui/widgets/area.html"


class Check(forms.CheckboxInput):
    template_name = "ui/widgets/check.html"


class Select(forms.Select):
    template_name = "ui/widgets/select.html"


class Segments(forms.RadioSelect):
    """Up to four choices side by side."""

    template_name = "ui/widgets/segments.html"


class Checks(forms.CheckboxSelectMultiple):
    template_name = "ui/widgets/checks.html"


class Day(forms.DateInput):
    """A date with quick picks before it: `quick` are day offsets from today."""

    template_name = "ui/widgets/day.html"
    input_type = "date"

    def __init__(self, quick: Sequence[int] = (), attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")
        self.quick = quick

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        picks = [formats.quick_day(offset) for offset in self.quick]
        chosen = context["widget"]["value"]
        context["widget"]["quick"] = [
            {"day": on.isoformat(), "label": label, "chosen": on.isoformat() == chosen} for on, label in picks
        ]
        return context


class Moment(forms.DateTimeInput):
    template_name = "ui/widgets/input.html"
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class Picker(forms.TextInput):
    """A search-as-you-type combobox: the id travels hidden, the shown name in `<name>-label`.

    `source` is the URL name of a view that answers `?q=` with `ui.responses.options(...)`.
    """

    template_name = "ui/widgets/picker.html"
    label = ""

    def __init__(self, source: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.source = source

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["label"] = self.label
        context["widget"]["source"] = reverse(self.source)
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        # What was typed comes back with the page even when nothing was chosen.
        self.label = data.get(f"{name}-label", self.label)
        return super().value_from_datadict(data, files, name)
