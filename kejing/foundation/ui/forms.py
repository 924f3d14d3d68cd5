"""Forms that parse and validate input and hand it to one action. They never touch models."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.foundation.kernel.errors import Forbidden, Refused, Repeated, Stale
from kejing.foundation.ui import formats, widgets

Choices = Sequence[tuple[Any, Any]] | Callable[[], Sequence[tuple[Any, Any]]]
T = TypeVar("T")


class Field:
    """What the template must know of a field to lay it out."""

    kind = "input"


def _worded(options: dict[str, Any], hint: Any) -> dict[str, Any]:
    options.setdefault("error_messages", {})
    options["error_messages"].setdefault("required", gettext_lazy("Please fill this in."))
    return {"help_text": hint, **options}


class Text(Field, forms.CharField):
    """One line, or a paragraph with `rows`."""

    def __init__(self, label: Any, *, hint: Any = "", rows: int = 0, **options: Any) -> None:
        options.setdefault("widget", widgets.Area(attrs={"rows": rows}) if rows else widgets.Input())
        super().__init__(label=label, **_worded(options, hint))


class Secret(Field, forms.CharField):
    """A password; `current` for signing in, otherwise a new one."""

    def __init__(self, label: Any, *, hint: Any = "", current: bool = False, **options: Any) -> None:
        complete = "current-password" if current else "new-password"
        control = widgets.Password(attrs={"autocomplete": complete})
        super().__init__(label=label, strip=False, widget=control, **_worded(options, hint))


class Whole(Field, forms.IntegerField):
    def __init__(self, label: Any, *, hint: Any = "", **options: Any) -> None:
        control = widgets.Number(attrs={"inputmode": "numeric"})
        super().__init__(label=label, widget=control, **_worded(options, hint))


class Amount(Field, forms.DecimalField):
    """A sum of money in full units, two decimals."""

    def __init__(self, label: Any, *, hint: Any = "", **options: Any) -> None:
        control = widgets.Number(attrs={"inputmode": "decimal"})
        options = {"max_digits": 18, "decimal_places": 2, **options}
        super().__init__(label=label, widget=control, **_worded(options, hint))


class Choice(Field, forms.TypedChoiceField):
    """Up to four choices as buttons side by side, more as a list. Gives None for no choice."""

    kind = "choice"

    def __init__(self, label: Any, choices: Choices = (), *, hint: Any = "", **options: Any) -> None:
        options.setdefault("empty_value", None)
        super().__init__(
            label=label, choices=cast("Any", choices), widget=widgets.Select(), **_worded(options, hint)
        )

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """The control follows the number of choices, known only now: a form may have set them itself."""
        choices = [
            (value, _beginning(label))
            for value, label in cast("Any", self.choices)
            if value not in {"", None}
        ]
        few = len(choices) <= widgets.MOST_SEGMENTS
        self.kind = "choices" if few else "choice"
        self.widget = widgets.Segments() if few else widgets.Select()
        self.widget.is_required = self.required
        self.choices = choices if few else [("", gettext_lazy("Choose…")), *choices]
        return super().get_bound_field(form, field_name)


def _beginning(label: Any) -> Any:
    """A word of the vocabulary begins with a capital on a button; a name is left as somebody wrote it."""
    return capfirst(str(label)) if isinstance(label, Promise) else label


class Several(Field, forms.TypedMultipleChoiceField):
    """Any number of choices, each a line to tick. Gives a list."""

    kind = "choices"

    def __init__(self, label: Any, choices: Choices, *, hint: Any = "", **options: Any) -> None:
        super().__init__(label=label, choices=choices, widget=widgets.Checks(), **_worded(options, hint))


class Flag(Field, forms.BooleanField):
    """One thing to tick. Gives a bool; never required unless said."""

    kind = "flag"

    def __init__(self, label: Any, *, hint: Any = "", **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(label=label, widget=widgets.Check(), **_worded(options, hint))


class Day(Field, forms.DateField):
    """A day; `quick` are offsets from today offered as buttons, as (0, 1, 7)."""

    kind = "day"

    def __init__(self, label: Any, *, hint: Any = "", quick: Sequence[int] = (), **options: Any) -> None:
        super().__init__(label=label, widget=widgets.Day(quick), **_worded(options, hint))


class Moment(Field, forms.DateTimeField):
    """A day and a time in the organisation's zone. Gives an aware datetime."""

    def __init__(self, label: Any, *, hint: Any = "", **options: Any) -> None:
        super().__init__(label=label, widget=widgets.Moment(), **_worded(options, hint))


