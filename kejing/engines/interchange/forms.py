"""Choosing what to import and its files; saying what columns mean; why a run is taken back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kejing.engines.interchange.files import GivenFile
from kejing.engines.interchange.mapping import REASON
from kejing.engines.interchange.queries import FieldChoice, MapPage
from kejing.engines.interchange.vocabulary import Blank
from kejing.foundation.ui import widgets
from kejing.foundation.ui.forms import ActionForm, Choice, Text, Upload, Whole

_LONGEST_NAME = 200
_ORDERS = (
    ("ymd", _("year, month, day: 2024-01-31")),
    ("dmy", _("day, month, year: 31/01/2024")),
    ("mdy", _("month, day, year: 01/31/2024")),
)


class _ManyFiles(widgets.File):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002  # Django's signature
        return files.getlist(name)


class _Uploads(Upload):
    """Any number of files. Gives a list."""

    def __init__(self, label: Any, *, hint: Any = "", accept: str = "") -> None:
        super().__init__(label, hint=hint, max_length=_LONGEST_NAME)
        self.widget = _ManyFiles(attrs={"accept": accept, "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> Any:
        single = super().clean
        return [single(one, initial) for one in data] if data else [single(None, initial)]


class BringFilesForm(ActionForm[int]):
    what = Choice(_("What to import"))
    uploads = _Uploads(
        _("Files"),
        hint=_(
            "Excel (XLSX), CSV, TXT or address cards (VCF). Of an import of your pack all files together."
        ),
        accept=".csv,.tsv,.txt,.psv,.gz,.xlsx,.xlsm,.vcf",
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["what"].choices = choices  # type: ignore[attr-defined]  # a Choice

    def clean_uploads(self) -> list[GivenFile]:
        return [GivenFile.of(file.name, file.read()) for file in self.cleaned_data["uploads"]]


class RunTriedForm(ActionForm[int]):
    """One button."""


class UndoImportForm(ActionForm[int]):
    reason = Text(_("Reason"), max_length=200)


class ReadAgainForm(ActionForm[int]):
    skip = Whole(_("Lines above the header"), min_value=0, max_value=1_000)
    header_rows = Whole(_("Lines of the header"), min_value=0, max_value=9)


class ChooseSheetForm(ActionForm[int]):
    sheet = Choice(_("Sheet"))

    def __init__(self, *args: Any, page: MapPage, **options: Any) -> None:
        super().__init__(*args, initial={"sheet": page.sheet}, **options)
        self.fields["sheet"].choices = [(name, name) for name in page.sheets]  # type: ignore[attr-defined]  # a Choice


class _Pick(forms.ChoiceField):
    """A list within a table, named by its row."""

    kind = "choice"

    def __init__(self, label: str, choices: Sequence[tuple[str, Any]], **options: Any) -> None:
        control = widgets.Select(attrs={"aria-label": label})
        super().__init__(label=label, choices=choices, widget=control, required=False, **options)


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column of the file, as the page shows it."""

    name: str
    samples: list[str]
    field: forms.BoundField
    blank: forms.BoundField
    default: forms.BoundField
    order: forms.BoundField | None
    values: list[tuple[str, forms.BoundField]]


