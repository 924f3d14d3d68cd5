"""Parsing what is entered about analyses."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kejing.domain.relations.forms.entries import GRADES, EntryForm
from kejing.domain.relations.queries.entering import Entering
from kejing.domain.relations.queries.policy import choices
from kejing.foundation.ui import forms

ASPECT = "aspect_"


class AnalysisForm(EntryForm):
    """A grade for each aspect of the pack; `grades` of the data holds them by aspect."""

    overall = forms.Choice(_("Overall grade"), GRADES, coerce=int, hint=_("1 is poor, 5 is excellent."))
    summary = forms.Text(_("Judgement"), rows=4, max_length=2000)

    def __init__(self, data: Any = None, *, page: Entering, **options: Any) -> None:
        super().__init__(data, **options)
        self.aspects = [code for code, _label in choices(page.policy.aspects)]
        for code, label in choices(page.policy.aspects):
            self.fields[f"{ASPECT}{code}"] = forms.Choice(label, GRADES, coerce=int)
        self.order_fields([*(f"{ASPECT}{code}" for code in self.aspects), "overall", "summary"])

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or self.cleaned_data)
        grades = {code: data.pop(f"{ASPECT}{code}", None) for code in self.aspects}
        return {**data, "grades": {code: grade for code, grade in grades.items() if grade is not None}}


class ReviewForm(EntryForm):
    edits = True
    review = forms.Text(_("Comment"), rows=2, max_length=1000, hint=_("The writer reads it."))
