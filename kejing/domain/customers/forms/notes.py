"""Parsing notes, tags and files."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.forms.master import GREATEST_ID
from kejing.domain.customers.vocabulary import Share
from kejing.foundation.ui import forms

MOST_BYTES = 50 * 1024 * 1024 + 1
"""More than any pack allows is not read: the action refuses it by its size."""


class NoteForm(forms.ActionForm[int]):
    text = forms.Text(_("Note"), rows=4, max_length=4000)
    share = forms.Choice(_("Who reads it"), Share.choices, hint=_("The author always does."))


class ChangeNoteForm(NoteForm):
    edits = True


class TagForm(forms.ActionForm[int]):
    tag_id = forms.Picker(_("Tag"), "customers:pick_tag", max_value=GREATEST_ID)


class NewTagForm(forms.ActionForm[int]):
    name = forms.Text(_("Word"), max_length=40)


class FileForm(forms.ActionForm[int]):
    content = forms.Upload(_("File"), accept=".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.pptx,.txt,.csv")
    share = forms.Choice(_("Who reads it"), Share.choices, hint=_("The author always does."))

    def clean(self) -> dict[str, Any]:
        """What the action takes: a name and the bytes."""
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.pop("content", None)
        return cleaned if file is None else {**cleaned, "name": file.name, "content": file.read(MOST_BYTES)}
