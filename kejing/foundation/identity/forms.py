"""Parsing what is typed at the door."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kejing.foundation.ui import forms


class SignInForm(forms.ActionForm[Any]):
    username = forms.Text(_("User name"), max_length=80)
    password = forms.Secret(_("Password"), max_length=200, current=True)


class NewPasswordForm(forms.ActionForm[Any]):
    password = forms.Secret(
        _("New password"),
        hint=_("At least 12 characters. A sentence you remember is a good one."),
        max_length=200,
    )
