"""What is entered: rules by rows, lists, what became of targets and prospects, norms, the word for a transfer."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kejing.domain.segments.queries.fields import RuleField
from kejing.domain.segments.queries.standards import ClassNorm
from kejing.domain.segments.vocabulary import ProspectState, SegmentRefusal, SetKind, TargetState
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.ui import forms, widgets

ROWS = (1, 2, 3, 4)
EVERY, EITHER = "all", "any"
COMPARISONS = [
    (">=", gettext_lazy("at least")),
    (">", gettext_lazy("above")),
    ("<=", gettext_lazy("at most")),
    ("<", gettext_lazy("below")),
    ("=", gettext_lazy("equal to")),
    ("is", gettext_lazy("is")),
    ("is_not", gettext_lazy("is not")),
    ("from", gettext_lazy("from day")),
    ("before", gettext_lazy("before day")),
    ("within", gettext_lazy("within unit")),
    ("not_within", gettext_lazy("not within unit")),
    ("has", gettext_lazy("holds line")),
    ("has_not", gettext_lazy("holds no line")),
]


def day_of(text: str | None) -> date | None:
    """A day of the address, None for none. Raises Refused for anything else."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(SegmentRefusal.NOT_A_DAY, text=text[:20]) from error


def id_of(text: str | None) -> int | None:
    """An id of the address; None for none and for what cannot be one."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


class RuleForm(forms.ActionForm[int]):
    """Up to four conditions that all hold, and four of which one does. A rule of another shape starts empty."""

    def __init__(
        self,
        data: Any = None,
        *,
        fields: Iterable[RuleField],
        rule: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        initial = {**_initial(rule), **options.pop("initial", {})}
        super().__init__(data, initial=initial, **options)
        offered = [("", _("–")), *((field.rule_field.code, field.label) for field in fields)]
        for group in (EVERY, EITHER):
            for n in ROWS:
                self.fields[f"{group}{n}_field"] = forms.Choice(_("Field"), offered, required=False)
                self.fields[f"{group}{n}_is"] = forms.Choice(_("Comparison"), COMPARISONS, required=False)
                self.fields[f"{group}{n}_value"] = forms.Text(_("Value"), required=False, max_length=120)

    def groups(self) -> list[tuple[str, str, list[list[Any]]]]:
        """For the page: a heading, its key and its rows of three fields."""
        words = {EVERY: _("All of these hold"), EITHER: _("And at least one of these")}
        parts = ("field", "is", "value")
        return [
            (words[group], group, [[self[f"{group}{n}_{part}"] for part in parts] for n in ROWS])
            for group in (EVERY, EITHER)
        ]

    @property
    def rule(self) -> dict[str, Any]:
        """The rule as the action reads it."""
        every, either = self._rows(EVERY), self._rows(EITHER)
        if either and not every:
            return {EITHER: either}
        return {EVERY: [*every, {EITHER: either}] if either else every}

    def _rows(self, group: str) -> list[dict[str, Any]]:
        rows = [
            {part: self.cleaned_data.get(f"{group}{n}_{part}") for part in ("field", "is", "value")}
            for n in ROWS
        ]
        return [row for row in rows if row["field"]]


class DefineForm(RuleForm):
    name = forms.Text(gettext_lazy("Name"), max_length=80)
    kind = forms.Choice(
        gettext_lazy("Kind of segment"),
        [(SetKind.FREE, SetKind.FREE.label), (SetKind.MARKET, SetKind.MARKET.label)],
        hint=gettext_lazy("A target market also keeps prospects who are no customers yet."),
    )


class ChangeForm(RuleForm):
    edits = True


def _initial(rule: Mapping[str, Any] | None) -> dict[str, Any]:
    """The rows of a rule that has this form's shape; nothing for another."""
    if not rule:
        return {}
    if EITHER in rule:
        every, either = [], list(rule[EITHER])
    else:
        every = [part for part in rule[EVERY] if "field" in part]
        groups = [part for part in rule[EVERY] if "field" not in part]
        either = list(groups[0].get(EITHER, [None])) if groups else []
        if len(groups) > 1:
            return {}
    if (
        len(every) > len(ROWS)
        or len(either) > len(ROWS)
        or not all(part and "field" in part for part in either)
    ):
        return {}
    rows = [
        *((f"{EVERY}{n}", part) for n, part in enumerate(every, 1)),
        *((f"{EITHER}{n}", part) for n, part in enumerate(either, 1)),
    ]
    return {f"{name}_{key}": part[key] for name, part in rows for key in ("field", "is", "value")}


class ListForm(forms.ActionForm[int]):
    purpose = forms.Text(
        gettext_lazy("Purpose"), max_length=200, hint=gettext_lazy("What the customers are contacted for")
    )
    due_on = forms.Day(gettext_lazy("Contact until"), quick=(14, 30))


class MarkForm(forms.ActionForm[int]):
    edits = True
    state = forms.Choice(gettext_lazy("What became of it"), TargetState.choices)
    note = forms.Text(
        gettext_lazy("Note"), required=False, max_length=200, hint=gettext_lazy("When dropped: why")
    )


class ProspectForm(forms.ActionForm[int]):
    name = forms.Text(gettext_lazy("Name"), max_length=120)
    phone = forms.Text(gettext_lazy("Phone"), required=False, max_length=40)
    source = forms.Text(gettext_lazy("Where from"), required=False, max_length=120)


class MoveForm(forms.ActionForm[int]):
    edits = True
    state = forms.Choice(
        gettext_lazy("Next step"),
        [
            (state.value, state.label)
            for state in (ProspectState.CONTACTED, ProspectState.CUSTOMER, ProspectState.DROPPED)
        ],
    )
    customer_id = forms.Picker(
        gettext_lazy("Customer"),
        "customers:pick_customer",
        required=False,
        hint=gettext_lazy("Which customer the prospect became"),
    )
    note = forms.Text(
        gettext_lazy("Note"), required=False, max_length=200, hint=gettext_lazy("When dropped: why")
    )


class StandardForm(forms.ActionForm[int]):
    """Three numbers for each class, from those in the draft or in force."""

    def __init__(self, data: Any = None, *, classes: Iterable[ClassNorm], **options: Any) -> None:
        super().__init__(data, **options)
        self.codes = [line.code for line in classes]
        for line in classes:
            norm = line.tried or line.norm
            for part, label, value in (
                ("days", _("Days between visits"), norm.visit_every_days),
                ("hours", _("Hours to answer"), norm.respond_within_hours),
                ("minutes", _("Minutes of a visit"), norm.minutes_per_visit),
            ):
                self.fields[f"{line.code}_{part}"] = forms.Whole(
                    f"{label} · {line.code}", initial=value, min_value=1, max_value=10_000
                )

    @property
    def classes(self) -> dict[str, tuple[int, int, int]]:
        data = self.cleaned_data
        return {
            code: (data[f"{code}_days"], data[f"{code}_hours"], data[f"{code}_minutes"])
            for code in self.codes
        }


class PassForm(forms.ActionForm[int]):
    digest = forms.Text(gettext_lazy("Proposal"), max_length=32, widget=widgets.Hidden())
    reason = forms.Text(
        gettext_lazy("Reason"), max_length=200, hint=gettext_lazy("Stands in the history of each customer")
    )
