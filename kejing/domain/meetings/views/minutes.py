"""Ticking, writing, signing, adding to minutes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kejing.domain.meetings import actions, forms, queries
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render

entering = require_http_methods(["GET", "POST"])


@entering
def take_attendance(request: ActorRequest, meeting_id: int) -> HttpResponse:
    page, called = queries.ticking(actor=request.actor, meeting_id=meeting_id)
    form = forms.AttendanceForm(request.POST or None, called=called)
    back = reverse("meetings:meeting_page", args=[meeting_id])
    if request.method == "POST" and form.submit(
        lambda data: actions.take_attendance(
            actor=request.actor, meeting_id=meeting_id, attendance=form.ticks(data),
            idempotency_key=data["idempotency_key"],
        )
    ):  # fmt: skip
        return redirect(back)
    return render(request, "meetings/take_attendance.html", {"form": form, "page": page, "cancel": back})


@entering
def write_minutes(request: ActorRequest, meeting_id: int) -> HttpResponse:
    page = queries.writing(actor=request.actor, meeting_id=meeting_id)
    start = {
        "decisions": "\n".join(page.decisions), "guests": page.guests,
        "minutes": page.meeting.minutes or page.kind.rules.minutes,
    }  # fmt: skip
    form = forms.MinutesForm(
        request.POST or None, points=page.points, initial=start, version=page.meeting.version
    )
    back = reverse("meetings:meeting_page", args=[meeting_id])
    if request.method == "POST" and form.submit(
        lambda data: actions.write_minutes(
            actor=request.actor, meeting_id=meeting_id, texts=form.texts(data),
            **{name: data[name] for name in ("version", "decisions", "guests", "minutes", "idempotency_key")},
        )
    ):  # fmt: skip
        return redirect(back)
    return render(request, "meetings/write_minutes.html", {"form": form, "page": page, "cancel": back})


@entering
def sign_off(request: ActorRequest, meeting_id: int) -> HttpResponse:
    """Signed, the meeting's page; refused, this one says what is missing."""
    page = queries.writing(actor=request.actor, meeting_id=meeting_id)
    form = forms.SignForm(request.POST or None, version=page.meeting.version)
    back = reverse("meetings:meeting_page", args=[meeting_id])
    if request.method == "POST" and form.submit(
        lambda data: actions.sign_off(actor=request.actor, meeting_id=meeting_id, **data)
    ):
        messages.success(request, _("The minutes are signed and archived."))
        return redirect(back)
    return render(request, "meetings/sign_off.html", {"form": form, "page": page, "cancel": back})


@entering
def add_supplement(request: ActorRequest, meeting_id: int) -> HttpResponse:
    page = queries.writing(actor=request.actor, meeting_id=meeting_id)
    form = forms.SupplementForm(request.POST or None)
    back = reverse("meetings:meeting_page", args=[meeting_id])
    if request.method == "POST" and form.submit(
        lambda data: actions.add_supplement(actor=request.actor, meeting_id=meeting_id, **data)
    ):
        return redirect(back)
    return render(request, "meetings/add_supplement.html", {"form": form, "page": page, "cancel": back})
