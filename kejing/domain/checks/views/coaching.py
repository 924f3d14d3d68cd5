"""HTTP ↔ coaching records."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.checks import actions, forms, queries, tables
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def coaching_list(request: ActorRequest) -> HttpResponse:
    page = queries.coaching_list(actor=request.actor, cursor=request.GET.get("after"))
    return render(
        request, "checks/coaching_list.html", {"page": page, "table": tables.coaching_table(page.page)}
    )


@require_http_methods(["GET", "POST"])
def record_coaching(request: ActorRequest, staff_id: int) -> HttpResponse:
    person = queries.to_coach(actor=request.actor, staff_id=staff_id)
    form = forms.CoachingForm(request.POST or None)
    log_id = forms.id_of(request.GET.get("log"))
    if request.method == "POST" and form.submit(
        lambda data: actions.record_coaching(actor=request.actor, staff_id=staff_id, log_id=log_id, **data)
    ):
        messages.success(request, _("Recorded. The person reads it on her day."))
        return redirect("checks:coaching_page", form.outcome)
    context = {"form": form, "person": person, "cancel": reverse("checks:coaching_list")}
    return render(request, "checks/record_coaching.html", context)


@require_http_methods(["GET", "POST"])
def coaching_page(request: ActorRequest, coaching_id: int) -> HttpResponse:
    """The record; for the person with the form that says she has read it."""
    page = queries.coaching_page(actor=request.actor, coaching_id=coaching_id)
    form = forms.ReadForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.answer_coaching(actor=request.actor, coaching_id=coaching_id, **data)
    ):
        return redirect("checks:coaching_page", coaching_id)
    context = {"page": page, "row": page.row, "form": form}
    return render(request, "checks/coaching_page.html", context)


@require_http_methods(["GET", "POST"])
def follow_coaching(request: ActorRequest, coaching_id: int) -> HttpResponse:
    page = queries.coaching_page(actor=request.actor, coaching_id=coaching_id)
    form = forms.FollowForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.follow_coaching(actor=request.actor, coaching_id=coaching_id, **data)
    ):
        return redirect("checks:coaching_page", coaching_id)
    context = {"form": form, "row": page.row, "cancel": reverse("checks:coaching_page", args=[coaching_id])}
    return render(request, "checks/follow_coaching.html", context)


def due_panel(request: HttpRequest, _object_id: int) -> str:
    """The reader's follow-ups whose day has come, on the team board."""
    rows = queries.coaching_due(actor=cast("ActorRequest", request).actor)
    return render_to_string("checks/_coaching_due.html", {"rows": rows}, request) if rows else ""


def person_panel(request: HttpRequest, staff_id: int) -> str:
    """A person's coaching records on her page, and the ways to a new one and to an inspection."""
    page = queries.person_coaching(actor=cast("ActorRequest", request).actor, staff_id=staff_id)
    return render_to_string("checks/_person.html", {"page": page}, request) if page else ""


def log_panel(request: HttpRequest, log_id: int) -> str:
    """The way from a log that was read to a coaching record."""
    staff_id = queries.coached_from_log(actor=cast("ActorRequest", request).actor, log_id=log_id)
    context = {"staff_id": staff_id, "log_id": log_id}
    return render_to_string("checks/_from_log.html", context, request) if staff_id else ""
