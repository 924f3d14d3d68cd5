"""Leave: HTTP ↔ one query or action each."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kejing.domain.org import actions, queries
from kejing.domain.org.forms import (
    AskAbsenceForm,
    DecideAbsenceForm,
    EndAbsenceForm,
    EnterAbsenceForm,
    month_of,
)
from kejing.domain.org.tables import leave as tables
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def absence_list(request: ActorRequest) -> HttpResponse:
    found = queries.my_absences(actor=request.actor, cursor=request.GET.get("after"))
    return render(request, "org/absence_list.html", {"found": found, "table": tables.own_table(found.page)})


@require_GET
def absence_queue(request: ActorRequest) -> HttpResponse:
    found = queries.absence_queue(actor=request.actor, cursor=request.GET.get("after"))
    return render(request, "org/absence_queue.html", {"table": tables.queue_table(found)})


@require_GET
def absence_calendar(request: ActorRequest) -> HttpResponse:
    found = queries.absence_calendar(actor=request.actor, month=month_of(request.GET.get("month")))
    return render(request, "org/absence_calendar.html", {"found": found, "grid": tables.grid(found)})


@require_http_methods(["GET", "POST"])
def ask_absence(request: ActorRequest) -> HttpResponse:
    queries.may_ask(actor=request.actor)
    form = AskAbsenceForm(request.POST or None, kinds=queries.absence_kinds(), initial=_tomorrow())
    if request.method == "POST" and form.submit(
        lambda data: actions.ask_absence(actor=request.actor, **data)
    ):
        return redirect("org:absence_page", form.outcome)
    return render(request, "org/ask_absence.html", {"form": form, "cancel": reverse("org:absence_list")})


@require_http_methods(["GET", "POST"])
def enter_absence(request: ActorRequest) -> HttpResponse:
    queries.may_enter(actor=request.actor)
    form = EnterAbsenceForm(request.POST or None, kinds=queries.absence_kinds(), initial=_tomorrow())
    if request.method == "POST" and form.submit(
        lambda data: actions.enter_absence(actor=request.actor, **data)
    ):
        return redirect("org:absence_page", form.outcome)
    return render(request, "org/enter_absence.html", {"form": form, "cancel": reverse("org:absence_queue")})


@require_GET
def absence_page(request: ActorRequest, absence_id: int) -> HttpResponse:
    page = queries.absence_page(actor=request.actor, absence_id=absence_id)
    context = {"page": page, "absence": page.absence, "state": tables.state(page.absence)}
    return render(request, "org/absence_page.html", context)


@require_http_methods(["GET", "POST"])
def decide_absence(request: ActorRequest, absence_id: int) -> HttpResponse:
    page = queries.absence_to_decide(actor=request.actor, absence_id=absence_id)
    row = page.absence
    form = DecideAbsenceForm(
        request.POST or None,
        initial={"deputy_id": row.deputy_id},
        version=row.version,
        labels={"deputy_id": row.deputy},
    )
    if request.method == "POST" and form.submit(
        lambda data: actions.decide_absence(actor=request.actor, absence_id=absence_id, **data)
    ):
        return redirect("org:absence_page", absence_id)
    cancel = reverse("org:absence_page", args=[absence_id])
    return render(request, "org/decide_absence.html", {"form": form, "absence": row, "cancel": cancel})


@require_POST
def cancel_absence(request: ActorRequest, absence_id: int) -> HttpResponse:
    actions.cancel_absence(actor=request.actor, absence_id=absence_id)
    return redirect("org:absence_page", absence_id)


@require_http_methods(["GET", "POST"])
def end_absence(request: ActorRequest, absence_id: int) -> HttpResponse:
    row = queries.absence_page(actor=request.actor, absence_id=absence_id).absence
    form = EndAbsenceForm(request.POST or None, initial={"back_on": clock.today()}, version=row.version)
    if request.method == "POST" and form.submit(
        lambda data: actions.end_absence(actor=request.actor, absence_id=absence_id, **data)
    ):
        return redirect("org:absence_page", absence_id)
    cancel = reverse("org:absence_page", args=[absence_id])
    return render(request, "org/end_absence.html", {"form": form, "absence": row, "cancel": cancel})


def _tomorrow() -> dict[str, object]:
    day = clock.today() + timedelta(days=1)
    return {"first": day, "last": day, "half": ""}
