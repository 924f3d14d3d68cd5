"""Parsing what is entered about the organisation."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from kejing.domain.org.vocabulary import HalfDay
from kejing.foundation.kernel.errors import KernelRefusal, Refused
from kejing.foundation.kernel.periods import Month
from kejing.foundation.ui import forms


class AddPersonForm(forms.ActionForm[str]):
    number = forms.Text(_("Staff number"), max_length=40)
    name = forms.Text(_("Name"), max_length=120)
    username = forms.Text(_("User name"), max_length=80, hint=_("What the person types to sign in."))
    unit = forms.Choice(_("Unit"))
    role = forms.Choice(_("Role"))

    def __init__(
        self,
        *arguments: Any,
        units: Sequence[tuple[str, str]],
        roles: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]  # a Choice's
        self.fields["role"].choices = list(roles)  # type: ignore[attr-defined]  # as above


class CoverForm(forms.ActionForm[int]):
    covered_id = forms.Picker(
        _("For whom"), "org:pick_person", hint=_("A piece of the name, or the staff number.")
    )
    deputy_id = forms.Picker(_("Who acts"), "org:pick_person")
    first = forms.Day(_("From"), quick=(0, 1))
    last = forms.Day(_("Last day"), quick=(0, 1, 7))
    reason = forms.Text(_("Why"), max_length=200)


class UnitPlaceForm(forms.ActionForm[int]):
    time_zone = forms.Text(
        _("Time zone"),
        max_length=40,
        required=False,
        hint=_("As Europe/Prague; empty: the organisation's own."),
    )
    language = forms.Choice(
        _("Language"), [("zh-hans", "中文"), ("en", "English")], required=False, empty_value=""
    )


class _LeaveForm(forms.ActionForm[int]):
    kind = forms.Choice(_("Kind of leave"))
    first = forms.Day(_("First day"), quick=(0, 1, 7))
    last = forms.Day(_("Last day"), quick=(0, 1, 7))
    half = forms.Choice(_("Length"), HalfDay.choices, required=False, empty_value="")
    deputy_id = forms.Picker(
        _("Who acts meanwhile"),
        "org:pick_person",
        required=False,
        hint=_("Somebody of the same unit or one beside it. She sees and does what you may for that time."),
    )
    reason = forms.Text(
        _("Note"), max_length=400, required=False, hint=_("Read by your superiors and personnel alone.")
    )

    def __init__(self, *arguments: Any, kinds: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]  # a Choice's


class AskAbsenceForm(_LeaveForm):
    pass


class EnterAbsenceForm(_LeaveForm):
    person_id = forms.Picker(_("Who is away"), "org:pick_person")
    field_order = ("person_id", "kind", "first", "last", "half", "deputy_id", "reason")


class DecideAbsenceForm(forms.ActionForm[int]):
    edits = True
    approve = forms.Choice(
        _("Decision"), [("yes", _("Approve")), ("no", _("Refuse"))], coerce=lambda value: value == "yes"
    )
    deputy_id = forms.Picker(_("Who acts meanwhile"), "org:pick_person", required=False)
    note = forms.Text(_("Note"), max_length=400, required=False)


class EndAbsenceForm(forms.ActionForm[int]):
    edits = True
    back_on = forms.Day(_("Back at work on"), quick=(0, 1))


def month_of(text: str | None) -> Month | None:
    """`?month=1997-12`. Raises Refused for anything else."""
    if not text:
        return None
    try:
        return Month.parse(text)
    except ValueError as error:
        raise Refused(KernelRefusal.NOT_A_MONTH, text=text[:20]) from error
