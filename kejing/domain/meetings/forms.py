"""Parsing what is entered about meetings."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from kejing.domain.meetings.queries.calling import Called
from kejing.domain.meetings.queries.meetings import Attendee, PointRow
from kejing.domain.meetings.rules import Tick
from kejing.domain.meetings.vocabulary import (
    LINES,
    PARAGRAPH,
    SETTLED,
    TICKED,
    ContributionKind,
    Share,
)
from kejing.foundation.ui import forms, widgets

PICK_CUSTOMER = "customers:pick_customer"
GREATEST_ID = 2**63 - 1


class DueDayConverter:
    """A day in an address: `1998-01-15`."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class Clock(widgets.Input):
    """A time of day."""

    input_type = "time"


class Hour(forms.Field, django_forms.TimeField):
    """An hour, to the minute."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label=label, widget=Clock(), **options)


class CallForm(forms.ActionForm[int]):
    kind = forms.Choice(_("Kind of meeting"))
    day = forms.Day(_("Day"), quick=(0, 1, 7))
    at = Hour(_("Time"), required=False)
    place = forms.Text(_("Place"), max_length=120, required=False)
    topic = forms.Text(_("Topic"), max_length=200, required=False)
    topics = forms.Text(
        _("More points of the agenda"),
        rows=2,
        max_length=2000,
        required=False,
        hint=_("One a line; the fixed ones are there already."),
    )

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]  # a Choice


class AttendanceForm(forms.ActionForm[int]):
    """One choice and one reason for each of those called; everybody is ticked present to begin with."""

    def __init__(self, *args: Any, called: Iterable[Called], **options: Any) -> None:
        super().__init__(*args, **options)
        self.called = tuple(called)
        for one in self.called:
            self.fields[f"presence_{one.staff_id}"] = forms.Choice(one.name, TICKED, initial=one.presence)
            reason = forms.Text(_("Reason"), max_length=LINES, required=False, initial=one.reason)
            reason.widget.attrs["aria-label"] = _("Reason")  # what opens it says the same, for the eye
            self.fields[f"reason_{one.staff_id}"] = reason

    @property
    def people(self) -> list[tuple[Called, django_forms.BoundField, django_forms.BoundField, bool]]:
        """(person, her tick, her reason, whether the reason is shown open)."""
        rows = []
        for one in self.called:
            reason = self[f"reason_{one.staff_id}"]
            rows.append(
                (one, self[f"presence_{one.staff_id}"], reason, bool(reason.value() or reason.errors))
            )
        return rows

    def ticks(self, data: Mapping[str, Any]) -> list[Tick]:
        return [
            {
                "staff_id": one.staff_id,
                "presence": data[f"presence_{one.staff_id}"],
                "reason": data[f"reason_{one.staff_id}"],
            }
            for one in self.called
        ]


class ShortForm(AttendanceForm):
    """Who was there, and a line or two to each point."""

    def __init__(self, *args: Any, agenda: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.agenda = len(agenda)
        for n, title in enumerate(agenda, 1):
            self.fields[f"text_{n}"] = forms.Text(title, rows=2, max_length=PARAGRAPH, required=False)

    @property
    def said(self) -> list[django_forms.BoundField]:
        return [self[f"text_{n}"] for n in range(1, self.agenda + 1)]

    def texts(self, data: Mapping[str, Any]) -> list[str]:
        return [data[f"text_{n}"] for n in range(1, self.agenda + 1)]


class MinutesForm(forms.ActionForm[int]):
    edits = True
    decisions = forms.Text(
        _("Decisions"), rows=3, max_length=PARAGRAPH, required=False, hint=_("One a line.")
    )
    guests = forms.Text(_("Guests"), max_length=LINES, required=False, hint=_("Who came from outside."))
    minutes = forms.Whole(_("Length in minutes"), min_value=1, max_value=1440, required=False)

    def __init__(self, *args: Any, points: Sequence[PointRow], **options: Any) -> None:
        super().__init__(*args, **options)
        self.points = points
        for point in points:
            self.fields[f"text_{point.seq}"] = forms.Text(
                f"{point.seq}. {point.title}",
                rows=3,
                max_length=PARAGRAPH,
                required=False,
                initial=point.text,
            )
        self.order_fields([f"text_{point.seq}" for point in points])

    def texts(self, data: Mapping[str, Any]) -> dict[int, str]:
        return {point.seq: data[f"text_{point.seq}"] for point in self.points}


class ContributionForm(forms.ActionForm[int]):
    kind = forms.Choice(_("What is it"), ContributionKind.choices)
    customer_id = forms.Picker(
        _("Customer"),
        PICK_CUSTOMER,
        max_value=GREATEST_ID,
        required=False,
        hint=_("Needed for information on a key customer."),
    )
    text = forms.Text(_("What you bring"), rows=5, max_length=PARAGRAPH)
    share = forms.Choice(
        _("Who reads it"), Share.choices,
        hint=_("Besides you and who leads the meeting. Of a confidential customer nobody reads who may not see her."),
    )  # fmt: skip


class CommentForm(forms.ActionForm[int]):
    edits = True
    comment = forms.Text(_("Your comment"), rows=3, max_length=1000)


class ActionForm(forms.ActionForm[int]):
    text = forms.Text(_("What is to be done"), max_length=LINES)
    owner_id = forms.Choice(_("By whom"))
    due_on = forms.Day(_("Due"), quick=(1, 7, 14))

    def __init__(self, *args: Any, people: Sequence[Attendee], **options: Any) -> None:
        super().__init__(*args, **options)
        owner: Any = self.fields["owner_id"]
        owner.coerce = int
        owner.choices = [(one.staff_id, one.name) for one in people]


class SettleForm(forms.ActionForm[int]):
    edits = True
    state = forms.Choice(_("What became of it"), SETTLED)
    note = forms.Text(_("Result, or why it is dropped"), max_length=LINES, required=False)


class CancelForm(forms.ActionForm[int]):
    edits = True
    reason = forms.Text(_("Why"), max_length=LINES)


class SupplementForm(forms.ActionForm[int]):
    text = forms.Text(_("Supplement"), rows=4, max_length=PARAGRAPH)
    reason = forms.Text(_("Why after the fact"), max_length=LINES)


class SignForm(forms.ActionForm[int]):
    """Nothing is entered: the version says what the reader has seen."""

    edits = True
