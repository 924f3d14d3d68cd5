"""Parsing what is entered about contacts and their posts."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.forms.master import GREATEST_ID, PICK_CUSTOMER
from kejing.foundation.ui import forms


class _PersonForm(forms.ActionForm[int]):
    """`withheld`: names of fields that the reader's role may not enter or change."""

    name = forms.Text(_("Name"), max_length=120)
    phone = forms.Text(_("Phone"), max_length=40, required=False)
    email = forms.Text(_("E-mail"), max_length=200, required=False)

    def __init__(self, *arguments: Any, withheld: Sequence[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name in withheld:
            del self.fields[name]


class ContactForm(_PersonForm):
    title = forms.Text(_("Post"), max_length=120, required=False)
    field_order = ("name", "title", "phone", "email", "valid_from")
    valid_from = forms.Day(_("Since"), required=False, hint=_("Left empty, from today."))


class ChangeContactForm(_PersonForm):
    edits = True


class PostForm(forms.ActionForm[int]):
    customer_id = forms.Picker(_("Customer"), PICK_CUSTOMER, max_value=GREATEST_ID)
    title = forms.Text(_("Post"), max_length=120, required=False)
    valid_from = forms.Day(_("Since"), required=False, hint=_("Left empty, from today."))


class EndPostForm(forms.ActionForm[int]):
    valid_to = forms.Day(
        _("First day without the post"), required=False, quick=(0, -1), hint=_("Left empty, today.")
    )
