"""Parsing what is entered about communication, stances and negotiations."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.relations.forms.entries import EntryForm
from kejing.domain.relations.vocabulary import Hours, Means, NegotiationState, StanceCode
from kejing.foundation.ui import forms


class CommunicationForm(EntryForm):
    edits = True
    means = forms.Choice(_("How she likes to be reached"), Means.choices)
    hours = forms.Choice(_("When"), Hours.choices)
    style = forms.Choice(_("Style"), hint=_("A choice of the pack; nothing about her as a person."))
    purpose = forms.Text(_("What to speak about"), max_length=400, required=False)
    every_days = forms.Whole(_("Every how many days"), min_value=1, max_value=365, required=False)
    next_on = forms.Day(_("Next time"), quick=(7, 30), required=False)


class StanceForm(EntryForm):
    stance = forms.Choice(_("Where does she stand in our business?"), StanceCode.choices)


class NegotiationForm(EntryForm):
    title = forms.Text(_("What is negotiated"), max_length=200)
    goals = forms.Text(_("Our goals"), rows=3, max_length=2000)


class LimitsForm(EntryForm):
    edits = True
    text = forms.Text(
        _("How far we would go"), rows=4, max_length=2000, hint=_("Seen only with the right to see limits.")
    )


class RoundForm(EntryForm):
    text = forms.Text(_("What was said"), rows=3, max_length=1000)
    we_conceded = forms.Text(_("We gave way on"), max_length=400, required=False)
    they_conceded = forms.Text(_("They gave way on"), max_length=400, required=False)


class EndForm(EntryForm):
    edits = True
    state = forms.Choice(
        _("How it ended"), [(s.value, s.label) for s in (NegotiationState.AGREED, NegotiationState.FAILED)]
    )
    ending = forms.Text(_("Outcome"), rows=3, max_length=1000)
