"""Choosing a specification and its files."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from kejing.engines.interchange.files import GivenFile
from kejing.foundation.ui import widgets
from kejing.foundation.ui.forms import ActionForm, Choice, Upload

_LONGEST_NAME = 200


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


class TryImportForm(ActionForm[int]):
    spec = Choice(_("What to import"))
    uploads = _Uploads(
        _("Files"), hint=_("All files of the import together, as CSV or CSV.GZ."), accept=".csv,.gz"
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["spec"].choices = choices  # type: ignore[attr-defined]  # a Choice

    def clean_uploads(self) -> list[GivenFile]:
        return [GivenFile.of(file.name, file.read()) for file in self.cleaned_data["uploads"]]


class RunTriedForm(ActionForm[int]):
    """One button."""
