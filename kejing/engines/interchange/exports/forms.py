"""Parsing what is entered about exports."""

from django.utils.translation import gettext_lazy as _

from kejing.engines.interchange.exports.vocabulary import FileFormat
from kejing.foundation.ui import forms


class AskForm(forms.ActionForm[int]):
    file_format = forms.Choice(_("File"), FileFormat.choices)
    reason = forms.Text(
        _("What do you need it for?"), max_length=200, hint=_("It stands in the register with your name.")
    )


class DecideForm(forms.ActionForm[int]):
    approve = forms.Choice(
        _("Decision"), [("yes", _("approve")), ("no", _("refuse"))], coerce=lambda value: value == "yes"
    )
    reason = forms.Text(_("Why"), max_length=200, required=False, hint=_("Needed for a refusal."))
