"""Parsing what is entered about risks."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.relations.forms.entries import EntryForm
from kejing.domain.relations.vocabulary import Level, Outcome
from kejing.foundation.ui import forms


class SignalForm(EntryForm):
    kind = forms.Choice(_("Kind of risk"))
    level = forms.Choice(_("Level"), Level.choices)
    reason = forms.Text(_("What you see"), rows=2, max_length=400)
    until = forms.Day(_("Watch until"), quick=(30, 90, 180))
    control = forms.Text(_("What is done about it"), rows=2, max_length=400, required=False)


class ChangeSignalForm(EntryForm):
    edits = True
    level = forms.Choice(_("Level"), Level.choices)
    control = forms.Text(_("What is done about it"), rows=2, max_length=400, required=False)
    until = forms.Day(_("Watch until"), quick=(30, 90))
    ending = forms.Choice(
        _("Close it as"), Outcome.choices, required=False, empty_value="", hint=_("None leaves it open.")
    )


class EventForm(EntryForm):
    kind = forms.Choice(_("Kind of risk"))
    text = forms.Text(_("What happened"), rows=2, max_length=400)
    day = forms.Day(_("When"), quick=(0, -1))
