"""Parsing names of saved views and whom they are for."""

from typing import Any

from django.forms import CharField
from django.utils.translation import gettext_lazy as _

from kejing.foundation.kernel.actor import Actor
from kejing.foundation.ui import forms, widgets
from kejing.foundation.ui.vocabulary import SHARE_WITH_ALL, Share


class ChangeViewForm(forms.ActionForm[int]):
    name = forms.Text(_("Name"), max_length=60)
    share = forms.Choice(
        _("Who sees it"), Share.choices, hint=_("Everybody sees her own customers in it, whoever shared it.")
    )

    def __init__(self, *arguments: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not actor.may(SHARE_WITH_ALL) and not self.is_bound:  # sent all the same, the action answers
            offered = [choice for choice in Share.choices if choice[0] != Share.ALL]
            self.fields["share"].choices = offered  # type: ignore[attr-defined]  # a Choice's


class SaveViewForm(ChangeViewForm):
    route = CharField(max_length=80, widget=widgets.Hidden)
    query = CharField(max_length=2_000, required=False, widget=widgets.Hidden)