class Picker(Field, forms.IntegerField):
    """Somebody or something found while typing. Gives its id. `source`: see widgets.Picker."""

    kind = "picker"

    def __init__(self, label: Any, source: str, *, hint: Any = "", **options: Any) -> None:
        words = {
            "required": gettext_lazy("Choose one from the list."),
            "invalid": gettext_lazy("Choose one from the list."),
        }
        options.setdefault("error_messages", words)
        super().__init__(label=label, widget=widgets.Picker(source), **_worded(options, hint))


class Upload(Field, forms.FileField):
    """A file; `accept` as in HTML, for example ".csv,.xlsx"."""

    def __init__(self, label: Any, *, hint: Any = "", accept: str = "", **options: Any) -> None:
        super().__init__(label=label, widget=widgets.File(attrs={"accept": accept}), **_worded(options, hint))


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of a stale edit, in words."""

    label: str
    yours: str
    theirs: str


class ActionForm(forms.Form, Generic[T]):
    """A form that hands its data to one action.

    In a view:

        form = PlanVisit(request.POST or None, initial={...})
        if request.method == "POST" and form.submit(lambda data: actions.plan_visit(actor=request.actor, **data)):
            return redirect(...)
        return render(request, "visits/plan_visit.html", {"form": form})

    `submit` gives False for input that does not validate and for a refusal, with the reasons on the fields;
    `outcome` is then unset, otherwise what the action returned. The data carry `idempotency_key`, and with
    `edits = True` the `version` the reader opened. Pass `version=row.version` as it stands now: after a stale
    edit the reader sees the differences, and pressing again saves over them knowingly. `labels` names what
    pickers hold.
    """

    edits: ClassVar[bool] = False
    outcome: T
    if not TYPE_CHECKING:
        # The former name, for callers written before; a declared field of that name would contradict it.
        result = property(lambda self: self.outcome)
    idempotency_key = forms.CharField(max_length=64, required=False, widget=widgets.Hidden)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        version: int | None = None,
        labels: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        start = {"idempotency_key": new_key(), "version": version, **(initial or {})}
        super().__init__(cast("Any", data), cast("Any", files), initial=start, **options)
        if self.edits:
            self.fields["version"] = forms.IntegerField(widget=widgets.Hidden)
        for name, label in (labels or {}).items():
            self.fields[name].widget.label = label
        self.status = 200
        self.differences: list[Difference] = []

    def submit(self, act: Callable[[dict[str, Any]], T]) -> bool:
        """Validate and act. Forbidden and NotVisible pass through: they are pages, not field errors."""
        if not self.is_valid():
            self.status = 422
            return False
        try:
            self.outcome = act(dict(self.cleaned_data))
        except Forbidden:
            raise
        except Refused as refusal:
            self._show(refusal)
            return False
        return True

    def _show(self, refusal: Refused) -> None:
        self.status = refusal.status
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, refusal.text)
        if isinstance(refusal, Stale):
            self.differences = [
                Difference(
                    self._label(row.field),
                    self._shown(row.field, row.yours),
                    self._shown(row.field, row.theirs),
                )
                for row in refusal.differences
            ]
            self._renew("version")
        if isinstance(refusal, Repeated):
            self._renew("idempotency_key")

    def _renew(self, name: str) -> None:
        """Let the next press go out with the fresh value instead of the one just refused."""
        fresh = self.initial.get(name)
        if fresh is not None:
            self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
            cast("Any", self.data)[self.add_prefix(name)] = str(fresh)

    def _label(self, name: str) -> str:
        return str(self.fields[name].label or name) if name in self.fields else name

    def _shown(self, name: str, value: object) -> str:
        choices = dict(getattr(self.fields.get(name), "choices", ()))
        if value in choices:
            return str(choices[value])
        return describe(value)


def new_key() -> str:
    return uuid.uuid4().hex


def describe(value: object) -> str:
    """A value in words, for the list of differences."""
    match value:
        case None | "":
            return formats.NOTHING
        case bool():
            return _("Yes") if value else _("No")
        case int() | float():
            return formats.number(value)
        case _ if hasattr(value, "isoformat"):
            return formats.day(cast("Any", value))
        case _:
            return str(value)
