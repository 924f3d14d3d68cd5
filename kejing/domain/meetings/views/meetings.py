"""Meetings: the list, one of them, calling, the short one, figures, panels."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.meetings import actions, forms, queries, tables
from kejing.domain.meetings.queries.meetings import now_at
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.formats import local
from kejing.foundation.ui.responses import render

entering = require_http_methods(["GET", "POST"])


@require_GET
def meeting_list(request: ActorRequest) -> HttpResponse:
    found = queries.meeting_list(
        actor=request.actor, own=request.GET.get("show") == "mine", cursor=request.GET.get("after")
    )
    return render(
        request, "meetings/meeting_list.html", {"found": found, "table": tables.meeting_table(found)}
    )


@require_GET
def meeting_page(request: ActorRequest, meeting_id: int) -> HttpResponse:
    page = queries.meeting_page(actor=request.actor, meeting_id=meeting_id)
    form = forms.SignForm(version=page.meeting.version)
    return render(
        request, "meetings/meeting_page.html", {"page": page, "meeting": page.meeting, "form": form}
    )


@require_GET
def print_minutes(request: ActorRequest, meeting_id: int) -> HttpResponse:
    page = queries.meeting_page(actor=request.actor, meeting_id=meeting_id)
    return render(request, "meetings/print_minutes.html", {"page": page, "meeting": page.meeting})


@require_GET
def figures_page(request: ActorRequest, meeting_id: int) -> HttpResponse:
    page = queries.figures_page(actor=request.actor, meeting_id=meeting_id)
    return render(
        request, "meetings/figures_page.html", {"page": page, "sections": tables.pack_sections(page)}
    )


@entering
def call_meeting(request: ActorRequest) -> HttpResponse:
    kinds = [(kind.code, kind.label) for kind in queries.kinds_led(actor=request.actor)]
    start = {"day": clock.today(), "kind": request.GET.get("kind", "")}
    form = forms.CallForm(request.POST or None, kinds=kinds, initial=start)
    if request.method == "POST" and form.submit(
        lambda data: actions.call_meeting(actor=request.actor, **data)
    ):
        return redirect("meetings:meeting_page", form.outcome)
    cancel = reverse("meetings:meeting_list")
    return render(request, "meetings/call_meeting.html", {"form": form, "cancel": cancel})


@entering
def hold_short(request: ActorRequest, kind: str) -> HttpResponse:
    """Today's short meeting; held already, its page."""
    page = queries.short_page(actor=request.actor, kind=kind)
    agenda = [local(zh, en) for zh, en in page.kind.rules.agenda]
    form = forms.ShortForm(request.POST or None, called=page.called, agenda=agenda)
    if request.method == "POST" and form.submit(
        lambda data: actions.hold_short(
            actor=request.actor, kind=kind, attendance=form.ticks(data), texts=form.texts(data), at=now_at(),
            idempotency_key=data["idempotency_key"],
        )
    ):  # fmt: skip
        messages.success(request, _("The meeting is recorded and its minutes are signed."))
        return redirect("meetings:meeting_page", form.outcome)
    if request.method == "GET" and page.held:
        return redirect("meetings:meeting_page", page.held)
    cancel = reverse("meetings:meeting_list")
    return render(request, "meetings/hold_short.html", {"form": form, "page": page, "cancel": cancel})


@entering
def cancel_meeting(request: ActorRequest, meeting_id: int) -> HttpResponse:
    page = queries.writing(actor=request.actor, meeting_id=meeting_id)
    form = forms.CancelForm(request.POST or None, version=page.meeting.version)
    back = reverse("meetings:meeting_page", args=[meeting_id])
    if request.method == "POST" and form.submit(
        lambda data: actions.cancel_meeting(actor=request.actor, meeting_id=meeting_id, **data)
    ):
        return redirect(back)
    return render(request, "meetings/cancel_meeting.html", {"form": form, "page": page, "cancel": back})


@require_GET
def explain_due(request: ActorRequest, kind: str, unit_id: int, start: date) -> HttpResponse:
    explanation = queries.explain_due(actor=request.actor, kind=kind, unit_id=unit_id, start=start)
    return render(
        request, "ui/explanation_page.html", {"explanation": explanation}, part="ui/_explanation.html"
    )


def my_meetings_panel(request: HttpRequest, _object_id: int) -> str:
    """Today's meetings and open actions of the reader, on her day."""
    found = queries.my_meetings(actor=request.actor)  # type: ignore[attr-defined]  # panels get the plain request
    shown = found.today or found.actions
    return render_to_string("meetings/_my_meetings.html", {"found": found}, request) if shown else ""


def due_meetings_panel(request: HttpRequest, _object_id: int) -> str:
    """Meetings due in the reader's units, on the team board."""
    found = queries.due_meetings(actor=request.actor)  # type: ignore[attr-defined]  # as above
    return render_to_string("meetings/_due_panel.html", {"due": found}, request) if found.rows else ""
