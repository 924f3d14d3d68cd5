"""Parsing what is entered about checks."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kejing.domain.checks.rules.policy import Criterion
from kejing.domain.checks.vocabulary import CoachingOutcome, InspectionKind, QuestionOutcome, SpotResult
from kejing.foundation.ui import forms
from kejing.foundation.ui.formats import local

POINTS = "points_"
"""Before the code of a criterion: the name of its field."""
GREATEST_ID = 2**63 - 1


def id_of(text: str | None) -> int | None:
    """`?log=17`; whatever is no id is none."""
    return min(int(text[:20]), GREATEST_ID) if text and text.isascii() and text.isdigit() else None


class SpotForm(forms.ActionForm[int]):
    result = forms.Choice(_("Was the person reached?"), SpotResult.choices)
    whereabouts = forms.Text(
        _("Where"), max_length=200, required=False, hint=_("At which customer, in the office, on the way?")
    )
    remark = forms.Text(pgettext_lazy("check", "Remark"), max_length=400, required=False)


class InspectionForm(forms.ActionForm[int]):
    kind = forms.Choice(
        _("Kind"), InspectionKind.choices, hint=_("A surprise begins at once and is seen once done.")
    )
    start = forms.Day(_("From"))
    last_day = forms.Day(_("To and with"))
    planned_on = forms.Day(_("Day of the inspection"), quick=(1, 2, 7), required=False)

    def clean(self) -> dict[str, Any]:
        """The period half-open, as everywhere: it ends before the day after its last."""
        data = super().clean() or {}
        last: date | None = data.pop("last_day", None)
        if last is not None:
            data["end"] = last + timedelta(days=1) if last < date.max else last
        return data


class ScoreForm(forms.ActionForm[int]):
    edits = True

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **options: Any) -> None:
        super().__init__(*args, **options)
        for criterion in criteria:
            self.fields[POINTS + criterion.code] = forms.Whole(
                f"{local(criterion.name, criterion.name_en)} (0–{criterion.best})",
                min_value=0,
                max_value=criterion.best,
            )
        self.fields["comment"] = forms.Text(
            pgettext_lazy("check", "Comment"), rows=3, max_length=1000, required=False
        )

    def clean(self) -> dict[str, Any]:
        """The points in one mapping by criterion."""
        data = super().clean() or {}
        named = [name for name in self.fields if name.startswith(POINTS)]
        data["points"] = {name.removeprefix(POINTS): data.pop(name) for name in named if name in data}
        return data


class ReplyForm(forms.ActionForm[int]):
    reply = forms.Text(_("Your reply"), rows=3, max_length=1000)


class CoachingForm(forms.ActionForm[int]):
    reason = forms.Text(_("Why"), max_length=400, hint=_("What did you see?"))
    agreed = forms.Text(_("What was agreed"), rows=3, max_length=1000)
    check_on = forms.Day(_("Next check"), quick=(7, 14, 30))


class ReadForm(forms.ActionForm[int]):
    answer = forms.Text(
        _("What you say to it"), rows=2, max_length=1000, required=False, hint=_("May stay empty.")
    )


class FollowForm(forms.ActionForm[int]):
    result = forms.Choice(_("What became of it"), CoachingOutcome.choices)
    remark = forms.Text(pgettext_lazy("check", "Remark"), rows=2, max_length=1000, required=False)


class AnswerForm(forms.ActionForm[int]):
    answer = forms.Text(_("Your answer"), rows=3, max_length=1000)


class CloseForm(forms.ActionForm[int]):
    result = forms.Choice(_("Outcome"), QuestionOutcome.choices)
    reason = forms.Text(_("Reason"), rows=2, max_length=1000)
