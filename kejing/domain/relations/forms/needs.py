"""Parsing what is entered about needs."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.relations.forms.entries import EntryForm
from kejing.domain.relations.vocabulary import NeedKind, NeedState
from kejing.foundation.ui import forms


class NeedForm(EntryForm):
    text = forms.Text(_("What is needed"), max_length=400)
    family = forms.Choice(_("Family of products"))
    kind = forms.Choice(_("Current or potential"), NeedKind.choices, hint=_("Potential: not asked for yet."))
    contact_id = forms.Choice(
        _("Whose need"), coerce=int, required=False, hint=_("None: the customer's as a whole.")
    )


class ChangeNeedForm(NeedForm):
    edits = True
    family = None  # type: ignore[assignment]  # Django's way to leave a field out: a need stays in its family
    state = forms.Choice(_("State"), NeedState.choices)
    field_order = ("state", "text", "kind", "contact_id")