class MapColumnsForm(ActionForm[int]):
    """A list for each column, with what its field needs to be told besides."""

    remember = Text(
        _("Remember this mapping as"),
        hint=_("With a name it is offered again for a file with the same columns."),
        max_length=80,
        required=False,
    )

    def __init__(self, *args: Any, page: MapPage, **options: Any) -> None:
        super().__init__(*args, **options)
        self._page = page
        self._choices = {field.name: field for field in page.fields}
        self._uses = {use["column"]: use for use in page.mapping.get("columns", [])}
        self._asked: list[str] = []
        for place, name in enumerate(page.names):
            self._add_column(place, name)
        for field in page.fields:
            if field.fixable:
                self._add_fixed(field)
        key = "+".join(page.mapping.get("key", [])) or page.keys[0][0]
        self.fields["key"] = Choice(
            gettext("A row is known again by"),
            page.keys,
            initial=key,
            hint=gettext("What is there already is changed."),
        )
        self.fields["at_fault"] = Choice(
            gettext("When some rows are at fault"),
            [
                ("leave_out", gettext("import the others, give these back to correct")),
                ("refuse", gettext("import nothing")),
            ],
            initial="leave_out" if page.mapping.get("leave_out", True) else "refuse",
        )
        self.initial.setdefault("remember", page.remembered)

    def _add_column(self, place: int, name: str) -> None:
        use = self._uses.get(name, {})
        fields = [("", "–"), *((field.name, field.label) for field in self._choices.values())]
        self.fields[f"c{place}"] = _Pick(name, fields, initial=use.get("field", ""))
        self.fields[f"b{place}"] = _Pick(
            gettext("Blank cells of %(name)s") % {"name": name},
            Blank.choices,
            initial=use.get("blank", Blank.LEAVE),
        )
        self.fields[f"d{place}"] = forms.CharField(
            required=False,
            max_length=200,
            initial=use.get("default", ""),
            widget=widgets.Input(attrs={"aria-label": gettext("Default for %(name)s") % {"name": name}}),
        )
        chosen = self._choices.get(self.data.get(f"c{place}", "") if self.is_bound else use.get("field", ""))
        if chosen and chosen.day:
            self.fields[f"o{place}"] = _Pick(name, _ORDERS, initial=use.get("order", "ymd"))
        if chosen and chosen.codes:
            self._add_values(place, name, chosen, use)

    def _add_values(self, place: int, name: str, chosen: FieldChoice, use: dict[str, Any]) -> None:
        codes = [("", gettext("unknown")), *chosen.codes]
        known = {label.casefold(): code for code, label in chosen.codes} | {
            code: code for code, _l in chosen.codes
        }
        for number, value in enumerate(self._page.values.get(name, [])):
            key = f"v{place}_{number}"
            first = use.get("values", {}).get(value) or known.get(value.casefold(), "")
            self.fields[key] = _Pick(value, codes, initial=first)
            if self.is_bound and key not in self.data:
                self._asked.append(key)

    def _add_fixed(self, field: FieldChoice) -> None:
        first = self._page.mapping.get("fixed", {}).get(field.name, "")
        name = f"x_{field.name}"
        if field.codes:
            self.fields[name] = _Pick(field.label, [("", "–"), *field.codes], initial=first)
        else:
            self.fields[name] = forms.CharField(
                label=field.label, required=False, max_length=200, initial=first,
                widget=widgets.Input(attrs={"aria-label": field.label}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        if self._asked:
            raise forms.ValidationError(gettext("Say what the values of the marked columns mean."))
        return super().clean() or self.cleaned_data

    def chosen(self) -> dict[str, Any]:
        """The mapping as the action takes it."""
        data = self.cleaned_data
        return {
            "key": data["key"].split("+"),
            "columns": list(self._chosen_columns(data)),
            "fixed": {
                field.name: text
                for field in self._page.fields
                if (text := data.get(f"x_{field.name}", "").strip())
            },
            "leave_out": data["at_fault"] == "leave_out",
        }

    def _chosen_columns(self, data: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for place, name in enumerate(self._page.names):
            if not data.get(f"c{place}"):
                continue
            blank = data.get(f"b{place}") or Blank.LEAVE
            values = {
                value: code
                for number, value in enumerate(self._page.values.get(name, []))
                if (code := data.get(f"v{place}_{number}"))
            }
            yield {
                "column": name,
                "field": data[f"c{place}"],
                "blank": blank,
                "default": data.get(f"d{place}", "") if blank == Blank.DEFAULT else "",
                "order": data.get(f"o{place}") or "ymd",
                "values": values,
            }

    def column_rows(self) -> list[ColumnRow]:
        page = self._page
        return [
            ColumnRow(
                name=name,
                samples=[row[place] for row in page.rows[:3] if row[place]],
                field=self[f"c{place}"],
                blank=self[f"b{place}"],
                default=self[f"d{place}"],
                order=self[f"o{place}"] if f"o{place}" in self.fields else None,
                values=[
                    (value, self[f"v{place}_{number}"])
                    for number, value in enumerate(page.values.get(name, []))
                    if f"v{place}_{number}" in self.fields
                ],
            )
            for place, name in enumerate(page.names)
            if not name.startswith(REASON)
        ]

    def fixed_fields(self) -> list[forms.BoundField]:
        return [self[f"x_{field.name}"] for field in self._page.fields if field.fixable]
