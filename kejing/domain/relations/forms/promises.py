"""Parsing what is entered about promises and questions."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.relations.forms.entries import EntryForm
from kejing.domain.relations.vocabulary import Party, PromiseState
from kejing.foundation.ui import forms


class PromiseForm(EntryForm):
    by = forms.Choice(_("Who promised"), Party.choices)
    text = forms.Text(_("What"), max_length=400)
    due_on = forms.Day(_("By when"), quick=(1, 7, 14, 30))


class SettleForm(EntryForm):
    edits = True
    state = forms.Choice(
        _("What became of it"), [(s.value, s.label) for s in (PromiseState.KEPT, PromiseState.WITHDRAWN)]
    )
    settled_on = forms.Day(_("When"), quick=(0, -1))
    reason = forms.Text(_("Reason"), max_length=400, required=False, hint=_("Needed when it was withdrawn."))


class QuestionForm(EntryForm):
    text = forms.Text(_("What was asked"), max_length=400)
    due_on = forms.Day(_("To be answered by"), quick=(1, 3, 7))


class AnswerForm(EntryForm):
    edits = True
    answer = forms.Text(_("Answer"), rows=3, max_length=1000)
