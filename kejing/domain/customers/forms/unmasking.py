"""Parsing why somebody needs a masked field."""

from django.utils.translation import gettext_lazy as _

from kejing.foundation.ui import forms


class UnmaskForm(forms.ActionForm[str]):
    reason = forms.Text(_("Why do you need it?"), max_length=200, hint=_("It is kept with your name."))
