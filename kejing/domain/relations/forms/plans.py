"""Parsing what is entered about plans, goals, messages, resources."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.relations.forms.entries import EntryForm
from kejing.domain.relations.vocabulary import GoalKind, GoalState, Party, ResourceKind, Usable, Voice
from kejing.foundation.ui import forms


class PlanForm(EntryForm):
    edits = True
    market = forms.Text(
        _("The customer's market"),
        rows=3,
        max_length=2000,
        hint=_("Whom the customer sells to, against whom, where it goes."),
    )
    value_offered = forms.Text(
        _("The value we offer"),
        rows=3,
        max_length=2000,
        hint=_("What our offer changes for the customer, not the products."),
    )
    value_for_us = forms.Text(_("Value for the company"), max_length=400, required=False)
    value_for_customer = forms.Text(_("Benefit for the customer's business"), max_length=400, required=False)


class GoalForm(EntryForm):
    party = forms.Choice(_("Whose goal"), Party.choices)
    kind = forms.Choice(_("Kind of goal"), GoalKind.choices)
    text = forms.Text(_("What shall be reached"), max_length=400)
    due_on = forms.Day(_("By when"), quick=(30, 90), required=False)


class ChangeGoalForm(EntryForm):
    edits = True
    state = forms.Choice(_("State"), GoalState.choices)
    text = forms.Text(_("What shall be reached"), max_length=400)
    due_on = forms.Day(_("By when"), quick=(30, 90), required=False)


class MessageForm(EntryForm):
    voice = forms.Choice(_("Who speaks to whom"), Voice.choices)
    text = forms.Text(_("What"), rows=3, max_length=1000)


class ResourceForm(EntryForm):
    kind = forms.Choice(_("Kind of resource"), ResourceKind.choices)
    usable = forms.Choice(_("Usable"), Usable.choices)
    text = forms.Text(_("What"), max_length=400)


class UseForm(EntryForm):
    by = forms.Choice(_("Who used it"), Party.choices)
    text = forms.Text(_("What it brought"), max_length=400)
