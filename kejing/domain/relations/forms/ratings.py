"""Parsing what is entered about ratings and stages."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.relations.forms.entries import GRADES, EntryForm
from kejing.foundation.ui import forms


class RateForm(EntryForm):
    grade = forms.Choice(
        _("How good is the relation today?"), GRADES, coerce=int, hint=_("1 is poor, 5 is excellent.")
    )
    note = forms.Text(_("Why"), rows=2, max_length=400, required=False)


class StageForm(EntryForm):
    stage = forms.Choice(_("Stage"))
    reason = forms.Text(
        _("Reason"), max_length=400, required=False, hint=_("Needed when the step goes back.")
    )
