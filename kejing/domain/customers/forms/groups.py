"""Parsing what is entered about groups and their teams."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.forms.master import GREATEST_ID, PICK_CUSTOMER
from kejing.foundation.ui import forms

PICK_STAFF = "customers:pick_staff"


class ParentForm(forms.ActionForm[int]):
    edits = True
    parent_id = forms.Picker(
        _("Belongs to"), PICK_CUSTOMER, max_value=GREATEST_ID, required=False,
        hint=_("Left empty, she stands at the top of a group of her own."),
    )  # fmt: skip


class LeadForm(forms.ActionForm[int]):
    staff_id = forms.Picker(_("Colleague"), PICK_STAFF, max_value=GREATEST_ID)
    reason = forms.Text(_("Why"), max_length=200, hint=_("It stays in the history of the team."))
    on = forms.Day(_("From"), required=False, hint=_("Left empty, from today."))


class MemberForm(LeadForm):
    duty = forms.Text(_("For what"), max_length=80, required=False)
    field_order = ("staff_id", "duty", "reason", "on")


class EndMemberForm(forms.ActionForm[int]):
    reason = forms.Text(_("Why"), max_length=200, hint=_("It stays in the history of the team."))
    on = forms.Day(_("First day without her"), required=False, hint=_("Left empty, today."))
